import { canonical, type Json } from "../model/json.js";
import { and, type Conjunction, prefixLength, underIndex } from "./conjunction.js";
import type { Sampler, Wish } from "./sampler.js";
import { inner, innerList, numberOf, type Schema } from "./schema.js";

/** Longer lists are not made. */
const longest = 400;

/** Lists of a producer, of the lengths and with the items that anything said about it makes worth trying. */
export function* arrays(one: Conjunction, wish: Wish, saying: readonly Schema[], sampler: Sampler): Generator<Json[]> {
  const facts = sampler.factsOf(one);
  const rest = underIndex(one, prefixLength(one.parts));
  let plain = sampler.samples(rest);
  const sizes = sizesOf(one, wish, saying, sampler);
  const fill = (size: number, special: readonly Json[] = [], rather: readonly Json[] = []): Json[] | undefined => {
    const list: Json[] = [];
    const taken = new Set<string>();
    const pool = [...rather, ...special, ...plain];
    for (let index = 0; index < size; index += 1) {
      const own = index < prefixLength(one.parts) ? sampler.samples(underIndex(one, index)) : [];
      const from = own.length > 0 ? own : pool;
      const next =
        special[index - prefixLength(one.parts)] ?? nextOf(from, facts.uniqueItems ? taken : undefined, index);
      if (next === undefined) {
        return undefined;
      }
      taken.add(canonical(next));
      list.push(next);
    }
    return list;
  };
  const out = function* (list: Json[] | undefined): Generator<Json[]> {
    if (!list) {
      return;
    }
    const { given } = wish;
    if (!given || !("index" in given.step)) {
      yield list;
    } else if (given.step.index < list.length) {
      yield list.with(given.step.index, given.value);
    }
  };
  const [least] = sizes;
  if (!facts.uniqueItems && least !== undefined) {
    yield* out(fill(least));
  }
  plain = fillings(one, saying, sampler, Math.max(...sizes));
  for (const size of sizes) {
    yield* out(fill(size));
  }
  for (const { special, rather } of specials(one, saying, rest, sampler)) {
    for (const size of sizes) {
      if (size >= special.length) {
        yield* out(fill(size, special, rather));
      }
    }
    yield* out(fill(special.length + prefixLength(one.parts), special, rather));
  }
}

/** A next item; one that is not in the list yet, if all have to differ. */
function nextOf(pool: readonly Json[], taken: ReadonlySet<string> | undefined, index: number): Json | undefined {
  if (!taken) {
    return pool[0];
  }
  return pool.find((value) => !taken.has(canonical(value))) ?? pool[index];
}

/** Items to fill a list with: plain ones, and more of them if they must differ. */
function fillings(one: Conjunction, saying: readonly Schema[], sampler: Sampler, most: number): Json[] {
  const rest = underIndex(one, prefixLength(one.parts));
  const facts = sampler.factsOf(one);
  const plain = sampler.samples(rest);
  const unique = facts.uniqueItems || saying.some((part) => numberOf(part, "minItems") !== undefined);
  if (!unique || most <= plain.length) {
    return [...plain];
  }
  // Where the items must differ, or may have to.
  return [...plain, ...sampler.values(rest, { count: Math.min(most, 60) })];
}

function sizesOf(one: Conjunction, wish: Wish, saying: readonly Schema[], sampler: Sampler): number[] {
  const { minItems, maxItems } = sampler.factsOf(one);
  const named = saying.flatMap((part) =>
    ["minItems", "maxItems", "minContains", "maxContains"].flatMap((keyword) => numberOf(part, keyword) ?? []),
  );
  const least = wish.given && "index" in wish.given.step ? wish.given.step.index + 1 : 0;
  const prefix = prefixLength(one.parts);
  const all = [
    minItems,
    minItems + 1,
    0,
    1,
    2,
    prefix,
    ...named.flatMap((size) => [size, size + 1, size - 1]),
    maxItems,
  ];
  return [...new Set([Math.max(least, minItems), ...all])].filter(
    (size) => size >= least && size >= minItems && size <= maxItems && size <= longest,
  );
}

interface Special {
  readonly special: Json[];
  readonly rather: Json[];
}

/** Items to begin a list with: contained ones and others, several times, and the same one twice. */
function* specials(
  one: Conjunction,
  saying: readonly Schema[],
  rest: Conjunction,
  sampler: Sampler,
): Generator<Special> {
  for (const part of saying) {
    const contained = inner(part, "contains");
    if (contained) {
      yield* containing(one, part, contained, rest, sampler);
    }
  }
  const variety = sampler.values(rest, { count: 6, also: saying.flatMap((part) => inner(part, "items") ?? []) });
  for (const value of variety) {
    yield { special: [value], rather: [] };
  }
  for (const value of variety) {
    yield { special: [value, value], rather: [] };
  }
  if (variety.length > 1) {
    yield { special: variety.slice(0, 2), rather: [] };
  }
  for (const part of saying) {
    const prefix = innerList(part, "prefixItems").map((_, index) => sampler.samples(underIndex(one, index))[0]);
    if (prefix.length > 0 && prefix.every((value) => value !== undefined)) {
      yield { special: prefix.flatMap((value) => (value === undefined ? [] : [value])), rather: [] };
    }
  }
}

/**
 * Lists with as many contained items as a part requires, and one more or less; each also with an item of another kind.
 */
function* containing(
  one: Conjunction,
  part: Schema,
  contained: Schema,
  rest: Conjunction,
  sampler: Sampler,
): Generator<Special> {
  const [having] = sampler.values(and(rest, contained), { count: 1 });
  const [lacking] = sampler.values(rest, {
    count: 1,
    also: [contained],
    wanted: (value) => !sampler.validation.isValid(contained, value),
  });
  const distinct = sampler.factsOf(one).uniqueItems
    ? sampler.values(and(rest, contained), { count: 12 })
    : Array.from({ length: 12 }, () => having).flatMap((value) => (value === undefined ? [] : [value]));
  const least = numberOf(part, "minContains") ?? 1;
  const most = numberOf(part, "maxContains") ?? least + 1;
  for (const times of new Set([least, least + 1, most, most + 1, Math.max(0, least - 1)])) {
    const items = distinct.slice(0, Math.min(times, 60));
    if (items.length !== times) {
      continue;
    }
    const rather = lacking === undefined ? [] : [lacking];
    yield { special: items, rather };
    if (lacking !== undefined) {
      yield { special: [...items, lacking], rather };
    }
  }
}
