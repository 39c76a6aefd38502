import { isObject, type Json, type JsonObject } from "./json.js";
import { mapInner, mapSchemas } from "./keywords.js";
import { fromPointer, resolved } from "./pointer.js";

/**
 * A document in which the discriminator of a tagged union decides the variant: each variant that its own schema does not
 * tell from the others is given the values of the tag that mean it.
 */
export function withTags(document: JsonObject): JsonObject {
  const acyclic = withoutCycles(document);
  const change = (schema: Json): Json => (isObject(schema) ? mapInner(tagged(acyclic, schema), change) : schema);
  return mapSchemas(acyclic, change);
}

function tagged(document: JsonObject, schema: JsonObject): JsonObject {
  const { discriminator } = schema;
  if (!isObject(discriminator) || typeof discriminator.propertyName !== "string") {
    return schema;
  }
  const { propertyName, mapping } = discriminator;
  const names = isObject(mapping) ? mapping : {};
  const branches = (list: Json[]) => list.map((branch) => withTag(document, branch, propertyName, names));
  const { anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(Array.isArray(anyOf) && { anyOf: branches(anyOf) }),
    ...(Array.isArray(oneOf) && { oneOf: branches(oneOf) }),
  };
}

function withTag(document: JsonObject, branch: Json, property: string, mapping: JsonObject): Json {
  const ref = isObject(branch) && typeof branch.$ref === "string" ? branch.$ref : undefined;
  if (ref === undefined || tells(document, branch, property)) {
    return branch;
  }
  const own = fromPointer(ref).at(-1) ?? "";
  const mapped = Object.entries(mapping).flatMap(([name, to]) => (to === ref || to === own ? [name] : []));
  const tags = mapped.length > 0 ? mapped : [own];
  return {
    allOf: [
      { $ref: ref },
      { type: "object", required: [property], properties: { [property]: { type: "string", enum: tags } } },
    ],
  };
}

/** Whether a schema itself says which values a field of it can have. */
function tells(document: JsonObject, schema: Json, property: string, depth = 0): boolean {
  const value = resolved(document, schema);
  if (!isObject(value) || depth > 8) {
    return false;
  }
  const { properties, allOf } = value;
  const field = isObject(properties) ? resolved(document, properties[property]) : null;
  if (isObject(field) && (field.const !== undefined || Array.isArray(field.enum))) {
    return true;
  }
  return Array.isArray(allOf) && allOf.some((part) => tells(document, part, property, depth + 1));
}

/**
 * For variants that build on the union itself (`Cat: allOf: [Pet, …]` with `Pet: oneOf: [Cat, …]`), the union means its
 * keywords beside the list of variants: to the letter, no value could ever be checked.
 */
function withoutCycles(document: JsonObject): JsonObject {
  const { components } = document;
  if (!isObject(components) || !isObject(components.schemas)) {
    return document;
  }
  const schemas: JsonObject = { ...components.schemas };
  for (const [name, schema] of Object.entries(components.schemas)) {
    if (!isObject(schema) || schema.discriminator === undefined) {
      continue;
    }
    const variants = [schema.oneOf, schema.anyOf].flatMap((list) => (Array.isArray(list) ? list : []));
    for (const variant of variants) {
      cut(schemas, name, schema, variant);
    }
  }
  return { ...document, components: { ...components, schemas } };
}

/** A variant that builds on its union goes on to build on the keywords beside the union's variants. */
function cut(schemas: JsonObject, name: string, union: JsonObject, variant: Json): void {
  const target = isObject(variant) && typeof variant.$ref === "string" ? fromPointer(variant.$ref).at(-1) : undefined;
  const held = target === undefined ? undefined : schemas[target];
  if (target === undefined || !isObject(held) || !Array.isArray(held.allOf)) {
    return;
  }
  const isUnion = (part: Json) => isObject(part) && part.$ref === `#/components/schemas/${name}`;
  if (!held.allOf.some(isUnion)) {
    return;
  }
  const base = `${name}-without-variants`;
  const { oneOf: _one, anyOf: _any, discriminator: _tag, ...beside } = union;
  schemas[base] = beside;
  const allOf = held.allOf.map((part) => (isUnion(part) ? { $ref: `#/components/schemas/${base}` } : part));
  schemas[target] = { ...held, allOf };
}
