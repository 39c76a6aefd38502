import { isObject, type Json, type JsonObject } from "../model/json.js";
import { type Node, partsOf } from "../model/node.js";
import { toPointer } from "../model/pointer.js";
import { matches } from "../model/regexp.js";
import { without } from "./conjunction.js";
import { rangeOf } from "./edges.js";
import { engineOf, schemaOf, takes } from "./engine.js";
import type { Facts } from "./facts.js";
import { formats } from "./formats.js";
import { type Goal, goalsOf } from "./goals.js";
import { isTooLarge, sizeBound } from "./limits.js";
import { refuses } from "./refuses.js";
import { rules } from "./rules.js";
import { inside, inVariant, shown } from "./sample.js";
import { textOfLength } from "./texts.js";
import { namesLike, plainest, shownIn, smallestObject, validSamples } from "./valid-samples.js";
import { listed, numeric, type View, view } from "./view.js";
import { type Reached, reachedFrom, siteKey } from "./walk.js";

/** A value that is invalid in one respect. */
interface InvalidSample {
  readonly value: Json;
  /** Which inner value is wrong, such as `loginOptions.stepup`; empty for the value itself. */
  readonly path: string;
  /** What is wrong with it, such as `text instead of boolean`. */
  readonly what: string;
  /** The keyword it breaks, as a schema path. */
  readonly at: readonly string[];
}

/**
 * Values that a schema should refuse, each invalid in one respect only: a required field left
 * out, a wrong type, a bound crossed by one step, a pattern or format broken, a value outside an enum, a field that
 * is not listed — at every one of the `reached` sites. Candidates, like the valid ones: the validator drops what turns out
 * to be valid. Of a variant, `besides` are the types that the others take.
 */
export function invalidSamples(
  node: Node,
  exemplars: readonly Json[] = [],
  reached: Reached = reachedFrom(node),
  besides: ReadonlySet<string> = new Set(),
): InvalidSample[] {
  if (typeof node.value === "boolean" || reached.get(siteKey(node)) !== true) {
    return [];
  }
  const schema = view(node);
  if (schema.branches.length > 0) {
    // What one variant does not take another one may.
    const taken = new Set([...besides, ...schema.branches.flatMap((branch) => typesTaken(branch))]);
    return schema.branches.flatMap((branch, index) =>
      invalidSamples(branch, exemplars, reached, taken).map((sample) => inVariant(index, sample)),
    );
  }
  const made = [
    ...wrongType(schema, besides),
    ...wrongValue(schema),
    ...wrongObject(schema, exemplars, reached),
    ...wrongArray(schema, exemplars, reached),
  ];
  return [...made, ...witnesses(schema, made)];
}

/** The goals of a schema that a value breaks as a whole, and not by something inside of it. */
const whole = new Set([
  ...rules.map(({ keyword }) => keyword),
  ...["const", "contains", "dependentRequired", "enum", "if", "maxContains", "not", "propertyNames", "required"],
]);

/** For each goal that none of these values breaks: one that the schema would take without it, and that it refuses. */
function witnesses({ node, held }: View, made: readonly InvalidSample[]): InvalidSample[] {
  const broken = new Set(made.flatMap(({ at, value }) => (takes(node, value) ? [] : [toPointer(at)])));
  const { sampler } = engineOf(node);
  return wholeGoals(node)
    .filter(({ at }) => !broken.has(toPointer(at)))
    .flatMap(({ goal, part, at }) => {
      const values = sampler.values(without(held, goal), {
        count: 1,
        also: [goal.part],
        wanted: (value) => refuses(goal, value) ?? !takes(part, value),
      });
      return values.map((value) => own(value, `against its ${goal.keyword}`, at));
    });
}

/** The goals of a schema itself, each with the part that has it and with its place in the YAML. */
export function wholeGoals(node: Node): { goal: Goal; part: Node; at: readonly string[] }[] {
  return partsOf(node).flatMap((part) => {
    const schema = schemaOf(part);
    return goalsOf(schema)
      .filter((goal) => goal.part === schema && whole.has(goal.keyword))
      .map((goal) => ({ goal, part, at: [...part.at, goal.keyword] }));
  });
}

/** The types that a schema takes, those of its variants at every depth where it says nothing itself. */
function typesTaken(node: Node, within: readonly string[] = []): readonly string[] {
  const { types, branches } = view(node);
  if (branches.length === 0 || within.includes(node.pointer)) {
    return types;
  }
  return branches.flatMap((branch) => typesTaken(branch, [...within, node.pointer]));
}

const own = (value: Json, what: string, at: readonly string[]): InvalidSample => ({ value, path: "", what, at });

