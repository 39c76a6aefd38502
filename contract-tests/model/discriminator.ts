import { isObject, type Json, type JsonObject } from "./json.js";
import { fromPointer, lookUp, resolved } from "./pointer.js";

/**
 * A schema of a document in which the discriminator of a tagged union decides the variant: each variant that its own
 * schema does not tell from the others is given the values of the tag that mean it.
 */
export function withTags(document: JsonObject, union: JsonObject): JsonObject {
  const { discriminator, anyOf, oneOf } = union;
  if (!isObject(discriminator) || typeof discriminator.propertyName !== "string") {
    return union;
  }
  const { propertyName, mapping } = discriminator;
  const names = isObject(mapping) ? mapping : {};
  const branches = (list: Json[]) => list.map((branch) => withTag(document, union, branch, propertyName, names));
  return {
    ...union,
    ...(Array.isArray(anyOf) && { anyOf: branches(anyOf) }),
    ...(Array.isArray(oneOf) && { oneOf: branches(oneOf) }),
  };
}

function withTag(document: JsonObject, union: JsonObject, branch: Json, property: string, mapping: JsonObject): Json {
  const ref = refOf(branch);
  if (ref === undefined) {
    return branch;
  }
  const variant = apartFrom(document, union, branch);
  if (tells(document, branch, property)) {
    return variant;
  }
  const own = fromPointer(ref).at(-1) ?? "";
  const mapped = Object.entries(mapping).flatMap(([name, to]) => (to === ref || to === own ? [name] : []));
  const tag: JsonObject = { type: "string", enum: mapped.length > 0 ? mapped : [own] };
  return { allOf: [variant, { type: "object", required: [property], properties: { [property]: tag } }] };
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
 * A variant that builds on the union itself (`Cat: allOf: [Pet, …]` with `Pet: oneOf: [Cat, …]`) without that part, whose
 * other keywords hold for it anyway: to the letter, no value could ever be checked.
 */
function apartFrom(document: JsonObject, union: JsonObject, branch: Json): Json {
  const target = (schema: Json) => lookUp(document, fromPointer(refOf(schema) ?? "#"));
  const variant = target(branch);
  if (!isObject(variant) || !Array.isArray(variant.allOf) || !variant.allOf.some((part) => target(part) === union)) {
    return branch;
  }
  return { ...variant, allOf: variant.allOf.map((part) => (target(part) === union ? {} : part)) };
}

function refOf(schema: Json): string | undefined {
  return isObject(schema) && typeof schema.$ref === "string" ? schema.$ref : undefined;
}
