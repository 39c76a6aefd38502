import { isObject, type Json, type JsonObject } from "../../contract-tests/model/json.js";

/** The keywords of a schema that hold schemas, by how they hold them. */
export const inner = {
  one: [
    "additionalProperties",
    "items",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
  ],
  list: ["allOf", "anyOf", "oneOf", "prefixItems"],
  map: ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
} as const;

/** A schema with each schema directly in it replaced by what `change` makes of it. */
export function mapInner(schema: JsonObject, change: (inner: Json) => Json): JsonObject {
  const result: JsonObject = { ...schema };
  for (const key of inner.one) {
    const value = result[key];
    if (value !== undefined) result[key] = change(value);
  }
  for (const key of inner.list) {
    const value = result[key];
    if (Array.isArray(value)) result[key] = value.map(change);
  }
  for (const key of inner.map) {
    const value = result[key];
    if (isObject(value))
      result[key] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one)]));
  }
  return result;
}

/**
 * A document with every schema in it replaced by what `change` makes of it: those of the components, and each one
 * under a `schema` of a parameter, a header or a media type.
 */
export function mapSchemas(document: JsonObject, change: (schema: Json) => Json): JsonObject {
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => {
        if (key === "schema") return [key, change(one)];
        if (key === "example" || key === "examples") return [key, one];
        return [key, walk(one)];
      }),
    );
  };
  const { components, ...rest } = document;
  const result = walk(rest);
  if (!isObject(result)) return document;
  if (!isObject(components)) return result;
  const { schemas, ...others } = components;
  const walked = walk(others);
  return {
    ...result,
    components: {
      ...(isObject(walked) && walked),
      ...(isObject(schemas) && {
        schemas: Object.fromEntries(Object.entries(schemas).map(([name, one]) => [name, change(one)])),
      }),
    },
  };
}
