import { canonical, type Json } from "../model/json.js";
import { type Conjunction, facets, unionCases } from "./conjunction.js";
import { accepts, type FactsOf, typeOf } from "./facts.js";
import { arrays } from "./sample-arrays.js";
import { objects } from "./sample-objects.js";
import { numbers, texts } from "./sample-scalars.js";
import type { Given, Sampler, Wish } from "./sampler.js";
import { keywordsOf, type Schema } from "./schema.js";
import type { Validation } from "./validate.js";

/** How many values are tried for one wish. */
const tries = 240;
/** How many in all, with the searches for inner values. */
const work = 4_000;
/** How deep values are made within values; how deep with wishes of their own. */
const depths = { all: 12, wishes: 4 };

export function createSampler(validation: Validation, factsOf: FactsOf): Sampler {
  const kept = new Map<string, readonly Json[]>();
  const around = new Map<string, readonly Json[]>();
  const strange = new Map<string, Json | undefined>();
  const pending = new Set<string>();
  let depth = 0;
  let wishes = 0;
  const spent = { tried: 0 };

  function samples(one: Conjunction): readonly Json[] {
    const held = kept.get(one.key);
    if (held) {
      return held;
    }
    // A value that would have to hold itself: whoever asks does without.
    if (pending.has(one.key) || depth > depths.all) {
      return [];
    }
    pending.add(one.key);
    const found = search(one, { count: 1 });
    pending.delete(one.key);
    // A search within the making of an outer value may lack just that value.
    if (pending.size === 0 || found.length > 0) {
      kept.set(one.key, found);
    }
    return found;
  }

  function values(one: Conjunction, wish: Wish): Json[] {
    if (wishes >= depths.wishes) {
      return samples(one)
        .filter((value) => wish.wanted?.(value) ?? true)
        .slice(0, wish.count);
    }
    wishes += 1;
    try {
      return search(one, wish);
    } finally {
      wishes -= 1;
    }
  }

  function search(one: Conjunction, wish: Wish): Json[] {
    if (depth === 0) {
      spent.tried = 0;
    }
    // Schemas that lead only to each other have no value to try, and no end of searching.
    spent.tried += 1;
    if (spent.tried > work || factsOf(one).impossible) {
      return [];
    }
    depth += 1;
    try {
      return depth > depths.all ? [] : gathered(one, wish, self, spent);
    } finally {
      depth -= 1;
    }
  }

  function refused(one: Conjunction, schema: Schema): Json | undefined {
    // The deeper within wishes, the less is tried.
    const key = `${wishes} ${one.key} ${schema.id}`;
    if (strange.has(key)) {
      return strange.get(key);
    }
    const [found] = values(one, { count: 1, also: [schema], wanted: (value) => !validation.isValid(schema, value) });
    if (found !== undefined || (pending.size === 0 && spent.tried <= work)) {
      strange.set(key, found);
    }
    return found;
  }

  function holders(one: Conjunction, given: Given, count: number): readonly Json[] {
    const key = `${count} ${one.key} ${JSON.stringify(given)}`;
    const held = around.get(key) ?? values(one, { given, count });
    around.set(key, held);
    return held;
  }

  const self: Sampler = {
    validation,
    factsOf,
    accepts: (one, value) => accepts(validation, one, value),
    samples,
    values,
    refused,
    holders,
  };
  return self;
}

/** The values that meet a wish among those worth trying, each counted in the effort. */
function gathered(one: Conjunction, wish: Wish, sampler: Sampler, spent: { tried: number }): Json[] {
  const found: Json[] = [];
  const seen = new Set<string>();
  for (const value of candidates(one, wish, sampler)) {
    if (found.length >= wish.count || seen.size >= tries || spent.tried > work) {
      break;
    }
    const key = canonical(value);
    if (seen.has(key)) {
      continue;
    }
    seen.add(key);
    spent.tried += 1;
    if (sampler.accepts(one, value) && (wish.wanted?.(value) ?? true)) {
      found.push(value);
    }
  }
  return found;
}

/** Values worth trying, the plainest first. */
function* candidates(one: Conjunction, wish: Wish, sampler: Sampler): Generator<Json> {
  const facts = sampler.factsOf(one);
  if (facts.values && !wish.given) {
    yield* facts.values;
    return;
  }
  yield* ofVariants(one, wish, sampler);
  const saying = facets([...one.parts, ...one.excluded, ...(wish.also ?? [])], { negated: true });
  if (!wish.given) {
    yield* mentioned(saying.slice(0, 60)).filter((value) => facts.types.has(typeOf(value)));
    const isNumber = facts.types.has("integer") || facts.types.has("fraction");
    yield* facts.types.has("string") ? texts(facts, saying, wish.count) : [];
    yield* isNumber ? numbers(facts, saying) : [];
    yield* [true, false, null].filter((value) => facts.types.has(typeOf(value)));
  }
  const field = wish.given && "name" in wish.given.step;
  if (facts.types.has("object") && (!wish.given || field)) {
    yield* objects(one, wish, saying, sampler);
  }
  if (facts.types.has("array") && !field) {
    yield* arrays(one, wish, saying, sampler);
  }
  yield* moreOfVariants(one, wish, sampler);
}

/** More than one value of each variant. */
function* moreOfVariants(one: Conjunction, wish: Wish, sampler: Sampler): Generator<Json> {
  for (const each of wish.count > 1 ? (unionCases(one) ?? []) : []) {
    yield* sampler.values(each, wish);
  }
}

/** A value of a union is one of a variant: those are easier to make than to find. */
function* ofVariants(one: Conjunction, wish: Wish, sampler: Sampler): Generator<Json> {
  const plain = !wish.given && !wish.wanted && wish.without === undefined;
  for (const each of unionCases(one) ?? []) {
    yield* plain ? sampler.samples(each) : sampler.values(each, { ...wish, count: 1 });
  }
}

/** Values that the schemas name themselves. */
function mentioned(saying: readonly Schema[]): Json[] {
  return saying.flatMap((part) => {
    const { const: only, default: usual, enum: listed, examples } = keywordsOf(part);
    const lists = [listed, examples].flatMap((list) => (Array.isArray(list) ? list.slice(0, 20) : []));
    return [only, usual, ...lists].filter((value) => value !== undefined);
  });
}
