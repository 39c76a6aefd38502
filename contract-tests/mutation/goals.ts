import type { Json, JsonObject } from "../model/json.js";
import type { Node } from "../model/node.js";
import { without } from "../schema/conjunction.js";
import { rangeOf } from "../schema/edges.js";
import { asked, engineOf, goalsAt, heldBy, type PlacedGoal, takes } from "../schema/engine.js";
import { type Bound, bounds, type Goal, isWhole } from "../schema/goals.js";
import { refuses } from "../schema/refuses.js";
import { validation } from "../schema/validate.js";
import type { View } from "../schema/view.js";
import { narrowerFormats } from "./narrower-formats.js";
import { narrowerPatterns } from "./narrower-patterns.js";

/** How many values of a place are tried: the first may not fit into any body. */
export const tries = 4;

/** The goals of a schema that a value breaks as a whole. */
export function ownGoals(node: Node): readonly PlacedGoal[] {
  return goalsAt(node).filter(({ goal }) => isWhole(goal));
}

/** Values that a schema would take without a goal, and that break it; of a variant, the others take none either. */
export function* against(node: Node, others: readonly Node[], goal: Goal): Generator<Json> {
  const { sampler } = engineOf(node);
  const breaks = (value: Json) => refuses(goal, value) ?? !validation.isValid(goal.part, value);
  const wanted = (value: Json) => breaks(value) && !others.some((other) => takes(other, value));
  const wish = { count: tries, also: [goal.part], wanted };
  // The union around a variant still has the goal: the variant by itself does without it.
  for (const held of [heldBy(node), heldBy({ ...node, also: [] })]) {
    if (goal.keyword === "required") {
      yield* sampler.values(without(held, goal), { ...wish, without: goal.name });
    }
    yield* sampler.values(without(held, goal), wish);
  }
  // Values that break others as well, if none breaks just this one.
  yield* [42, "text", true, null, [], {}, 1.5].filter(wanted);
}

/** Whether an error is one of a union, or of a variant of it, that a value is refused by since its own variant refuses it. */
export function isOfOtherVariant(error: readonly string[], at: readonly string[]): boolean {
  return at.some((token, index) => {
    const isUnion = token === "anyOf" || token === "oneOf";
    return (
      isUnion &&
      error.slice(0, index + 1).join("/") === at.slice(0, index + 1).join("/") &&
      error[index + 1] !== at[index + 1]
    );
  });
}

/** A word for a keyword and the name or index under it. */
const wordFor = new Map<string, (under: string) => string>([
  ["properties", (name) => name],
  ["patternProperties", () => "entry"],
  ["allOf", (index) => `part${Number(index) + 1}`],
  ["anyOf", (index) => `variant${Number(index) + 1}`],
  ["oneOf", (index) => `variant${Number(index) + 1}`],
  ["prefixItems", (index) => `item${Number(index) + 1}`],
]);

/** The way to a schema within another in words: `user`, `variant2`, `tags`, `items`. */
export function wordsFor(at: readonly string[]): string[] {
  const words: string[] = [];
  const tokens = [...at];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const word = wordFor.get(token)?.(tokens.shift() ?? "") ?? token;
    words.push(word === "additionalProperties" ? "entry" : word);
  }
  return words;
}

/** A schema that a provider might hold its values to besides the contract's, with examples that are hard to come by. */
type Narrowing = readonly [name: string, schema: JsonObject];

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
  const { types, facts, additional } = schema;
  const values = facts.listed ?? (types.join() === "boolean" ? [true, false] : undefined);
  if (values) {
    const nameOf = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value));
    return values.map((value): Narrowing => [`value-${nameOf(value)}`, { not: { const: value } }]);
  }
  const isNumeric = types.includes("number") || types.includes("integer");
  return [
    ...(types.length > 1 ? types : []).map((type): Narrowing => [`type-${type}`, { not: { type } }]),
    ...bounds.flatMap((one) =>
      (one.type === "number" ? isNumeric : types.includes(one.type)) ? closer(schema, one) : [],
    ),
    ...(types.includes("string") ? ofTexts(schema, shown) : []),
    ...(isNumeric ? ofNumbers(schema) : []),
    ...(types.includes("array") ? ofLists(schema) : []),
    ...(types.includes("object") && additional !== false ? ofOpenObjects(schema) : []),
  ];
}

/** A bound drawn closer so that just the values at its edge are refused, or drawn for the first time. */
function closer({ node, facts }: View, { keyword, type, bound }: Bound): Narrowing[] {
  const [step, edge, exclusive] =
    bound === "least" ? ([1, "least", "exclusiveMinimum"] as const) : ([-1, "most", "exclusiveMaximum"] as const);
  const at = asked(node, keyword);
  if (type === "number" && at !== undefined) {
    const last = rangeOf(facts)[edge];
    return last === undefined ? [] : [[keyword, { [exclusive]: last }]];
  }
  const first = type === "number" && asked(node, exclusive) !== undefined ? undefined : usual[keyword];
  const to = typeof at === "number" ? at + step : first;
  return to === undefined || to < 0 ? [] : [[keyword, { [keyword]: to }]];
}

function ofTexts({ node }: View, shown: Json | undefined): Narrowing[] {
  const [pattern, format] = ["pattern", "format"].map((keyword) => asked(node, keyword));
  const forms = pattern === undefined && format === undefined ? usualForms : {};
  const patterns = typeof pattern === "string" ? narrowerPatterns(pattern) : [];
  const formats = (typeof format === "string" && narrowerFormats[format]) || [];
  return [
    ...Object.entries(forms).map(([name, form]): Narrowing => [name, { pattern: form }]),
    ...patterns.map(([name, narrower]): Narrowing => [`pattern/${name}`, { pattern: narrower }]),
    ...formats.map(
      ([name, narrower, refused]): Narrowing => [`format/${name}`, { pattern: narrower, examples: [refused] }],
    ),
    ...(typeof shown === "string" ? [["fixed", { const: shown }] as const] : []),
  ];
}

function ofNumbers({ node, types }: View): Narrowing[] {
  return [
    ["zero", { not: { const: 0 } }],
    ...(types.includes("number") ? [["fraction", { multipleOf: 1 }] as const] : []),
    ["multipleOf", { multipleOf: 2 * Number(asked(node, "multipleOf") ?? 1) }],
  ];
}

function ofLists({ facts }: View): Narrowing[] {
  return [
    ["several", { maxItems: 1 }],
    ...(facts.uniqueItems ? [] : [["uniqueItems", { uniqueItems: true }] as const]),
  ];
}

function ofOpenObjects({ properties, patterns }: View): Narrowing[] {
  const all = (names: View["properties"]) => Object.fromEntries(names.map(([name]) => [name, true]));
  const closed = { properties: all(properties), patternProperties: all(patterns), additionalProperties: false };
  return [
    ["closed", closed],
    ["words", { propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" } }],
  ];
}
