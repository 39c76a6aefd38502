import { isStrings, type Json, type JsonObject } from "../model/json.js";
import { child, entries, items, type Node, objectAt } from "../model/node.js";

/** A schema as the generator looks at it: `allOf` merged in, `anyOf` and `oneOf` as branches. */
export interface View {
  readonly node: Node;
  /** The schema's keywords, those of its `allOf` parts merged in. */
  readonly keywords: JsonObject;
  /** Empty where the schema does not say. */
  readonly types: readonly string[];
  readonly properties: readonly [name: string, schema: Node][];
  readonly required: readonly string[];
  /** `true` any, `false` none, or the schema of what else may stand in the object. */
  readonly additional: boolean | Node;
  readonly items: Node | undefined;
  /** Groups of branches, one of each of which has to hold. */
  readonly branches: readonly Node[];
}

export function view(node: Node): View {
  const parts = [node, ...flatParts(node)];
  const keywords: JsonObject = Object.assign({}, ...parts.map(objectAt).reverse(), bounds(parts));
  const properties = new Map(parts.flatMap((part) => entries(child(part, "properties"))));
  const required = [...new Set(parts.flatMap((part) => strings(objectAt(part).required)))];
  const closing = parts.map((part) => child(part, "additionalProperties")).find((one) => one !== undefined);
  const shape = { properties, required, closing };
  return {
    node,
    keywords,
    types: typesOf(keywords, shape),
    properties: [...properties],
    required,
    additional: closing === undefined || closing.value === true ? true : closing.value === false ? false : closing,
    items: parts.map((part) => child(part, "items")).find((one) => one !== undefined),
    branches: parts.flatMap((part) => [...items(child(part, "anyOf")), ...items(child(part, "oneOf"))]),
  };
}

/** Where several parts give a bound, the narrowest holds. */
function bounds(parts: readonly Node[]): JsonObject {
  const given = (name: string) => parts.flatMap((part) => numeric(objectAt(part), name) ?? []);
  const narrowest = (names: readonly string[], pick: (...values: number[]) => number) =>
    names.flatMap((name) => (given(name).length > 1 ? [[name, pick(...given(name))]] : []));
  return Object.fromEntries([
    ...narrowest(["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"], Math.max),
    ...narrowest(["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"], Math.min),
  ]);
}

function flatParts(node: Node, depth = 0): Node[] {
  if (depth > 8) return [];
  return items(child(node, "allOf")).flatMap((part) => [part, ...flatParts(part, depth + 1)]);
}

function typesOf(
  keywords: JsonObject,
  shape: { properties: ReadonlyMap<string, Node>; required: readonly string[]; closing: Node | undefined },
): readonly string[] {
  const { type } = keywords;
  if (typeof type === "string") return [type];
  if (isStrings(type)) return type;
  if (shape.properties.size > 0 || shape.required.length > 0 || shape.closing) return ["object"];
  if (keywords.items !== undefined) return ["array"];
  if (
    keywords.pattern !== undefined ||
    keywords.minLength !== undefined ||
    keywords.maxLength !== undefined ||
    keywords.format !== undefined
  ) {
    return ["string"];
  }
  if (keywords.minimum !== undefined || keywords.maximum !== undefined || keywords.multipleOf !== undefined)
    return ["number"];
  return [];
}

/** A keyword's number, or undefined. */
export function numeric(keywords: JsonObject, name: string): number | undefined {
  const value = keywords[name];
  return typeof value === "number" ? value : undefined;
}

/** What `enum` or `const` allows, or undefined where neither stands. */
export function listed(keywords: JsonObject): readonly Json[] | undefined {
  if ("const" in keywords && keywords.const !== undefined) return [keywords.const];
  return Array.isArray(keywords.enum) ? keywords.enum : undefined;
}

function strings(value: Json | undefined): readonly string[] {
  return isStrings(value) ? value : [];
}
