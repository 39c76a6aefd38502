import { isObject, type Json, type JsonObject } from "./json.js";
import { inner, references, visit } from "./layout.js";
import { fromPointer, lookUp, setAt } from "./pointer.js";

/** A schema with `change` applied to each schema directly in it. */
export function mapInner(schema: JsonObject, change: (inner: Json) => Json): JsonObject {
  const result: JsonObject = { ...schema };
  for (const key of inner.one) {
    const value = result[key];
    if (value !== undefined) {
      result[key] = change(value);
    }
  }
  for (const key of inner.list) {
    const value = result[key];
    if (Array.isArray(value)) {
      result[key] = value.map((one) => change(one));
    }
  }
  for (const key of inner.map) {
    const value = result[key];
    if (isObject(value)) {
      result[key] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one)]));
    }
  }
  return result;
}

/**
 * A document with `change` applied to every schema in it: those of the components, each one under a `schema` of a
 * parameter, a header or a media type, and whatever else a schema refers to, at any place. `change` is responsible for
 * the schemas inside one ({@link mapInner}), and may be given its own work again.
 */
export function mapSchemas(document: JsonObject, change: (schema: Json) => Json): JsonObject {
  const copy = structuredClone(document);
  const done = new Set<string>();
  const pending = schemaPlaces(copy);
  for (let tokens = pending.shift(); tokens; tokens = pending.shift()) {
    const key = tokens.join("\n");
    if (done.has(key)) {
      continue;
    }
    done.add(key);
    const before = lookUp(document, tokens);
    if (before === undefined) {
      continue;
    }
    const changed = change(before);
    setAt(copy, tokens, changed);
    // A reference that leads out of the places above is the only sign that its destination is a schema.
    for (const { ref } of references({ schema: changed })) {
      if (ref.startsWith("#/") && !/^#\/components\/schemas\/[^/]+$/.test(ref)) {
        pending.push(fromPointer(ref));
      }
    }
  }
  return copy;
}

/** A document with `rewrite` applied to every schema in it, from the outer ones to those inside them. */
export function rewriteSchemas(document: JsonObject, rewrite: (schema: JsonObject) => JsonObject): JsonObject {
  const change = (schema: Json): Json => (isObject(schema) ? mapInner(rewrite(schema), change) : schema);
  return mapSchemas(document, change);
}

/**
 * The places that the document itself declares to be schemas: in the components, and under a `schema` outside of them.
 */
function schemaPlaces(document: JsonObject): (readonly string[])[] {
  const { components } = document;
  const named = isObject(components) && isObject(components.schemas) ? Object.keys(components.schemas) : [];
  const places: (readonly string[])[] = named.map((name) => ["components", "schemas", name]);
  visit(document, (value, tokens) => {
    if (value.schema !== undefined && !isSchemaPlace(tokens)) {
      places.push([...tokens, "schema"]);
    }
  });
  return places;
}

/** Whether tokens lead to a schema or into one: a property called `schema` is not the schema of a parameter. */
function isSchemaPlace(tokens: readonly string[]): boolean {
  return tokens.includes("schema") || (tokens[0] === "components" && tokens[1] === "schemas");
}