const byType: readonly [type: string, value: Json][] = [
  ["string", "text"],
  ["integer", 42],
  ["boolean", true],
  ["object", {}],
  ["array", []],
  ["null", null],
];

function wrongType({ node, types }: View, besides: ReadonlySet<string>): InvalidSample[] {
  if (types.length === 0) {
    return [];
  }
  const allowed = new Set([...types, ...besides]);
  if (allowed.has("number")) {
    allowed.add("integer");
  }
  const others = byType.filter(([type]) => !allowed.has(type));
  // One value of the likeliest mix-up, and null, which providers are the laxest about.
  const chosen = [
    ...others.filter(([type]) => type !== "null").slice(0, 1),
    ...others.filter(([type]) => type === "null"),
  ];
  const fraction: InvalidSample[] =
    types.includes("integer") && !types.includes("number") ? [own(1.5, "a fraction", [...node.at, "type"])] : [];
  return [
    ...chosen.map(([type, value]) => own(value, `${type} instead of ${types.join(" or ")}`, [...node.at, "type"])),
    ...fraction,
  ];
}

/** Values that break what a schema says of them itself: lists, and rules on texts and numbers. */
export function wrongValue({ node, keywords, types, facts }: View): InvalidSample[] {
  const values = listed(keywords);
  const make = (keyword: string, value: Json, what: string) => own(value, what, [...node.at, keyword]);
  if (values) {
    const outside = types.includes("integer") || types.includes("number") ? 987_654 : "not-listed";
    return [make("const" in keywords ? "const" : "enum", outside, `${shown(outside)}, not listed`)];
  }
  return [...wrongText(keywords, facts, make), ...wrongNumber(facts, keywords, make)];
}

/** Texts that a pattern refuses, each a small step away from one it takes. */
export function refused(pattern: string): string[] {
  const [first = ""] = namesLike(pattern);
  const steps = [
    first.slice(0, -1),
    `${first}~`,
    `~${first}`,
    `${first}${first}`,
    first.toUpperCase(),
    first.toLowerCase(),
    "~",
    "",
  ];
  // What a pattern excludes may be a single character: in the middle, as some readers trim a text.
  const within = [..." @0aA-._/é"].map((character) => `${first || "x"}${character}${first || "x"}`);
  const all = [...new Set([...steps, ...within])].filter((text) => matches(pattern, text) === false);
  const plain = all.filter((text) => /^[!-~](?:[ -~]*[!-~])?$/.test(text));
  // One of them at least can be written into any part of a request.
  return [...new Set([...all.slice(0, 2), ...plain.slice(0, 1), ...all])].slice(0, 3);
}

type Make = (keyword: string, value: Json, what: string) => InvalidSample;

function wrongText(keywords: JsonObject, { patterns }: Facts, make: Make): InvalidSample[] {
  const least = sizeBound(keywords, "minLength") ?? 0;
  const most = sizeBound(keywords, "maxLength");
  const format = typeof keywords.format === "string" ? formats[keywords.format] : undefined;
  const pattern = typeof keywords.pattern === "string" ? keywords.pattern : undefined;
  const takes = pattern === undefined ? ["a".repeat(Math.max(least, 1))] : namesLike(pattern);
  const ofLength = (length: number) => {
    return textOfLength(patterns, length) ?? [...(takes[0] ?? "")].slice(0, length).join("").padEnd(length, "a");
  };
  const short = least > 0 ? [make("minLength", ofLength(least - 1), `one character too short (${least - 1})`)] : [];
  const long =
    most === undefined ? [] : [make("maxLength", ofLength(most + 1), `one character too long (${most + 1})`)];
  return [
    ...short,
    ...long,
    ...(format?.invalid.map((value) => make("format", value, `${shown(value)}, no ${String(keywords.format)}`)) ?? []),
    ...(pattern === undefined
      ? []
      : refused(pattern).map((value) => make("pattern", value, `${shown(value)}, against the pattern`))),
  ];
}

function wrongNumber(facts: Facts, keywords: JsonObject, make: Make): InvalidSample[] {
  const { least, most, step } = rangeOf(facts);
  const low = keywords.minimum === undefined ? "exclusiveMinimum" : "minimum";
  const high = keywords.maximum === undefined ? "exclusiveMaximum" : "maximum";
  const under = keywords.minimum === undefined ? numeric(keywords, "exclusiveMinimum") : beyond(least, -step);
  const over = keywords.maximum === undefined ? numeric(keywords, "exclusiveMaximum") : beyond(most, step);
  const multiple = numeric(keywords, "multipleOf");
  return [
    ...(under === undefined ? [] : [make(low, under, `${under}, too little`)]),
    ...(over === undefined ? [] : [make(high, over, `${over}, too much`)]),
    ...(multiple === undefined ? [] : [make("multipleOf", (least ?? 0) + multiple / 2, `no multiple of ${multiple}`)]),
  ];
}

