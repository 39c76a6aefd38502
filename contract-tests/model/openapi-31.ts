import { isObject, type Json, type JsonObject } from "./json.js";
import { mapInner, mapSchemas } from "./keywords.js";

/**
 * A document of OpenAPI 3.0 as 3.1 writes it, so that every schema is JSON Schema; and any without the keywords that
 * JSON Schema passes over but Ajv, which both the validator and the mock use, does not.
 */
export function asOpenApi31(document: JsonObject): JsonObject {
  const is30 = typeof document.openapi === "string" && /^3\.0(\.|$)/.test(document.openapi);
  const change = (schema: Json): Json =>
    isObject(schema) ? mapInner(withoutAjvs(is30 ? rewritten(schema) : schema), change) : schema;
  return { ...mapSchemas(document, change), ...(is30 && { openapi: "3.1.0" }) };
}

/** `nullable` is of 3.0 alone; the others are of older drafts, or Ajv's own. */
function withoutAjvs(schema: JsonObject): JsonObject {
  const { nullable, id, $async, $recursiveRef, $recursiveAnchor, ...rest } = schema;
  return rest;
}

/** A schema's own keywords of 3.0 as 3.1 writes them. */
function rewritten(schema: JsonObject): JsonObject {
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
  const composed = ["allOf", "anyOf", "oneOf"].some((keyword) => keyword in schema);
  return composed ? { anyOf: [schema, { type: "null" }] } : schema;
}

function bound(limit: Json | undefined, exclusive: Json | undefined, inclusiveName: string, name: string): JsonObject {
  if (exclusive === true && limit !== undefined) {
    return { [name]: limit };
  }
  if (typeof exclusive === "number") {
    return { [name]: exclusive, ...(limit !== undefined && { [inclusiveName]: limit }) };
  }
  return limit === undefined ? {} : { [inclusiveName]: limit };
}
