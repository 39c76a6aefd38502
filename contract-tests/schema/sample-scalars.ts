import { leastCommonMultiple, multipleNear } from "../model/decimal.js";
import { limits } from "../model/limits.js";
import type { Facts } from "./facts.js";
import { languageOfFormat } from "./format-languages.js";
import { formats as formatSamples } from "./formats.js";
import { keywordsFor } from "./goals.js";
import { isEmpty, joined, type Language, languageOf } from "./language.js";
import { textsOf } from "./scalars.js";
import { keywordsOf, numberOf, type Schema } from "./schema.js";
import { edgeTexts, textOfLength, words } from "./texts.js";

/** Longer texts are not made. */
const longest = limits.text + 1;

/** Texts of a producer, as many as requested, and on the edges of all its keywords. */
export function* texts(facts: Facts, saying: readonly Schema[], count: number): Generator<string> {
  const own = textsOf(facts);
  const plain = own.all.length + own.none.length === 0;
  if (plain) {
    yield* ["a", "", "ab"];
  } else {
    yield* words(own, Math.max(3, count));
  }
  yield* ofFormats(facts.formats);
  const unbounded = joined(facts.patterns, ...facts.formats.map(languageOfFormat));
  for (const length of lengths(facts, saying)) {
    yield* [textOfLength(unbounded, length) ?? [], "a".repeat(length)].flat();
    yield `https://a.com/${"a".repeat(Math.max(0, length - 14))}`;
  }
  for (const pattern of textual(saying, "pattern")) {
    yield* around(pattern, own);
  }
  for (const format of textual(saying, "format")) {
    yield* words(joined(own, languageOfFormat(format)), 2);
    yield* ofFormats([format]);
  }
  yield* ["0", "1", "A", "Ab", "a b", "~", "x1", "-", "é", "\n", "not a format", "2026-01-31", "true"];
  if (facts.minLength > 0 && facts.minLength <= longest) {
    yield "a".repeat(facts.minLength);
  }
}

function ofFormats(formats: readonly string[]): string[] {
  return formats.flatMap((format) => {
    const known = formatSamples[format];
    return known ? [...known.valid, ...known.invalid] : [];
  });
}

function* around(pattern: string, own: Language): Generator<string> {
  const { all, none } = languageOf(pattern);
  yield* words(joined(own, { all, none }), 3);
  for (const one of all) {
    yield* words(joined(own, { all: [], none: [one] }), 3);
  }
  for (const one of none) {
    yield* words(joined(own, { all: [one], none: [] }), 2);
  }
  if (isEmpty({ all, none }) === undefined) {
    yield* edgeTexts({ all, none }, 20);
  }
}

function lengths(facts: Facts, saying: readonly Schema[]): number[] {
  const named = saying.flatMap((part) =>
    ["minLength", "maxLength"].flatMap((keyword) => numberOf(part, keyword) ?? []),
  );
  const own = [facts.minLength, facts.maxLength];
  return [...new Set([...named, ...own].flatMap((one) => [one, one + 1, one - 1]))].filter(
    (one) => one >= 0 && one <= longest && one >= facts.minLength && one <= facts.maxLength,
  );
}

function textual(saying: readonly Schema[], keyword: string): string[] {
  return [
    ...new Set(
      saying.flatMap((part) => {
        const value = keywordsOf(part)[keyword];
        return typeof value === "string" ? [value] : [];
      }),
    ),
  ].slice(0, 12);
}

const numeric = keywordsFor("number");

const unusual = [100, 101, -1, 0.5, 1.5, 0.25, 1e6, 2 ** 31, -(2 ** 31) - 1, 2 ** 40];

/** Numbers of a producer, and on the edges of all that is said about it. */
export function* numbers(facts: Facts, saying: readonly Schema[]): Generator<number> {
  const named = saying.flatMap((part) => numeric.flatMap((keyword) => numberOf(part, keyword) ?? []));
  const own = [facts.minimum.value, facts.maximum.value].filter(Number.isFinite);
  const step = facts.multiples
    .filter((one) => one > 0)
    .reduce((sum, one) => (sum > 0 ? leastCommonMultiple(sum, one) : one), 0);
  const starts = [...new Set([...own, ...named.slice(0, 40), 0, 1])];
  const steps = [...new Set([step, ...named.filter((one) => one > 0).slice(0, 6)])].filter((one) => one > 0);
  const middle = own.length === 2 ? [((own[0] ?? 0) + (own[1] ?? 0)) / 2] : [];
  yield* near(starts, step);
  yield* middle;
  for (const start of starts) {
    for (const one of steps) {
      const at = multipleNear(start, one, "atLeast");
      yield* [at, multipleNear(start, one, "atMost"), ...[-1, 1, 2].map((further) => clean(at + further * one))];
    }
    yield* [start + 0.5, start - 0.5, start + 0.001, start - 0.001].map(clean);
  }
  yield* [...Array.from({ length: 14 }, (_, index) => index + 2), ...unusual];
}

function near(starts: readonly number[], step: number): number[] {
  const away = step > 0 ? step : 1;
  return starts.flatMap((one) => [one, clean(one + away), clean(one - away), clean(one + 1), clean(one - 1)]);
}

/** Without the last digits that binary fractions leave behind. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
