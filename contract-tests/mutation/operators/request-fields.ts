import { isObject, type Json, type JsonObject } from "../../model/json.js";
import { child, entries, objectAt } from "../../model/node.js";
import { stepInto } from "../../model/pointer.js";
import type { Effect, Operator, Scope } from "../mutant.js";
import { type SchemaEdit, schemaDraft } from "../request-drafts.js";
import { type RequestSite, requestSites, requiredBy } from "../request-sites.js";
import { otherName } from "./response-fields.js";

/** An operator on the schemas that requests are validated by, at every depth. */
export function onRequest(
  name: string,
  effect: Effect,
  definition: string,
  edits: (site: RequestSite, scope: Scope) => readonly SchemaEdit[],
): Operator {
  return {
    name,
    family: effect === "breaking" ? "request constraints" : "requests",
    effect,
    definition,
    apply: (scope) =>
      requestSites(scope).flatMap((site) => edits(site, scope).map((edit) => schemaDraft(scope, site, effect, edit))),
  };
}

const fieldsOf = ({ node }: RequestSite) => entries(child(node, "properties"));
const properties = (schema: JsonObject): JsonObject => (isObject(schema.properties) ? schema.properties : {});
const required = (schema: JsonObject): Json[] => (Array.isArray(schema.required) ? schema.required : []);
const isObjectSchema = ({ node, whole }: RequestSite) =>
  whole.types.includes("object") && ("properties" in objectAt(node) || "type" in objectAt(node));

/** The plain objects at a site, without a field or with it, however the contract's own examples have it. */
function lacking({ values }: RequestSite, name: string): Json[] {
  return values.filter(isObject).map(({ [name]: _left, ...rest }) => rest);
}

function having({ values }: RequestSite, name: string): Json[] {
  return values.filter((value) => isObject(value) && Object.hasOwn(value, name));
}

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _left, ...rest } = object;
  return rest;
}

function removed(schema: JsonObject, name: string): JsonObject {
  const left = required(schema).filter((one) => one !== name);
  return {
    ...without(schema, "required"),
    properties: without(properties(schema), name),
    ...(left.length > 0 && { required: left }),
  };
}

/** The fields of what is sent. */
export const requestFields: readonly Operator[] = [
  onRequest(
    "request-required-field-added",
    "breaking",
    "a field is required that the contract does not have",
    (site) =>
      isObjectSchema(site)
        ? [
            {
              particular: "",
              keyword: "required",
              what: "a new field is required",
              edit: (schema) => ({
                ...schema,
                properties: { ...properties(schema), addedField: { type: "string" } },
                required: [...required(schema), "addedField"],
              }),
              witnesses: site.values,
            },
          ]
        : [],
  ),
  onRequest("request-field-made-required", "breaking", "a field is required that the contract makes optional", (site) =>
    fieldsOf(site)
      .filter(([name]) => !requiredBy(site.node).includes(name))
      .map(([name]) => ({
        particular: name,
        keyword: "required",
        what: `${name} is required`,
        edit: (schema) => ({ ...schema, required: [...required(schema), name] }),
        witnesses: lacking(site, name),
      })),
  ),
  onRequest("request-field-removed", "breaking", "a field of the contract is refused as unknown", (site) =>
    fieldsOf(site).map(([name]) => ({
      particular: name,
      what: `${name} is removed`,
      edit: (schema) => removed(schema, name),
      witnesses: having(site, name),
    })),
  ),
  onRequest(
    "request-field-renamed",
    "breaking",
    "a field of the contract is accepted under another name only",
    (site) =>
      fieldsOf(site).map(([name]) => ({
        particular: name,
        what: `${name} is renamed to ${otherName(name)}`,
        edit: (schema) => ({
          ...schema,
          properties: {
            ...without(properties(schema), name),
            [otherName(name)]: stepInto(properties(schema), name) ?? {},
          },
          required: required(schema).map((one) => (one === name ? otherName(name) : one)),
        }),
        witnesses: having(site, name),
      })),
  ),
  onRequest(
    "request-map-closed",
    "breaking",
    "an object open to any field is closed to all but those listed",
    (site) => {
      const { additionalProperties: open } = objectAt(site.node);
      if (!isObjectSchema(site) || open === false) {
        return [];
      }
      return [
        {
          particular: "",
          keyword: "additionalProperties",
          what: "closed to fields not listed",
          edit: (schema) => ({ ...schema, additionalProperties: false }),
          witnesses: [
            ...site.values,
            ...site.values.map((value) => (isObject(value) ? { ...value, any_key: "any" } : value)),
          ],
        },
      ];
    },
  ),
  onRequest(
    "request-map-keys-narrowed",
    "breaking",
    "the field names of an open object have to match a pattern",
    (site) =>
      isObjectSchema(site) && objectAt(site.node).additionalProperties !== false
        ? [
            {
              particular: "",
              what: "names have to be words",
              edit: (schema) => ({ ...schema, propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" } }),
              witnesses: site.values.flatMap((value) =>
                isObject(value) ? Object.values(value).map((inner) => ({ ...value, "two words": inner })) : [],
              ),
            },
          ]
        : [],
  ),
  onRequest("request-variant-removed", "breaking", "one of several variants of a value is refused", (site) =>
    ["anyOf", "oneOf"].flatMap((keyword) => {
      const variants = objectAt(site.node)[keyword];
      if (!Array.isArray(variants) || variants.length < 2) {
        return [];
      }
      return variants.map((_, index) => ({
        particular: `variant${index + 1}`,
        keyword,
        what: `variant ${index + 1} is not taken any more`,
        edit: (schema) => ({ ...schema, [keyword]: variants.filter((_one, place) => place !== index) }),
        witnesses: site.values,
      }));
    }),
  ),
];

/** The same, the other way: more is taken than the contract says. */
export const requestFieldsRelaxed: readonly Operator[] = [
  onRequest(
    "request-optional-field-added",
    "compatible",
    "a field can be sent that the contract does not have",
    (site) =>
      isObjectSchema(site)
        ? [
            {
              particular: "",
              keyword: "properties",
              what: "a new field can be sent",
              edit: (schema) => ({ ...schema, properties: { ...properties(schema), addedField: { type: "string" } } }),
              witnesses: site.values.map((value) => (isObject(value) ? { ...value, addedField: "any" } : value)),
            },
          ]
        : [],
  ),
  onRequest("request-field-made-optional", "compatible", "a field can be left out that the contract requires", (site) =>
    requiredBy(site.node).map((name) => ({
      particular: name,
      keyword: "required",
      what: `${name} can be left out`,
      edit: (schema) => ({ ...schema, required: required(schema).filter((one) => one !== name) }),
      witnesses: lacking(site, name),
    })),
  ),
  onRequest(
    "request-unknown-fields-accepted",
    "compatible",
    "fields are accepted that the contract does not list",
    (site) =>
      objectAt(site.node).additionalProperties === false
        ? [
            {
              particular: "",
              keyword: "additionalProperties",
              what: "fields not listed are taken",
              edit: (schema) => ({ ...schema, additionalProperties: true }),
              witnesses: site.values.map((value) => (isObject(value) ? { ...value, any_key: "any" } : value)),
            },
          ]
        : [],
  ),
];
