import { canonical, isObject, type Json, type JsonObject, jsonType } from "../model/json.js";
import { child, type Node } from "../model/node.js";
import { numbers, strings } from "./leaves.js";
import { distinct, inside, inVariant, own, type Sample, shown } from "./sample.js";
import { listed, numeric, type View, view } from "./view.js";

/** How often a schema may stand within itself before it is left out. */
const recursionLimit = 2;

/**
 * Values that a schema takes: the plainest first, then each edge of what it allows, one at a time — every optional
 * field alone and left out, all of them together, every variant, enum value, type, length, bound, pattern and format,
 * maps and arrays empty, with one and with several. `exemplars` are values that the contract's own examples show in
 * this place; they are preferred where only some value is needed.
 *
 * They are candidates: what schemas say that is not looked at here (`not`, `if`, `oneOf` across branches, …) is left
 * to the judge, who drops what is not valid.
 */
export function validSamples(node: Node, exemplars: readonly Json[] = [], within: readonly string[] = []): Sample[] {
  if (node.value === true) return distinct([...plain(exemplars), own("any", "")]);
  if (within.filter((pointer) => pointer === node.pointer).length >= recursionLimit) return [];
  const here = [...within, node.pointer];
  const schema = view(node);
  const values = listed(schema.keywords);
  if (values)
    return distinct(
      [...known(values, exemplars), ...values].map((value, index) => own(value, index === 0 ? "" : shown(value))),
    );
  if (schema.branches.length > 0)
    return distinct(schema.branches.flatMap((branch, index) => ofBranch(schema, branch, index, exemplars, here)));
  return distinct(typesOf(schema, exemplars).flatMap((type) => ofType(type, schema, exemplars, here)));
}

/** The plainest value, or undefined where there is none (a schema that nothing satisfies, or that never ends). */
export function plainest(
  node: Node,
  exemplars: readonly Json[] = [],
  within: readonly string[] = [],
): Json | undefined {
  return validSamples(node, exemplars, within)[0]?.value;
}

/** A branch is taken together with what stands beside it. */
function ofBranch(
  schema: View,
  branch: Node,
  index: number,
  exemplars: readonly Json[],
  within: readonly string[],
): Sample[] {
  const { anyOf: _any, oneOf: _one, allOf: _all, ...beside } = schema.keywords;
  const own = isObject(branch.value) ? branch.value : {};
  const mergedProperties = {
    ...(isObject(beside.properties) && beside.properties),
    ...(isObject(own.properties) && own.properties),
  };
  const merged: JsonObject = {
    ...beside,
    ...own,
    ...(Object.keys(mergedProperties).length > 0 && { properties: mergedProperties }),
  };
  const required = [
    ...(Array.isArray(beside.required) ? beside.required : []),
    ...(Array.isArray(own.required) ? own.required : []),
  ];
  if (required.length > 0) merged.required = required;
  const node: Node = { ...branch, value: Object.keys(beside).length > 0 ? merged : branch.value };
  return validSamples(node, exemplars, within).map((sample) => inVariant(index, sample));
}

function typesOf(schema: View, exemplars: readonly Json[]): readonly string[] {
  const types = schema.types.length > 0 ? schema.types : ["string", "integer", "boolean", "object"];
  // The type that the examples show comes first, as the plainest.
  const shownTypes = exemplars.map(jsonType);
  return [...types.filter((type) => shownTypes.includes(type)), ...types.filter((type) => !shownTypes.includes(type))];
}

function ofType(type: string, schema: View, exemplars: readonly Json[], within: readonly string[]): Sample[] {
  const fitting = exemplars.filter((value) => fits(type, value));
  switch (type) {
    case "object":
      return objects(schema, fitting, within);
    case "array":
      return arrays(schema, fitting, within);
    case "string":
      return [...plain(fitting), ...strings(schema.keywords)];
    case "integer":
    case "number":
      return [...plain(fitting), ...numbers(type, schema.keywords)];
    case "boolean":
      return [...plain(fitting), own(true, "true"), own(false, "false")];
    default:
      return [own(null, "null")];
  }
}

function fits(type: string, value: Json): boolean {
  return jsonType(value) === type || (type === "number" && jsonType(value) === "integer");
}

function plain(exemplars: readonly Json[]): Sample[] {
  return exemplars.slice(0, 1).map((value) => own(value, ""));
}

function known(values: readonly Json[], exemplars: readonly Json[]): readonly Json[] {
  return exemplars.filter((exemplar) => values.some((value) => canonical(value) === canonical(exemplar))).slice(0, 1);
}

