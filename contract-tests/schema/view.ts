import { directionOf } from "../model/direction.js";
import { canonical, isObject, isStrings, type Json, type JsonObject } from "../model/json.js";
import { child, entries, items, type Node, objectAt, partsOf } from "../model/node.js";
import { bounds, keywordsFor } from "./rules.js";

/** A schema as the suite looks at it: `allOf` merged in, `anyOf` and `oneOf` as branches. */
export interface View {
  readonly node: Node;
  /** The schema's keywords, those of its `allOf` parts merged in. */
  readonly keywords: JsonObject;
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
  return {
    node,
    keywords,
    types: typesOf(parts, keywords, found.length > 0 || required.length > 0 || closing !== undefined),
    properties: found.filter(([name]) => !leftOut.has(name)),
    required: required.filter((name) => !leftOut.has(name)),
    additional: additionalOf(closing),
    patterns: parts.flatMap((part) => entries(child(part, "patternProperties"))),
    ...itemsOf(parts, numeric(keywords, "maxItems") ?? Infinity),
    contains: containsOf(parts),
    names: parts.map((part) => child(part, "propertyNames")).find((one) => one !== undefined),
    branches: branchesOf(parts),
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

/** Each branch with what holds beside it; of several lists of branches, the others give their first one. */
function branchesOf(parts: readonly Node[]): Node[] {
  const lists = parts
    .flatMap((part) => [items(child(part, "anyOf")), items(child(part, "oneOf")), ...conditions(part)])
    .map((list) => list.filter(({ value }) => value !== false))
    .filter((list) => list.length > 0);
  if (lists.length === 0) {
    return [];
  }
  const beside = parts.map(withoutComposition).filter(({ value }) => Object.keys(Object(value)).length > 0);
  return lists.flatMap((list, index) => {
    const others = lists.flatMap(([first], other) => (first && other !== index ? [first] : []));
    const also = [...beside, ...others];
    return list.map((branch) => (also.length > 0 ? { ...branch, also: [...(branch.also ?? []), ...also] } : branch));
  });
}

/** What holds on a condition, as a choice of two: the condition with what follows from it, or what holds otherwise. */
function conditions(part: Node): Node[][] {
  const otherwise: Node = { ...part, value: {} };
  const onFields = entries(child(part, "dependentSchemas")).map(([name, schema]) => [
    { ...schema, also: [{ ...part, value: { required: [name] } }] },
    otherwise,
  ]);
  const condition = child(part, "if");
  if (!condition || typeof condition.value === "boolean") {
    return onFields;
  }
  const then = child(part, "then");
  return [...onFields, [then ? { ...then, also: [condition] } : condition, child(part, "else") ?? otherwise]];
}

const choices = ["allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"];

/** What holds beside a choice. The place stays, so that a validator still sees all of it. */
function withoutComposition(part: Node): Node {
  const value = Object.entries(objectAt(part)).filter(([keyword]) => !choices.includes(keyword));
  return { ...part, value: Object.fromEntries(value) };
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

/** The types that every part allows which names any, or else what the keywords are about. */
function typesOf(parts: readonly Node[], keywords: JsonObject, isObjectLike: boolean): readonly string[] {
  const named = parts.flatMap((part) => {
    const { type } = objectAt(part);
    const types = typeof type === "string" ? [type] : type;
    return isStrings(types) ? [types] : [];
  });
  const [first, ...others] = named;
  if (first) {
    const allowed = (type: string) =>
      others.every((types) => types.includes(type) || (type === "integer" && types.includes("number")));
    const narrow = first.flatMap((type) => (allowed(type) ? [type] : []));
    const integers = first.includes("number") && others.some((types) => types.includes("integer")) ? ["integer"] : [];
    return narrow.length > 0 || integers.length > 0 ? [...new Set([...narrow, ...integers])] : first;
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
