import { directionOf } from "../model/direction.js";
import { canonical, isObject, isStrings, type Json, type JsonObject } from "../model/json.js";
import { child, entries, items, type Node, objectAt, partsOf } from "../model/node.js";
import { and, type Conjunction, unionId } from "./conjunction.js";
import { engineOf, heldBy, ownPointer, schemaOf } from "./engine.js";
import { type Facts, typesNamed } from "./facts.js";
import { bounds, keywordsFor } from "./rules.js";
import { madeSchema, typeNames } from "./schema.js";

/** A schema as the suite looks at it: `allOf` merged in, `anyOf` and `oneOf` as branches. */
export interface View {
  readonly node: Node;
  /** The schema's keywords, those of its `allOf` parts merged in. */
  readonly keywords: JsonObject;
  /** All that holds for its values. */
  readonly held: Conjunction;
  readonly facts: Facts;
  /** Empty where the schema does not say. */
  readonly types: readonly string[];
  /** Without those that the direction leaves out: a `readOnly` field in a request, a `writeOnly` one in a response. */
  readonly properties: readonly [name: string, schema: Node][];
  readonly required: readonly string[];
  /** `true` any, `false` none, or the schema of what else may stand in the object. */
  readonly additional: boolean | Node;
  /** Schemas of the fields whose names match a pattern. */
  readonly patterns: readonly [pattern: string, schema: Node][];
  /** Schemas of the first items, where each has one of its own. */
  readonly prefix: readonly Node[];
  /** The schema of every item, or of those behind {@link prefix}. */
  readonly items: Node | undefined;
  /** What a list has to hold some items of, and how many. */
  readonly contains: { readonly node: Node; readonly least: number } | undefined;
  /** The schema of the names of fields. */
  readonly names: Node | undefined;
  /** Schemas one of which has to hold, each together with what holds beside it. */
  readonly branches: readonly Node[];
}

export function view(node: Node): View {
  const known = views.get(node);
  if (known) {
    return known;
  }
  const made = viewOf(node);
  views.set(node, made);
  return made;
}

/** What has been made already: the same schemas are looked at for every value, and lead to the same ones inside. */
const views = new WeakMap<Node, View>();

function viewOf(node: Node): View {
  const parts = partsOf(node);
  const keywords = merged(parts);
  const found = propertiesOf(parts);
  const leftOut = new Set(found.filter(([, field]) => isOfOtherDirection(field)).map(([name]) => name));
  const required = [...new Set(parts.flatMap((part) => strings(objectAt(part).required)))];
  const closing = parts
    .flatMap((part) => [child(part, "additionalProperties"), child(part, "unevaluatedProperties")])
    .find((one) => one !== undefined);
  const branches = branchesOf(node, parts);
  const types = typesOf(parts, keywords, found.length > 0 || required.length > 0 || closing !== undefined);
  // A schema that does not name its type is about the one that its keywords are about.
  const isNamed = typesNamed(parts.map(schemaOf)).length < typeNames.length;
  const [only, ...more] = isNamed || branches.length > 0 ? [] : types;
  const held = only && more.length === 0 ? and(heldBy(node), madeSchema({ type: only })) : heldBy(node);
  return {
    node,
    keywords,
    held,
    facts: engineOf(node).factsOf(held),
    types,
    properties: found.filter(([name]) => !leftOut.has(name)),
    required: required.filter((name) => !leftOut.has(name)),
    additional: additionalOf(closing),
    patterns: parts.flatMap((part) => entries(child(part, "patternProperties"))),
    ...itemsOf(parts, numeric(keywords, "maxItems") ?? Infinity),
    contains: containsOf(parts),
    names: parts.map((part) => child(part, "propertyNames")).find((one) => one !== undefined),
    branches,
  };
}

/** The schemas of items, as far as a list can be long. */
function itemsOf(parts: readonly Node[], longest: number): Pick<View, "prefix" | "items"> {
  const prefix = parts.map((part) => items(child(part, "prefixItems"))).find((list) => list.length > 0) ?? [];
  const behind = parts.map((part) => child(part, "items")).find((one) => one !== undefined && isObject(one.value));
  return { prefix: prefix.slice(0, longest), items: longest > prefix.length ? behind : undefined };
}

/** The items asked for hold beside what all items are. */
function containsOf(parts: readonly Node[]): View["contains"] {
  const part = parts.find((one) => child(one, "contains") !== undefined);
  const node = part && child(part, "contains");
  const item = part && child(part, "items");
  const least = numeric(objectAt(part), "minContains") ?? 1;
  return node && least > 0 ? { node: item ? { ...node, also: [item] } : node, least } : undefined;
}

function additionalOf(closing: Node | undefined): View["additional"] {
  if (closing === undefined) {
    return true;
  }
  return typeof closing.value === "boolean" ? closing.value : closing;
}

