import { isObject, type Json, type JsonObject } from "../model/json.js";
import type { Node } from "../model/node.js";
import { formats } from "./formats.js";
import { range } from "./leaves.js";
import { matching, refused } from "./patterns.js";
import { inside, inVariant, shown } from "./sample.js";
import { plainest, validSamples } from "./valid-samples.js";
import { listed, numeric, type View, view } from "./view.js";

/** A value with one fault. */
export interface InvalidSample {
  readonly value: Json;
  /** Which inner value is wrong, such as `loginOptions.stepup`; empty for the value itself. */
  readonly path: string;
  /** What is wrong with it, such as `text instead of boolean`. */
  readonly what: string;
  /** The keyword it breaks, as a way through the contract. */
  readonly at: readonly string[];
}

/**
 * Values that a schema should refuse, each with one fault in a value that is right otherwise: a required field left
 * out, a wrong type, a bound crossed by one step, a pattern or format broken, a value outside an enum, a field that
 * is not listed — at every depth. Candidates, like the samples: the judge drops what turns out to be valid.
 */
export function invalidSamples(
  node: Node,
  exemplars: readonly Json[] = [],
  within: readonly string[] = [],
): InvalidSample[] {
  if (typeof node.value === "boolean" || within.includes(node.pointer)) return [];
  const here = [...within, node.pointer];
  const schema = view(node);
  if (schema.branches.length > 0)
    return schema.branches.flatMap((branch, index) =>
      invalidSamples(branch, exemplars, here).map((fault) => inVariant(index, fault)),
    );
  return [
    ...wrongType(schema),
    ...wrongValue(schema),
    ...wrongObject(schema, exemplars, here),
    ...wrongArray(schema, exemplars, here),
  ];
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

function wrongType({ node, types }: View): InvalidSample[] {
  if (types.length === 0) return [];
  const allowed = new Set(types.includes("number") ? [...types, "integer"] : types);
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

function wrongValue({ node, keywords, types }: View): InvalidSample[] {
  const values = listed(keywords);
  const fault = (keyword: string, value: Json, what: string) => own(value, what, [...node.at, keyword]);
  if (values) {
    const outside = types.includes("integer") || types.includes("number") ? 987_654 : "not-listed";
    return [fault("const" in keywords ? "const" : "enum", outside, `${shown(outside)}, not listed`)];
  }
  return [...wrongText(keywords, fault), ...wrongNumber(types, keywords, fault)];
}

type Make = (keyword: string, value: Json, what: string) => InvalidSample;

function wrongText(keywords: JsonObject, fault: Make): InvalidSample[] {
  const least = numeric(keywords, "minLength") ?? 0;
  const most = numeric(keywords, "maxLength");
  const format = typeof keywords.format === "string" ? formats[keywords.format] : undefined;
  const pattern = typeof keywords.pattern === "string" ? keywords.pattern : undefined;
  const takes = pattern === undefined ? ["a".repeat(Math.max(least, 1))] : matching(pattern);
  return [
    ...(least > 0
      ? [
          fault(
            "minLength",
            [...(takes[0] ?? "")].slice(0, least - 1).join(""),
            `one character too short (${least - 1})`,
          ),
        ]
      : []),
    ...(most === undefined
      ? []
      : [fault("maxLength", (takes.at(-1) ?? "").padEnd(most + 1, "a"), `one character too long (${most + 1})`)]),
    ...(format?.invalid.map((value) => fault("format", value, `${shown(value)}, no ${String(keywords.format)}`)) ?? []),
    ...(pattern === undefined
      ? []
      : refused(pattern, takes).map((value) => fault("pattern", value, `${shown(value)}, against the pattern`))),
  ];
}

function wrongNumber(types: readonly string[], keywords: JsonObject, fault: Make): InvalidSample[] {
  const type = types.includes("number") ? "number" : "integer";
  const { least, most, step } = range(type, keywords);
  const low = keywords.minimum === undefined ? "exclusiveMinimum" : "minimum";
  const high = keywords.maximum === undefined ? "exclusiveMaximum" : "maximum";
  const under =
    keywords.minimum === undefined
      ? numeric(keywords, "exclusiveMinimum")
      : least === undefined
        ? undefined
        : least - step;
  const over =
    keywords.maximum === undefined
      ? numeric(keywords, "exclusiveMaximum")
      : most === undefined
        ? undefined
        : most + step;
  const multiple = numeric(keywords, "multipleOf");
  return [
    ...(under === undefined ? [] : [fault(low, under, `${under}, too little`)]),
    ...(over === undefined ? [] : [fault(high, over, `${over}, too much`)]),
    ...(multiple === undefined ? [] : [fault("multipleOf", (least ?? 0) + multiple / 2, `no multiple of ${multiple}`)]),
  ];
}

function wrongObject(schema: View, exemplars: readonly Json[], within: readonly string[]): InvalidSample[] {
  const base = validSamples(schema.node, exemplars, within.slice(0, -1)).find(({ value }) => isObject(value))?.value;
  if (!isObject(base)) return [];
  const { node } = schema;
  const shownAt = (name: string) =>
    exemplars.flatMap((one) => (isObject(one) && one[name] !== undefined ? [one[name]] : []));
  const inField = schema.properties.flatMap(([name, field]) =>
    invalidSamples(field, shownAt(name), within).map((fault) => ({
      ...fault,
      value: { ...base, [name]: fault.value },
      ...inside(name, fault),
    })),
  );
  const missing = schema.required.map((name) => {
    const { [name]: _left, ...rest } = base;
    return own(rest, `${name} left out`, [...node.at, "required"]);
  });
  const { additional } = schema;
  if (additional === true) return [...missing, ...inField];
  if (additional === false) {
    const unknown = own({ ...base, unlisted_field: "any" }, "a field the contract does not list", [
      ...node.at,
      "additionalProperties",
    ]);
    return [...missing, unknown, ...inField];
  }
  const inMap = invalidSamples(additional, [], within).map((fault) => ({
    ...fault,
    value: { ...base, any_key: fault.value },
    ...inside("*", fault),
  }));
  return [...missing, ...inField, ...inMap, ...size(schema, base, additional, within)];
}

function size(
  { node, keywords }: View,
  base: JsonObject,
  additional: Node,
  within: readonly string[],
): InvalidSample[] {
  const value = plainest(additional, [], within) ?? null;
  const of = (count: number) => ({
    ...base,
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`key_${index + 1}`, value])),
  });
  const least = numeric(keywords, "minProperties");
  const most = numeric(keywords, "maxProperties");
  return [
    ...(least ? [own(of(least - 1), `one entry too few (${least - 1})`, [...node.at, "minProperties"])] : []),
    ...(most === undefined
      ? []
      : [own(of(most + 1), `one entry too many (${most + 1})`, [...node.at, "maxProperties"])]),
  ];
}

