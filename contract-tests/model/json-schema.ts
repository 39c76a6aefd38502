import { withTags } from "./discriminator.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { rewriteSchemas } from "./keywords.js";
import { composing } from "./layout.js";
import { unicodePattern } from "./regexp.js";

/**
 * A document of OpenAPI 3.0 as 3.1 writes it, so that every schema is JSON Schema; and any without the keywords that
 * JSON Schema passes over but Ajv, which both the validator and the mock use, does not.
 */
export function asOpenApi31(document: JsonObject): JsonObject {
  const is30 = typeof document.openapi === "string" && /^3\.0(\.|$)/.test(document.openapi);
  const rewritten = rewriteSchemas(document, (schema) => withoutAjvs(is30 ? from30(schema) : schema));
  return { ...rewritten, ...(is30 && { openapi: "3.1.0" }) };
}

/** `nullable` is of 3.0 alone; the others are of older drafts, or Ajv's own. */
function withoutAjvs(schema: JsonObject): JsonObject {
  const { nullable, id, $async, $recursiveRef, $recursiveAnchor, ...rest } = schema;
  return rest;
}

/** A schema's own keywords of 3.0 as 3.1 writes them. */
function from30(schema: JsonObject): JsonObject {
  // In 3.0 keywords beside a $ref do not count.
  if (typeof schema.$ref === "string") {
    return { $ref: schema.$ref };
  }
  const { nullable, example, exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema;
  const result: JsonObject = {
    ...rest,
    ...bound(minimum, exclusiveMinimum, "minimum", "exclusiveMinimum"),
    ...bound(maximum, exclusiveMaximum, "maximum", "exclusiveMaximum"),
    ...(example !== undefined && { examples: [example] }),
  };
  return nullable === true ? withNull(result) : result;
}

/**
 * By the letter `nullable` needs a type beside it; beside an `allOf` it is meant all the same. Without either of them
 * any type will do already, and a list of values has to have null in it.
 */
function withNull(schema: JsonObject): JsonObject {
  if (typeof schema.type === "string") {
    return { ...schema, type: [schema.type, "null"] };
  }
  const composed = composing.some((keyword) => keyword in schema);
  return composed ? { anyOf: [schema, { type: "null" }] } : schema;
}

function bound(limit: Json | undefined, exclusive: Json | undefined, inclusiveName: string, name: string): JsonObject {
  const isExclusive = exclusive === true && limit !== undefined;
  return {
    ...(isExclusive && { [name]: limit }),
    ...(typeof exclusive === "number" && { [name]: exclusive }),
    ...(!isExclusive && limit !== undefined && { [inclusiveName]: limit }),
  };
}

/**
 * A document as the suite works with it: OpenAPI's own rules for schemas are written as JSON Schema, so that validator,
 * samples and mock understand the same. The published contract stays as it is.
 */
export function asJsonSchema(document: JsonObject): JsonObject {
  return rewriteSchemas(document, (schema) => {
    const { pattern, ...rest } = asSchema2020(withTags(document, schema));
    // With a pattern that every engine reads.
    return pattern === undefined
      ? rest
      : { ...rest, pattern: typeof pattern === "string" ? unicodePattern(pattern) : pattern };
  });
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
function current({ dependencies, items, additionalItems, ...rest }: JsonObject): JsonObject {
  const behind = Array.isArray(items) ? additionalItems : items;
  const depending = Object.entries(isObject(dependencies) ? dependencies : {});
  const both = (keyword: string, isList: boolean) => {
    const own = depending.filter(([, value]) => Array.isArray(value) === isList);
    return own.length > 0 && { [keyword]: { ...Object.fromEntries(own), ...Object(rest[keyword]) } };
  };
  return {
    ...rest,
    ...(Array.isArray(items) && { prefixItems: items }),
    ...(behind !== undefined && { items: behind }),
    ...both("dependentRequired", true),
    ...both("dependentSchemas", false),
  };
}
