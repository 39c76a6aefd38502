import type { Contract } from "../model/contract.js";
import type { Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { Parameter } from "../model/operation.js";
import { isCarried } from "../provider/wire-parameters.js";
import { textAtEdge } from "../schema/edges.js";
import { formats } from "../schema/formats.js";
import { refused, withoutField, wrongValue } from "../schema/invalid-samples.js";
import { isTooLarge } from "../schema/limits.js";
import { differentValues, smallestObject, validSamples } from "../schema/valid-samples.js";
import { listed, numeric, type View } from "../schema/view.js";
import type { Site, Step } from "../schema/walk.js";

/**
 * What a request can show of a schema at all: not every bound is one of a value, and not every value can be
 * written into every part of a request. What no request can show need not be covered.
 */
export interface Reach {
  /** Whether a value can stand there that the schema takes. */
  readonly takes: (value: Json) => boolean;
  /** Whether a field can be sent with any value. */
  readonly canHold: (field: string, schema: Node) => boolean;
  /** Whether a value can stand exactly at a bound. */
  readonly atBound: (keyword: string) => boolean;
  /** Whether a value can break a keyword, and arrive as one that does. */
  readonly breaks: (keyword: string) => boolean;
  /** Whether a field can be left out, with something left that shows that it was. */
  readonly canLeaveOut: (field: string) => boolean;
  /** Whether an unlisted field would be seen. */
  readonly seesUnlisted: boolean;
}

/** The reach of a schema in a body, or where a parameter is given, in its value. */
export function reachOf(
  { validator }: Contract,
  { node, view: schema, steps, top }: Site,
  parameter?: Parameter,
): Reach {
  const carries = (value: Json) => parameter === undefined || isCarried(parameter, around(steps, value));
  const takes = (value: Json) => [node, top].every((one) => validator.isValid(one, [], value)) && carries(value);
  return {
    takes,
    canHold: (field, inner) =>
      inner.value !== false &&
      (parameter === undefined || validSamples(inner).some(({ value }) => carries({ [field]: value }))),
    atBound: (keyword) => !isTooLarge(keyword, schema.keywords) && isAtBound(schema, keyword, takes),
    breaks: (keyword) => !isTooLarge(keyword, schema.keywords) && isBreakable(schema, keyword, carries),
    canLeaveOut: (field) => {
      const base = parameter && smallestObject(node);
      return parameter === undefined || (base !== undefined && withoutField(schema, base, field).some(carries));
    },
    seesUnlisted: carries({ unlisted_field: "text" }),
  };
}

/** A value as it stands within the one that is sent. */
function around(steps: readonly Step[], value: Json): Json {
  return steps.reduceRight<Json>((inner, step) => {
    if (typeof step === "object" && "field" in step) {
      return { [step.field]: inner };
    }
    return step === "entry" ? { any_key: inner } : [inner];
  }, value);
}

type Takes = (value: Json) => boolean;

function isAtBound(schema: View, keyword: string, takes: Takes): boolean {
  const { keywords, facts } = schema;
  const bound = numeric(keywords, keyword) ?? 0;
  switch (keyword) {
    case "minLength":
    case "maxLength": {
      const text = textAtEdge(facts, bound);
      return text !== undefined && takes(text);
    }
    case "minimum":
    case "maximum":
      return takes(bound);
    case "minItems":
      return bound > 0 || takes([]);
    default:
      return keywords.uniqueItems !== true || !schema.items || differentValues(schema.items, bound).length >= bound;
  }
}

function isBreakable(schema: View, keyword: string, carries: Takes): boolean {
  const { keywords } = schema;
  const value = keywords[keyword];
  // An enum is broken by a value that it does not list.
  if (listed(keywords) !== undefined) {
    return false;
  }
  switch (keyword) {
    case "pattern":
      return typeof value === "string" && refused(value).some(carries);
    case "format":
      return typeof value === "string" && (formats[value]?.invalid.some(carries) ?? false);
    case "minLength":
      return typeof value === "number" && value > 0 && carries("a".repeat(value - 1));
    case "minItems":
      return typeof value === "number" && value > 0 && carries(Array.from({ length: value - 1 }, () => "text"));
    default: {
      const wrong = wrongValue(schema).filter(({ at }) => at.at(-1) === keyword);
      return wrong.length === 0 || wrong.some((sample) => carries(sample.value));
    }
  }
}
