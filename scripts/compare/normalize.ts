import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { patternOf } from "../../contract-tests/model/regexp.js";
import { unreadable } from "../../contract-tests/schema/schema.js";

/** Keywords beside a `$ref` hold as well: as a part of its own, so that each schema has one place. */
function beside(schema: JsonObject): JsonObject {
  const { $ref, description: _description, summary: _summary, ...rest } = schema;
  if (typeof $ref !== "string") {
    return schema;
  }
  return Object.keys(rest).length === 0
    ? { $ref }
    : { allOf: [{ $ref }], ...rest, ...(Array.isArray(rest.allOf) && { allOf: [{ $ref }, ...rest.allOf] }) };
}

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

/**
 * A schema of OpenAPI 3.1 as JSON Schema 2020-12 has it: what is not a schema keyword as written (a pattern no engine
 * reads, a `required: true`) is taken out and marked, so that one slip leaves one field undecided and not the whole body.
 */
export function readable(schema: JsonObject): JsonObject {
  // A base of its own would turn every other reference in the schema around.
  const { $id: _id, $schema: _dialect, $anchor: _anchor, ...rest } = beside(schema);
  const result: JsonObject = current(wholeNumber(rest));
  const reasons: string[] = isStrings(rest[unreadable]) ? [...rest[unreadable]] : [];
  const drop = (keyword: string, reason: string) => {
    delete result[keyword];
    reasons.push(reason);
  };
  const { pattern, type, required, properties, enum: values } = rest;
  if (pattern !== undefined && !isPattern(pattern)) {
    drop("pattern", `the pattern ${JSON.stringify(pattern)} is unreadable`);
  }
  if (type !== undefined && !isType(type)) {
    drop("type", `${JSON.stringify(type)} is not a type`);
  }
  if (required !== undefined && !isStrings(required)) {
    drop("required", "`required` is not a list of names");
  }
  if (properties !== undefined && !isObject(properties)) {
    drop("properties", "`properties` is not a map");
  }
  if (values !== undefined && (!Array.isArray(values) || values.length === 0)) {
    drop("enum", "`enum` is not a list of values");
  }
  const [contradiction] = contradictions(result);
  if (contradiction !== undefined) {
    result["x-contradiction"] = contradiction;
  }
  return reasons.length > 0 ? { ...result, [unreadable]: reasons } : result;
}

/** Keywords that can never apply for the type beside them: it is not clear which of the two is meant. */
function contradictions({ type, properties, items }: JsonObject): string[] {
  const named = typeof type === "string" ? [type] : type;
  if (!Array.isArray(named)) {
    return [];
  }
  const typed = JSON.stringify(type);
  return [
    ...(isObject(properties) && !named.includes("object") ? [`\`properties\` beside the type ${typed}`] : []),
    ...(isObject(items) && !named.includes("array") ? [`\`items\` beside the type ${typed}`] : []),
  ];
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

/** `int32` says as much as two bounds; written as such, the search knows where to look. */
function wholeNumber(schema: JsonObject): JsonObject {
  if (schema.format !== "int32") {
    return schema;
  }
  return { minimum: -(2 ** 31), maximum: 2 ** 31 - 1, ...schema };
}

function isPattern(pattern: Json): boolean {
  return typeof pattern === "string" && patternOf(pattern) !== undefined;
}

function isType(type: Json): boolean {
  return (isStrings(type) ? type : [type]).every((one) => typeof one === "string" && types.includes(one));
}
