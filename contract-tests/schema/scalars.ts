import { isMultipleOf, leastCommonMultiple, multipleNear } from "../model/decimal.js";
import { type Bound, type Facts, int32 } from "./facts.js";
import { languageOfFormat, withinFormat } from "./format-languages.js";
import type { Goal } from "./goals.js";
import { aroundLength, isWithin, joined, type Language, languageOf, ofLength } from "./language.js";
import { provenIf, type Rules } from "./proof.js";
import { keywordsOf, numberOf } from "./schema.js";

/** All that a producer's texts are known to keep to. */
export function textsOf({ patterns, minLength, maxLength, formats }: Facts): Language {
  return joined(patterns, aroundLength(minLength, maxLength), ...formats.map(languageOfFormat));
}

/** How goals about texts are proven. */
export const ofTexts: Rules = {
  minLength: (_, { part, keyword }, facts) => {
    const least = numberOf(part, keyword) ?? 0;
    return provenIf(facts.minLength >= least || isTextWithin(facts, ofLength(least, Number.POSITIVE_INFINITY)));
  },
  maxLength: (_, { part, keyword }, facts) => {
    const most = numberOf(part, keyword) ?? Number.POSITIVE_INFINITY;
    return provenIf(facts.maxLength <= most || isTextWithin(facts, ofLength(0, most)));
  },
  pattern: (_, { part }, facts) => {
    const pattern = String(keywordsOf(part).pattern);
    return provenIf(isTrivial(pattern) || isTextWithin(facts, languageOf(pattern)));
  },
  format: (_, { part }, facts, { validation }) => {
    const format = String(keywordsOf(part).format);
    if (numeric.has(format)) {
      const isWithin = facts.minimum.value >= int32.least && facts.maximum.value <= int32.most;
      return provenIf(!facts.types.has("fraction") && (format === "int64" || isWithin));
    }
    const language = languageOfFormat(format);
    const isNarrower = language.all.length > 0 && validation.knowsFormat(format) && isTextWithin(facts, language);
    return provenIf(harmless.has(format) || facts.formats.some((one) => withinFormat(one, format)) || isNarrower);
  },
};

/** The certain facts about a producer's texts, by its patterns and lengths. */
function certainOf({ patterns, minLength, maxLength }: Facts): Language {
  return joined(patterns, aroundLength(minLength, maxLength));
}

function isTextWithin(facts: Facts, language: Language | undefined): boolean {
  return isWithin(certainOf(facts), language) === true;
}

/** Formats of numbers, which do not apply to texts. */
const numeric = new Set(["int32", "int64"]);

/** Formats without an effect. */
const harmless = new Set(["password", "binary", "float", "double"]);

/** Patterns that people write for "anything", whatever a dot makes of a line break. */
function isTrivial(pattern: string): boolean {
  return ["", "^", "$", "^$|", ".*", "^.*$", "^.*", ".*$", "[\\s\\S]*", "^[\\s\\S]*$", "^(.*)$", "(.*)"].includes(
    pattern,
  );
}

/** How goals about numbers are proven. */
export const ofNumbers: Rules = {
  minimum: (_, goal, facts) => provenIf(boundsOf(facts).least.value >= given(goal)),
  exclusiveMinimum: (_, goal, facts) => {
    const { value, exclusive } = boundsOf(facts).least;
    return provenIf(value > given(goal) || (value === given(goal) && exclusive));
  },
  maximum: (_, goal, facts) => provenIf(boundsOf(facts).most.value <= given(goal)),
  exclusiveMaximum: (_, goal, facts) => {
    const { value, exclusive } = boundsOf(facts).most;
    return provenIf(value < given(goal) || (value === given(goal) && exclusive));
  },
  multipleOf: (_, goal, facts) => {
    const { units } = boundsOf(facts);
    return provenIf(given(goal) > 0 && [...units, ...together(units)].some((unit) => isMultipleOf(unit, given(goal))));
  },
};

function given({ part, keyword }: Goal): number {
  return numberOf(part, keyword) ?? Number.NaN;
}

/** The units that all numbers are multiples of, and the narrowest bounds on these. */
function boundsOf({ multiples, types, minimum, maximum }: Facts) {
  const units = [...multiples, ...(types.has("fraction") ? [] : [1])].filter((unit) => unit > 0);
  const least = units.reduce((bound, unit) => edge(bound, unit, "atLeast"), minimum);
  const most = units.reduce((bound, unit) => edge(bound, unit, "atMost"), maximum);
  return { units, least, most };
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