function objects(schema: View, exemplars: readonly Json[], within: readonly string[]): Sample[] {
  const shownAt = (name: string) =>
    exemplars.flatMap((one) => (isObject(one) && one[name] !== undefined ? [one[name]] : []));
  const fields = schema.properties
    .filter(([, field]) => field.value !== false)
    .map(([name, field]) => ({
      name,
      optional: !schema.required.includes(name),
      values: validSamples(field, shownAt(name), within),
    }))
    .filter(({ values }) => values.length > 0);

  const minimal: JsonObject = {};
  const full: JsonObject = {};
  for (const { name, optional, values } of fields) {
    if (!optional) minimal[name] = values[0]?.value ?? null;
    full[name] = fullest(values)?.value ?? null;
  }
  for (const name of schema.required.filter((name) => !(name in minimal))) {
    const value =
      typeof schema.additional === "boolean" ? "any" : (plainest(schema.additional, shownAt(name), within) ?? null);
    minimal[name] = value;
    full[name] = value;
  }
  const optional = fields.filter((field) => field.optional);
  return [
    own(minimal, ""),
    ...(optional.length > 0 ? [own(full, everyField)] : []),
    ...fields.flatMap(({ name, values }) =>
      values.map((sample) => ({ value: { ...minimal, [name]: sample.value }, ...inside(name, sample) })),
    ),
    ...(optional.length > 1 ? optional.map(({ name }) => own(without(full, name), `every field but ${name}`)) : []),
    ...extra(schema, minimal, shownAt, within),
  ];
}

const everyField = "every field";

/** The value with the most in it: what an object calls {@link everyField}, else the plainest. */
function fullest(values: readonly Sample[]): Sample | undefined {
  return values.find(({ path, what }) => path === "" && (what === everyField || what === severalEntries)) ?? values[0];
}

const severalEntries = "several entries";

/** What may stand in an object beyond its named fields. */
function extra(
  schema: View,
  minimal: JsonObject,
  shownAt: (name: string) => Json[],
  within: readonly string[],
): Sample[] {
  const { additional, keywords } = schema;
  if (additional === false) return [];
  if (additional === true)
    return [own({ ...minimal, "Any field, ünlisted": "any" }, "a field the contract does not list")];
  const values = validSamples(additional, shownAt("first"), within);
  const most = numeric(keywords, "maxProperties") ?? values.length;
  const least = numeric(keywords, "minProperties") ?? 0;
  const some = Array.from({ length: Math.max(least, Math.min(most, values.length)) }, (_, index) => [
    `key_${index + 1}`,
    values[index % values.length]?.value ?? null,
  ]);
  return [
    own({ ...minimal, ...Object.fromEntries(some) }, severalEntries),
    ...values.map((sample) => ({ value: { ...minimal, "Any key, ünlisted": sample.value }, ...inside("*", sample) })),
  ];
}

function arrays(schema: View, exemplars: readonly Json[], within: readonly string[]): Sample[] {
  const item = schema.items ?? child(schema.node, "items");
  const shownItems = exemplars.flatMap((one) => (Array.isArray(one) ? one : []));
  const values = item ? validSamples(item, shownItems, within) : [own("any", "")];
  const least = numeric(schema.keywords, "minItems") ?? 0;
  const most = numeric(schema.keywords, "maxItems");
  const unique = schema.keywords.uniqueItems === true;
  const of = (count: number, first?: Json): Json[] => {
    const pool = [...(first === undefined ? [] : [first]), ...values.map(({ value }) => value), ...shownItems];
    const choices = unique ? distinct(pool.map((value) => own(value, ""))).map(({ value }) => value) : pool;
    return Array.from(
      { length: unique ? Math.min(count, choices.length) : count },
      (_, index) => choices[index % choices.length] ?? null,
    );
  };
  const candidates = [
    ...plain(exemplars),
    own(of(least), least === 0 ? "empty" : `the fewest items (${least})`),
    own(of(most ?? Math.max(least, 3)), most === undefined ? severalEntries : `the most items (${most})`),
    ...values.map((sample) => ({ value: of(Math.max(least, 1), sample.value), ...inside("[]", sample) })),
    ...(unique
      ? []
      : [
          own(
            Array.from({ length: Math.max(least, 2) }, () => of(1)[0] ?? null),
            "the same item twice",
          ),
        ]),
  ];
  return candidates.filter(({ value }) => Array.isArray(value) && value.length >= least);
}

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _left, ...rest } = object;
  return rest;
}
