import { type Bound, type Facts, numberOf } from "./facts.js";
import { languageOfFormat, withinFormat } from "./formats.js";
import type { Goal } from "./goals.js";
import { isWithin, joined, type Language, languageOf, ofLength } from "./language.js";
import { keywordsOf } from "./schema.js";
import type { Validation } from "./validate.js";

/** All that a producer's texts are known to keep to. */
export function textsOf({ patterns, minLength, maxLength, formats }: Facts): Language {
  return joined(patterns, { all: ofLength(minLength, maxLength), none: [] }, ...formats.map(languageOfFormat));
}

export function textGoal(facts: Facts, { part, keyword }: Goal, validation: Validation): "holds" | "open" | undefined {
  const value = keywordsOf(part)[keyword];
  const certain = joined(facts.patterns, { all: ofLength(facts.minLength, facts.maxLength), none: [] });
  const within = (language: Language) => (isWithin(certain, language) === true ? "holds" : "open");
  if (keyword === "minLength" && typeof value === "number") {
    if (facts.minLength >= value) return "holds";
    return within({ all: ofLength(value, Number.POSITIVE_INFINITY), none: [] });
  }
  if (keyword === "maxLength" && typeof value === "number") {
    if (facts.maxLength <= value) return "holds";
    const lengths = ofLength(0, value);
    return lengths.length === 0 || certain.all.length === 0 ? "open" : within({ all: lengths, none: [] });
  }
  if (keyword === "pattern" && typeof value === "string") return isTrivial(value) ? "holds" : within(languageOf(value));
  if (keyword !== "format" || typeof value !== "string" || value === "int32" || value === "int64") return undefined;
  if (harmless.has(value) || facts.formats.some((format) => withinFormat(format, value))) return "holds";
  if (!validation.knowsFormat(value)) return "open";
  const language = languageOfFormat(value);
  return language.all.length > 0 ? within(language) : "open";
}

/** Formats that ask nothing. */
const harmless = new Set(["password", "binary", "float", "double"]);

/** Patterns that people write for "anything", whatever a dot makes of a line break. */
function isTrivial(pattern: string): boolean {
  return ["", "^", "$", "^$|", ".*", "^.*$", "^.*", ".*$", "[\\s\\S]*", "^[\\s\\S]*$", "^(.*)$", "(.*)"].includes(
    pattern,
  );
}

export function numberGoal(facts: Facts, { part, keyword }: Goal): "holds" | "open" | undefined {
  const value = numberOf(part, keyword);
  if (keyword === "format")
    return keywordsOf(part).format === "int64" && !facts.types.has("fraction") ? "holds" : "open";
  if (value === undefined) return undefined;
  const whole = !facts.types.has("fraction");
  const [least, greatest] = [edge(facts.minimum, whole, 1), edge(facts.maximum, whole, -1)];
  switch (keyword) {
    case "minimum":
      return least.value >= value ? "holds" : "open";
    case "exclusiveMinimum":
      return least.value > value || (least.value === value && least.exclusive) ? "holds" : "open";
    case "maximum":
      return greatest.value <= value ? "holds" : "open";
    case "exclusiveMaximum":
      return greatest.value < value || (greatest.value === value && greatest.exclusive) ? "holds" : "open";
    case "multipleOf": {
      const steps = [...facts.multiples, ...(whole ? [1] : [])];
      return steps.some((step) => Number.isInteger(step / value)) ? "holds" : "open";
    }
    default:
      return undefined;
  }
}

/** A bound on whole numbers is the first of them that is allowed. */
function edge({ value, exclusive }: Bound, whole: boolean, step: number): Bound {
  if (!whole || !Number.isFinite(value)) return { value, exclusive };
  const rounded = step > 0 ? Math.ceil(value) : Math.floor(value);
  return { value: exclusive && rounded === value ? value + step : rounded, exclusive: false };
}
