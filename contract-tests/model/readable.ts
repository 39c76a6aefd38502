import { withTags } from "./discriminator.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { mapInner, mapSchemas } from "./keywords.js";
import { unicodePattern } from "./regexp.js";

/**
 * A document as the suite works with it: OpenAPI's own rules for schemas are written as JSON Schema, so that validator,
 * samples and mock understand the same. The published contract stays as it is.
 */
export function asJsonSchema(document: JsonObject): JsonObject {
  const change = (schema: Json): Json => (isObject(schema) ? mapInner(apart(plain(schema)), change) : schema);
  return mapSchemas(withTags(document), change);
}

/** Without a base of its own, which would turn its references around, and with a pattern that every engine reads. */
function plain(schema: JsonObject): JsonObject {
  const { $id: _id, $schema: _dialect, $anchor: _anchor, ...rest } = schema;
  return typeof rest.pattern === "string" ? { ...rest, pattern: unicodePattern(rest.pattern) } : rest;
}

/** Keywords that say nothing about which values are valid: beside a `$ref` they change nothing. */
const annotations =
  /^(?:\$comment|default|deprecated|description|discriminator|examples?|externalDocs|readOnly|summary|title|writeOnly|xml|x-.*)$/;

/** In 3.1 keywords beside a `$ref` hold as well: as an `allOf` of the two, both have a place of their own. */
function apart(schema: JsonObject): JsonObject {
  const { $ref, ...beside } = schema;
  if (typeof $ref !== "string" || Object.keys(beside).every((key) => annotations.test(key))) {
    return schema;
  }
  const { allOf, ...rest } = beside;
  return { ...rest, allOf: [{ $ref }, ...(Array.isArray(allOf) ? allOf : [])] };
}