function wrongArray(schema: View, exemplars: readonly Json[], within: readonly string[]): InvalidSample[] {
  if (!schema.types.includes("array")) return [];
  const item = schema.items;
  const { node, keywords } = schema;
  const values = item
    ? validSamples(
        item,
        exemplars.flatMap((one) => (Array.isArray(one) ? one : [])),
        within,
      ).map(({ value }) => value)
    : ["any"];
  const least = numeric(keywords, "minItems") ?? 0;
  const most = numeric(keywords, "maxItems");
  const of = (count: number): Json[] =>
    Array.from({ length: count }, (_, index) => values[index % values.length] ?? null);
  const around = of(Math.max(least, 1));
  return [
    ...(least > 0 ? [own(of(least - 1), `one item too few (${least - 1})`, [...node.at, "minItems"])] : []),
    ...(most === undefined ? [] : [own(of(most + 1), `one item too many (${most + 1})`, [...node.at, "maxItems"])]),
    ...(keywords.uniqueItems === true
      ? [own([values[0] ?? null, values[0] ?? null], "the same item twice", [...node.at, "uniqueItems"])]
      : []),
    ...(item
      ? invalidSamples(item, [], within).map((fault) => ({
          ...fault,
          value: around.with(0, fault.value),
          ...inside("[]", fault),
        }))
      : []),
  ];
}