function beyond(bound: number | undefined, step: number): number | undefined {
  return bound === undefined ? undefined : bound + step;
}

function wrongObject(schema: View, exemplars: readonly Json[], reached: Reached): InvalidSample[] {
  const base = schema.types.includes("object") ? smallestObject(schema.node, exemplars.filter(isObject)) : undefined;
  if (!base) {
    return [];
  }
  const { node, additional } = schema;
  const into = (name: string, shownAs: string, inner: Node): InvalidSample[] =>
    invalidSamples(inner, shownIn(exemplars, name), reached).map((sample) => ({
      ...sample,
      value: { ...base, [name]: sample.value },
      ...inside(shownAs, sample),
    }));
  const missing = schema.required.flatMap((name) =>
    withoutField(schema, base, name).map((rest) => own(rest, `${name} left out`, [...node.at, "required"])),
  );
  const closed =
    additional === false
      ? [
          own({ ...base, unlisted_field: "any" }, "a field the contract does not list", [
            ...node.at,
            "additionalProperties",
          ]),
        ]
      : [];
  return [
    ...missing,
    ...closed,
    ...schema.properties.flatMap(([name, field]) => into(name, name, field)),
    ...schema.patterns.flatMap(([pattern, inner]) =>
      namesLike(pattern)
        .slice(0, 1)
        .flatMap((name) => into(name, "*", inner)),
    ),
    ...(typeof additional === "object" ? into("any_key", "*", additional) : []),
    ...sizes(schema, base),
  ];
}

/**
 * An object without a required field. Where nothing is left of it, it comes with another field as well: of a parameter
 * whose fields are written apart nothing would be written, which leaves out all of it.
 */
export function withoutField({ properties }: View, base: JsonObject, name: string): JsonObject[] {
  const { [name]: _left, ...rest } = base;
  const [other] = Object.keys(rest).length > 0 ? [] : properties.filter(([field]) => field !== name);
  const value = other && plainest(other[1]);
  return other && value !== undefined ? [rest, { [other[0]]: value }] : [rest];
}

/** One entry too few, and one too many. */
function sizes({ node, keywords, additional, required }: View, base: JsonObject): InvalidSample[] {
  const least = sizeBound(keywords, "minProperties") ?? 0;
  const most = sizeBound(keywords, "maxProperties");
  if (additional === false || (least === 0 && most === undefined)) {
    return [];
  }
  const value = typeof additional === "object" ? (plainest(additional) ?? null) : "any";
  const of = (count: number): JsonObject => {
    const kept = Object.entries(base).filter(([name]) => required.includes(name));
    const more = Array.from({ length: Math.max(0, count - kept.length) }, (_, index) => [`key_${index + 1}`, value]);
    return Object.fromEntries([...kept, ...more]);
  };
  return [
    ...(least > required.length
      ? [own(of(least - 1), `one entry too few (${least - 1})`, [...node.at, "minProperties"])]
      : []),
    ...(most === undefined
      ? []
      : [own(of(most + 1), `one entry too many (${most + 1})`, [...node.at, "maxProperties"])]),
  ];
}

function wrongArray(schema: View, exemplars: readonly Json[], reached: Reached): InvalidSample[] {
  if (!schema.types.includes("array") || isTooLarge("minItems", schema.keywords)) {
    return [];
  }
  const { node, keywords, prefix, items } = schema;
  const lists = exemplars.filter(Array.isArray);
  const values = items ? validSamples(items, lists.flat(), reached).map(({ value }) => value) : ["any"];
  const first = prefix.map((inner) => plainest(inner) ?? null);
  const least = numeric(keywords, "minItems") ?? 0;
  const most = sizeBound(keywords, "maxItems");
  const of = (count: number): Json[] => {
    const behind = Array.from(
      { length: Math.max(0, count - first.length) },
      (_, index) => values[index % values.length],
    );
    return [...first, ...behind.map((value) => value ?? null)].slice(0, count);
  };
  const into = (inner: Node, index: number, name: string) =>
    invalidSamples(inner, [], reached).map((sample) => ({
      ...sample,
      value: of(Math.max(least, index + 1)).with(index, sample.value),
      ...inside(name, sample),
    }));
  return [
    ...(least > 0 ? [own(of(least - 1), `one item too few (${least - 1})`, [...node.at, "minItems"])] : []),
    ...(most === undefined ? [] : [own(of(most + 1), `one item too many (${most + 1})`, [...node.at, "maxItems"])]),
    ...prefix.flatMap((inner, index) => into(inner, index, `[${index}]`)),
    ...(items ? into(items, first.length, "[]") : []),
  ];
}