/** The first part that gives a keyword counts, the narrowest where it is a bound, what all list where it is a list. */
function merged(parts: readonly Node[]): JsonObject {
  const given = [...parts.map(objectAt).reverse(), narrowestBounds(parts)];
  const keywords: JsonObject = Object.fromEntries(given.flatMap((one) => Object.entries(one)));
  const lists = parts.flatMap((part) => {
    const values = listed(objectAt(part));
    return values ? [values] : [];
  });
  const [first, ...others] = lists;
  if (!first || others.length === 0) {
    return keywords;
  }
  const { const: _const, ...rest } = keywords;
  const inAll = (value: Json) =>
    others.every((values) => values.some((other) => canonical(other) === canonical(value)));
  return { ...rest, enum: first.filter(inAll) };
}

/** Fields by name; what further parts say of one holds beside what the first says. */
function propertiesOf(parts: readonly Node[]): [string, Node][] {
  const fields = new Map<string, Node>();
  for (const [name, field] of parts.flatMap((part) => entries(child(part, "properties")))) {
    const known = fields.get(name);
    const same = known && (known.pointer === field.pointer || known.value === field.value);
    if (!same) {
      fields.set(name, known ? { ...known, also: [...(known.also ?? []), field] } : field);
    }
  }
  return [...fields];
}

function isOfOtherDirection(field: Node): boolean {
  const direction = directionOf(field);
  if (direction === undefined) {
    return false;
  }
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  return partsOf(field).some((part) => objectAt(part)[mark] === true);
}

/** Each branch with what holds beside it; of several lists of branches, each is gone through while the others are open. */
function branchesOf(node: Node, parts: readonly Node[]): Node[] {
  const { unions = [], seen = [] } = node.chosen ?? {};
  const lists = parts
    .flatMap(choicesOf)
    .map((list) => ({ ...list, branches: list.branches.filter(({ value }) => value !== false) }))
    .filter(({ union, branches }) => branches.length > 0 && !seen.includes(union));
  const ids = [...seen, ...lists.map(({ union }) => union)];
  return lists.flatMap(({ union, branches }) =>
    branches.map((branch) => ({
      ...branch,
      also: [...(branch.also ?? []), node, ...(node.also ?? [])],
      chosen: { unions: [...unions, union], seen: ids },
    })),
  );
}

/** The unions of a part; what holds on a condition is one of two: the condition with what follows, or what holds otherwise. */
function choicesOf(part: Node): { readonly union: string; readonly branches: readonly Node[] }[] {
  const { id } = schemaOf(part);
  const list = (keyword: string) => ({ union: unionId({ id }, keyword), branches: items(child(part, keyword)) });
  const otherwise: Node = { ...part, value: {} };
  const onFields = entries(child(part, "dependentSchemas")).map(([name, schema]) => ({
    union: unionId({ id }, `dependentSchemas/${name}`),
    branches: [{ ...schema, also: [{ ...part, value: { required: [name] }, pointer: ownPointer }] }, otherwise],
  }));
  const [condition, then, unmet] = ["if", "then", "else"].map((keyword) => child(part, keyword));
  const met = then && condition ? { ...then, also: [condition] } : condition;
  const onTest =
    condition && met && typeof condition.value !== "boolean"
      ? [{ union: unionId({ id }, "if"), branches: [met, unmet ?? otherwise] }]
      : [];
  return [list("anyOf"), list("oneOf"), ...onFields, ...onTest];
}

/** Where several parts give a bound, the narrowest holds. */
function narrowestBounds(parts: readonly Node[]): JsonObject {
  const given = (name: string) => parts.flatMap((part) => numeric(objectAt(part), name) ?? []);
  return Object.fromEntries(
    bounds.flatMap(({ keyword, bound }) => {
      const numbers = given(keyword);
      const narrowest = bound === "least" ? Math.max : Math.min;
      return numbers.length > 1 ? [[keyword, narrowest(...numbers)]] : [];
    }),
  );
}

/** The types that the parts name, or else the one that the keywords are about. */
function typesOf(parts: readonly Node[], keywords: JsonObject, isObjectLike: boolean): readonly string[] {
  const named = typesNamed(parts.map(schemaOf));
  if (named.length < typeNames.length) {
    const number = named.includes("fraction") ? "number" : "integer";
    const all = named.map((one) => (one === "fraction" || one === "integer" ? number : one));
    // Null is the last that anybody thinks of.
    return [...new Set([...all.filter((one) => one !== "null"), ...all])];
  }
  if (isObjectLike) {
    return ["object"];
  }
  if (keywords.items !== undefined || keywords.prefixItems !== undefined) {
    return ["array"];
  }
  const limited = (["string", "number"] as const).find((type) =>
    keywordsFor(type).some((name) => keywords[name] !== undefined),
  );
  return limited ? [limited] : [];
}

/** A keyword's number, or undefined. */
export function numeric(keywords: JsonObject, name: string): number | undefined {
  const value = keywords[name];
  return typeof value === "number" ? value : undefined;
}

/** What `enum` or `const` allows, or undefined where neither stands. */
export function listed(keywords: JsonObject): readonly Json[] | undefined {
  if ("const" in keywords && keywords.const !== undefined) {
    return [keywords.const];
  }
  return Array.isArray(keywords.enum) ? keywords.enum : undefined;
}

function strings(value: Json | undefined): readonly string[] {
  return isStrings(value) ? value : [];
}
