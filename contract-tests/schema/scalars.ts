import { isMultipleOf, leastCommonMultiple, multipleNear } from "../model/decimal.js";
import { type Bound, type Facts, int32 } from "./facts.js";
import { languageOfFormat, withinFormat } from "./format-languages.js";
import { type Goal, holdsIf } from "./goals.js";
import { aroundLength, isWithin, joined, type Language, languageOf, ofLength } from "./language.js";
import { keywordsOf, numberOf } from "./schema.js";
import type { Validation } from "./validate.js";

/** All that a producer's texts are known to keep to. */
export function textsOf({ patterns, minLength, maxLength, formats }: Facts): Language {
  return joined(patterns, aroundLength(minLength, maxLength), ...formats.map(languageOfFormat));
}

export function textGoal(facts: Facts, { part, keyword }: Goal, validation: Validation): "holds" | "open" | undefined {
  const value = keywordsOf(part)[keyword];
  if (keyword === "minLength" && typeof value === "number") {
    return minLengthGoal(facts, value);
  }
  if (keyword === "maxLength" && typeof value === "number") {
    return maxLengthGoal(facts, value);
  }
  if (keyword === "pattern" && typeof value === "string") {
    return holdsIf(isTrivial(value) || isTextWithin(facts, languageOf(value)));
  }
  if (keyword === "format" && typeof value === "string" && !ofNumbers.has(value)) {
    return formatGoal(facts, value, validation);
  }
  return undefined;
}

/** The certain facts about a producer's texts, by its patterns and lengths. */
function certainOf({ patterns, minLength, maxLength }: Facts): Language {
  return joined(patterns, aroundLength(minLength, maxLength));
}

function isTextWithin(facts: Facts, language: Language | undefined): boolean {
  return isWithin(certainOf(facts), language) === true;
}

function minLengthGoal(facts: Facts, least: number): "holds" | "open" {
  if (facts.minLength >= least) {
    return "holds";
  }
  return holdsIf(isTextWithin(facts, ofLength(least, Number.POSITIVE_INFINITY)));
}

function maxLengthGoal(facts: Facts, most: number): "holds" | "open" {
  if (facts.maxLength <= most) {
    return "holds";
  }
  return holdsIf(isTextWithin(facts, ofLength(0, most)));
}

function formatGoal(facts: Facts, format: string, validation: Validation): "holds" | "open" {
  if (harmless.has(format) || facts.formats.some((one) => withinFormat(one, format))) {
    return "holds";
  }
  if (!validation.knowsFormat(format)) {
    return "open";
  }
  const language = languageOfFormat(format);
  return holdsIf(language.all.length > 0 && isTextWithin(facts, language));
}

/** Formats of numbers, which do not apply to texts. */
const ofNumbers = new Set(["int32", "int64"]);

/** Formats without an effect. */
const harmless = new Set(["password", "binary", "float", "double"]);

/** Patterns that people write for "anything", whatever a dot makes of a line break. */
function isTrivial(pattern: string): boolean {
  return ["", "^", "$", "^$|", ".*", "^.*$", "^.*", ".*$", "[\\s\\S]*", "^[\\s\\S]*$", "^(.*)$", "(.*)"].includes(
    pattern,
  );
}

export function numberGoal(facts: Facts, { part, keyword }: Goal): "holds" | "open" | undefined {
  const value = numberOf(part, keyword);
  if (keyword === "format") {
    const { format } = keywordsOf(part);
    const isWithin = facts.minimum.value >= int32.least && facts.maximum.value <= int32.most;
    return holdsIf(!facts.types.has("fraction") && (format === "int64" || (format === "int32" && isWithin)));
  }
  if (value === undefined) {
    return undefined;
  }
  const whole = !facts.types.has("fraction");
  const units = [...facts.multiples, ...(whole ? [1] : [])].filter((unit) => unit > 0);
  const least = units.reduce((bound, unit) => edge(bound, unit, "atLeast"), facts.minimum);
  const greatest = units.reduce((bound, unit) => edge(bound, unit, "atMost"), facts.maximum);
  switch (keyword) {
    case "minimum":
      return holdsIf(least.value >= value);
    case "exclusiveMinimum":
      return holdsIf(least.value > value || (least.value === value && least.exclusive));
    case "maximum":
      return holdsIf(greatest.value <= value);
    case "exclusiveMaximum":
      return holdsIf(greatest.value < value || (greatest.value === value && greatest.exclusive));
    case "multipleOf":
      return holdsIf(value > 0 && [...units, ...together(units)].some((unit) => isMultipleOf(unit, value)));
    default:
      return undefined;
  }
}

/** The common multiple of several units, if it is certain not to have been rounded. */
function together(units: readonly number[]): number[] {
  const [first, ...rest] = units.filter(Number.isSafeInteger);
  const common = first === undefined ? Number.NaN : rest.reduce(leastCommonMultiple, first);
  return Number.isSafeInteger(common) ? [common] : [];
}

/** A bound on multiples of a unit is the first of them that is allowed. */
function edge({ value, exclusive }: Bound, unit: number, side: "atLeast" | "atMost"): Bound {
  if (!Number.isFinite(value)) {
    return { value, exclusive };
  }
  const near = multipleNear(value, unit, side);
  const next = near + (side === "atLeast" ? unit : -unit);
  if (!exclusive || near !== value) {
    return { value: near, exclusive: false };
  }
  return [near, unit, next].every(Number.isSafeInteger) ? { value: next, exclusive: false } : { value, exclusive };
}
