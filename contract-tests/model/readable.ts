import { withTags } from "./discriminator.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { mapInner, mapSchemas } from "./keywords.js";
import { unicodePattern } from "./regexp.js";

/**
 * A document as the suite works with it: OpenAPI's own rules for schemas are written as JSON Schema, so that validator,
 * samples and mock understand the same. The published contract stays as it is.
 */
export function asJsonSchema(document: JsonObject): JsonObject {
  const change = (schema: Json): Json => (isObject(schema) ? mapInner(plain(asSchema2020(schema)), change) : schema);
  return mapSchemas(withTags(document), change);
}

/** With a pattern that every engine reads. */
function plain(schema: JsonObject): JsonObject {
  return typeof schema.pattern === "string" ? { ...schema, pattern: unicodePattern(schema.pattern) } : schema;
}

/**
 * A schema as JSON Schema 2020-12 has it, for suite and comparison alike: without a base of its own, which would turn its
 * references around, in the keywords of that draft, and with what is beside a `$ref` apart from it.
 */
export function asSchema2020(schema: JsonObject): JsonObject {
  const { $id: _id, $schema: _dialect, $anchor: _anchor, ...rest } = schema;
  return current(apart(rest));
}

/** In 3.1 keywords beside a `$ref` hold as well: as an `allOf` of the two, both have a place of their own. */
function apart(schema: JsonObject): JsonObject {
  const { $ref, ...beside } = schema;
  const { description: _description, summary: _summary, ...said } = beside;
  if (typeof $ref !== "string" || Object.keys(said).length === 0) {
    return schema;
  }
  return { ...beside, allOf: [{ $ref }, ...(Array.isArray(beside.allOf) ? beside.allOf : [])] };
}

/** Keywords of older drafts as 2020-12 has them. */
function current(schema: JsonObject): JsonObject {
  const { dependencies, items, additionalItems, ...rest } = schema;
  const result: JsonObject = { ...rest, ...(items !== undefined && { items }) };
  if (Array.isArray(items)) {
    delete result.items;
    result.prefixItems = items;
    if (additionalItems !== undefined) {
      result.items = additionalItems;
    }
  }
  if (!isObject(dependencies)) {
    return result;
  }
  const lists = Object.entries(dependencies).filter(([, value]) => Array.isArray(value));
  const schemas = Object.entries(dependencies).filter(([, value]) => !Array.isArray(value));
  if (lists.length > 0) {
    result.dependentRequired = { ...Object.fromEntries(lists), ...asMap(rest.dependentRequired) };
  }
  if (schemas.length > 0) {
    result.dependentSchemas = { ...Object.fromEntries(schemas), ...asMap(rest.dependentSchemas) };
  }
  return result;
}

function asMap(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
