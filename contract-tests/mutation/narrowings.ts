import type { Json, JsonObject } from "../model/json.js";
import { rangeOf } from "../schema/edges.js";
import { asked } from "../schema/engine.js";
import { bounds } from "../schema/goals.js";
import type { View } from "../schema/view.js";
import { narrowerFormats } from "./narrower-formats.js";
import { narrowerPatterns } from "./narrower-patterns.js";

/** A schema that a provider might hold its values to besides the contract's. */
export interface Narrowing {
  readonly name: string;
  readonly schema: JsonObject | boolean;
  /** Values that it refuses, if they are hard to come by. */
  readonly refused?: readonly Json[];
}

/** Where the contract sets no bound: ones that a provider could, loose enough that only unusual values meet them. */
const usual: Readonly<Record<string, number>> = {
  minLength: 1,
  maxLength: 100,
  minimum: 0,
  maximum: 1000,
  minItems: 1,
  maxItems: 2,
  minProperties: 1,
  maxProperties: 1,
};

/** Forms that somebody who thinks of English words and identifiers would give a text. */
const usualForms: Readonly<Record<string, string>> = {
  ascii: "^[\\x20-\\x7e]*$",
  "not-blank": "\\S",
  "no-spaces": "^\\S*$",
};

/**
 * Demands that a provider might make on the values of a schema though the contract does not: the values that one of
 * these refuses are the ones that have a trait. `shown` is a value that any consumer would send.
 */
export function narrowings(schema: View, shown: Json | undefined): Narrowing[] {
  const { types, facts } = schema;
  const values = facts.listed ?? (types.join() === "boolean" ? [true, false] : undefined);
  if (values) {
    const nameOf = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value));
    return values.map((value) => ({ name: `value-${nameOf(value)}`, schema: { not: { const: value } } }));
  }
  return [
    ...(types.length > 1 ? types.map((type) => ({ name: `type-${type}`, schema: { not: { type } } })) : []),
    ...bounds.flatMap(({ keyword, type }) =>
      types.includes(type) || (type === "number" && types.includes("integer")) ? closer(schema, keyword) : [],
    ),
    ...(types.includes("string") ? ofTexts(schema, shown) : []),
    ...(types.includes("number") || types.includes("integer") ? ofNumbers(schema) : []),
    ...(types.includes("array") ? ofLists(schema) : []),
    ...(types.includes("object") && schema.additional !== false ? ofOpenObjects(schema) : []),
  ];
}

/** A bound drawn closer so that just the values at its edge are refused, or drawn for the first time. */
function closer({ node, facts }: View, keyword: string): Narrowing[] {
  const { least, most } = rangeOf(facts);
  const side = keyword.toLowerCase().includes("min") ? "Minimum" : "Maximum";
  const edge = side === "Minimum" ? least : most;
  const at = asked(node, keyword);
  if (/imum$/.test(keyword) && at !== undefined) {
    return edge === undefined ? [] : [{ name: keyword, schema: { [`exclusive${side}`]: edge } }];
  }
  const to = typeof at !== "number" ? usual[keyword] : at + (side === "Minimum" ? 1 : -1);
  const hasOther = asked(node, `exclusive${side}`) !== undefined && /imum$/.test(keyword);
  return to === undefined || to < 0 || hasOther ? [] : [{ name: keyword, schema: { [keyword]: to } }];
}

function ofTexts({ node }: View, shown: Json | undefined): Narrowing[] {
  const [pattern, format] = ["pattern", "format"].map((keyword) => asked(node, keyword));
  const forms = pattern === undefined && format === undefined ? usualForms : {};
  return [
    ...Object.entries(forms).map(([name, form]) => ({ name, schema: { pattern: form } })),
    ...(typeof pattern === "string"
      ? narrowerPatterns(pattern).map((one) => ({ name: `pattern/${one.name}`, schema: { pattern: one.pattern } }))
      : []),
    ...((typeof format === "string" && narrowerFormats[format]) || []).map((one) => ({
      name: `format/${one.name}`,
      schema: { pattern: one.pattern },
      refused: one.refused,
    })),
    ...(typeof shown === "string" ? [{ name: "fixed", schema: { const: shown } }] : []),
  ];
}

function ofNumbers({ node, types }: View): Narrowing[] {
  return [
    { name: "zero", schema: { not: { const: 0 } } },
    ...(types.includes("number") ? [{ name: "fraction", schema: { multipleOf: 1 } }] : []),
    { name: "multipleOf", schema: { multipleOf: 2 * Number(asked(node, "multipleOf") ?? 1) } },
  ];
}

function ofLists({ facts }: View): Narrowing[] {
  const unique: Narrowing = { name: "uniqueItems", schema: { uniqueItems: true } };
  return [{ name: "several", schema: { maxItems: 1 } }, ...(facts.uniqueItems ? [] : [unique])];
}

function ofOpenObjects({ properties, patterns }: View): Narrowing[] {
  const all = (names: readonly (readonly [string, unknown])[]) =>
    Object.fromEntries(names.map(([name]) => [name, true]));
  return [
    {
      name: "closed",
      schema: { properties: all(properties), patternProperties: all(patterns), additionalProperties: false },
    },
    { name: "words", schema: { propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" } } },
  ];
}
