import { canonical, type Json } from "../model/json.js";
import { and, type Conjunction, prefixLength, underIndex } from "./conjunction.js";
import { leastContained } from "./facts.js";
import type { Sampler, Wish } from "./sampler.js";
import { inner, innerList, numberOf, type Schema } from "./schema.js";

/** Longer lists are not made. */
const longest = 400;

/** Items to begin a list with, behind those with a schema of their own, and one to go on with rather than others. */
interface Start {
  readonly items: readonly Json[];
  readonly rather?: Json | undefined;
}

/** Lists of a producer, of the lengths and with the items that anything said about it makes worth trying. */
export function* arrays(one: Conjunction, wish: Wish, saying: readonly Schema[], sampler: Sampler): Generator<Json[]> {
  const { uniqueItems } = sampler.factsOf(one);
  const prefix = prefixLength(one.parts);
  const own = Array.from({ length: prefix }, (_, index) => sampler.samples(underIndex(one, index)));
  const rest = underIndex(one, prefix);
  const sizes = sizesOf(one, wish, saying, sampler);
  const fill = (size: number, pool: readonly Json[], { items, rather }: Start = { items: [] }): Json[][] => {
    const list: Json[] = [];
    const all = [...(rather === undefined ? [] : [rather]), ...items, ...pool];
    const taken = new Set<string>();
    for (let index = 0; index < size; index += 1) {
      const from = own[index]?.length ? own[index] : all;
      const fresh = uniqueItems ? from?.find((value) => !taken.has(canonical(value))) : from?.[0];
      const next = items[index - prefix] ?? fresh ?? from?.[index];
      if (next === undefined) {
        return [];
      }
      taken.add(canonical(next));
      list.push(next);
    }
    return withGiven(list, wish);
  };
  const [least] = sizes;
  if (!uniqueItems && least !== undefined) {
    yield* fill(least, sampler.samples(rest));
  }
  const pool = poolOf(one, rest, saying, sampler, Math.max(...sizes));
  for (const size of sizes) {
    yield* fill(size, pool);
  }
  for (const start of starts(one, saying, rest, sampler)) {
    for (const size of [...sizes.filter((size) => size >= start.items.length), start.items.length + prefix]) {
      yield* fill(size, pool, start);
    }
  }
}

/** A list with the item that is wished for, if it is long enough. */
function withGiven(list: Json[], { given }: Wish): Json[][] {
  if (!given || !("index" in given.step)) {
    return [list];
  }
  return given.step.index < list.length ? [list.with(given.step.index, given.value)] : [];
}

/** Items to fill a list with: plain ones, and more of them if they must differ, or may have to. */
function poolOf(
  one: Conjunction,
  rest: Conjunction,
  saying: readonly Schema[],
  sampler: Sampler,
  most: number,
): readonly Json[] {
  const plain = sampler.samples(rest);
  const differ = sampler.factsOf(one).uniqueItems || saying.some((part) => numberOf(part, "minItems") !== undefined);
  return differ && most > plain.length ? [...plain, ...sampler.values(rest, { count: Math.min(most, 60) })] : plain;
}

function sizesOf(one: Conjunction, wish: Wish, saying: readonly Schema[], sampler: Sampler): number[] {
  const { minItems, maxItems } = sampler.factsOf(one);
  const named = saying.flatMap((part) =>
    ["minItems", "maxItems", "minContains", "maxContains"].flatMap((keyword) => numberOf(part, keyword) ?? []),
  );
  const given = wish.given && "index" in wish.given.step ? wish.given.step.index + 1 : 0;
  const least = Math.max(given, minItems);
  const all = [least, minItems + 1, 0, 1, 2, prefixLength(one.parts), ...named.flatMap((at) => [at, at + 1, at - 1])];
  return [...new Set([...all, maxItems])].filter((size) => size >= least && size <= Math.min(maxItems, longest));
}

/** Contained items and others, several times, and the same one twice. */
function* starts(one: Conjunction, saying: readonly Schema[], rest: Conjunction, sampler: Sampler): Generator<Start> {
  for (const part of saying) {
    yield* containing(one, part, rest, sampler);
  }
  const variety = sampler.values(rest, { count: 6, also: saying.flatMap((part) => inner(part, "items") ?? []) });
  yield* variety.map((value) => ({ items: [value] }));
  yield* variety.map((value) => ({ items: [value, value] }));
  yield { items: variety.slice(0, 2) };
  for (const part of saying) {
    const prefix = innerList(part, "prefixItems").map((_, index) => sampler.samples(underIndex(one, index)));
    yield { items: prefix.every(({ length }) => length > 0) ? prefix.flatMap((values) => values.slice(0, 1)) : [] };
  }
}

/**
 * Lists with as many contained items as a part requires, and one more or less; each also with an item of another kind.
 */
function* containing(one: Conjunction, part: Schema, rest: Conjunction, sampler: Sampler): Generator<Start> {
  const kind = inner(part, "contains");
  if (!kind) {
    return;
  }
  const isOther = (value: Json) => !sampler.validation.isValid(kind, value);
  const [rather] = sampler.values(rest, { count: 1, also: [kind], wanted: isOther });
  const { uniqueItems } = sampler.factsOf(one);
  const different = sampler.values(and(rest, kind), { count: uniqueItems ? 12 : 1 });
  const held = uniqueItems ? different : Array.from({ length: 12 }, () => different).flat();
  const least = leastContained(part);
  const most = numberOf(part, "maxContains") ?? least + 1;
  for (const times of new Set([least, least + 1, most, most + 1, Math.max(0, least - 1)])) {
    if (times <= held.length) {
      const items = held.slice(0, times);
      yield { items, rather };
      yield { items: [...items, ...(rather === undefined ? [] : [rather])], rather };
    }
  }
}
