import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { mapInner, mapSchemas } from "../../contract-tests/model/keywords.js";
import { asOpenApi31 } from "../../contract-tests/model/openapi-31.js";
import { unreadable } from "./prune.js";

/**
 * A document with its schemas as JSON Schema 2020-12 has them: those of OpenAPI 3.0 rewritten, and what is no schema
 * keyword as written (a pattern no engine reads, a `required: true`) taken out and marked, so that one slip leaves one
 * field undecided and not the whole body.
 */
export function normalize(document: JsonObject): JsonObject {
  const change = (schema: Json): Json => (isObject(schema) ? mapInner(readable(schema), change) : schema);
  return mapSchemas(asOpenApi31(document), change);
}

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

function readable(schema: JsonObject): JsonObject {
  // A base of its own would turn every other reference in the schema around.
  const { $id: _id, $schema: _dialect, $anchor: _anchor, ...rest } = schema;
  const result: JsonObject = wholeNumber(rest);
  const reasons: string[] = isStrings(rest[unreadable]) ? [...rest[unreadable]] : [];
  const drop = (keyword: string, reason: string) => {
    delete result[keyword];
    reasons.push(reason);
  };
  const { pattern, type, required, properties, enum: values } = rest;
  if (pattern !== undefined && !isPattern(pattern))
    drop("pattern", `the pattern ${JSON.stringify(pattern)} is unreadable`);
  if (type !== undefined && !isType(type)) drop("type", `${JSON.stringify(type)} is no type`);
  if (required !== undefined && !isStrings(required)) drop("required", "`required` is no list of names");
  if (properties !== undefined && !isObject(properties)) drop("properties", "`properties` is no map");
  if (values !== undefined && (!Array.isArray(values) || values.length === 0))
    drop("enum", "`enum` is no list of values");
  return reasons.length > 0 ? { ...result, [unreadable]: reasons } : result;
}

/** `int32` says as much as two bounds; written as such, the search knows where to look. */
function wholeNumber(schema: JsonObject): JsonObject {
  if (schema.format !== "int32") return schema;
  return { minimum: -(2 ** 31), maximum: 2 ** 31 - 1, ...schema };
}

function isPattern(pattern: Json): boolean {
  try {
    return typeof pattern === "string" && new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

function isType(type: Json): boolean {
  return (isStrings(type) ? type : [type]).every((one) => typeof one === "string" && types.includes(one));
}
