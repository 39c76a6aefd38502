import { isObject, isStrings, type Json, type JsonObject } from "../../model/json.js";
import { objectAt } from "../../model/node.js";
import type { Operator } from "../mutant.js";
import type { SchemaEdit } from "../request-drafts.js";
import { type RequestSite, requiredBy } from "../request-sites.js";
import { onRequest } from "./request-fields.js";

/** What a type is changed to. On the wire a parameter is text: numbers pass for text there, but no text for a number. */
const others: Readonly<Record<string, { readonly inBody: string; readonly asText: string | undefined }>> = {
  string: { inBody: "integer", asText: "integer" },
  integer: { inBody: "string", asText: "boolean" },
  number: { inBody: "string", asText: "boolean" },
  boolean: { inBody: "string", asText: "integer" },
  object: { inBody: "array", asText: undefined },
  array: { inBody: "object", asText: undefined },
};

const about = ["description", "x-identifies-person", "x-secret"];

function retyped({ node, whole, parameter, values }: RequestSite): SchemaEdit[] {
  const [type = "", ...more] = whole.types;
  const to = parameter ? others[type]?.asText : others[type]?.inBody;
  if (to === undefined || more.filter((one) => one !== "null").length > 0 || !("type" in objectAt(node))) {
    return [];
  }
  const kept = (schema: JsonObject) =>
    Object.fromEntries(Object.entries(schema).filter(([key]) => about.includes(key)));
  return [
    {
      particular: to,
      keyword: "type",
      what: `the type becomes ${to}`,
      edit: (schema) => ({ ...kept(schema), type: to }),
      witnesses: values,
    },
  ];
}

/** One of several types, null among them. */
function dropped({ node, values }: RequestSite): SchemaEdit[] {
  const { type } = objectAt(node);
  if (!isStrings(type) || type.length < 2) {
    return [];
  }
  return type.map((one) => ({
    particular: one,
    keyword: "type",
    what: `${one} is not taken any more`,
    edit: (schema) => ({ ...schema, type: type.filter((other) => other !== one) }),
    witnesses: [...values, ...plain(one)],
  }));
}

function plain(type: string): Json[] {
  const value = ({ string: "any", integer: 3, number: 1.5, boolean: true, null: null } as const)[type];
  return value === undefined ? [] : [value];
}

function wholeOnly({ node, values, whole }: RequestSite): SchemaEdit[] {
  if (objectAt(node).type !== "number" || whole.keywords.multipleOf !== undefined) {
    return [];
  }
  return [
    {
      particular: "",
      keyword: "type",
      what: "only whole numbers are taken",
      edit: (schema) => ({ ...schema, type: "integer" }),
      witnesses: values.flatMap((value) => (typeof value === "number" ? [value + 0.5, value - 0.5] : [])),
    },
  ];
}

/** The types of what is sent. */
export const requestTypes: readonly Operator[] = [
  onRequest("request-retyped", "breaking", "a value has to have another type than the contract says", retyped),
  onRequest("request-type-dropped", "breaking", "one of the types that the contract gives a value is refused", dropped),
  onRequest(
    "request-fraction-refused",
    "breaking",
    "a number has to be whole where the contract allows fractions",
    wholeOnly,
  ),
];

/** The same, the other way. */
export const requestTypesRelaxed: readonly Operator[] = [
  onRequest("request-null-accepted", "compatible", "null is accepted for an optional field", ({ node, values }) => {
    const { properties } = objectAt(node);
    if (!isObject(properties)) {
      return [];
    }
    const optional = Object.keys(properties).filter((name) => !requiredBy(node).includes(name));
    if (optional.length === 0) {
      return [];
    }
    const nullable = Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        optional.includes(name) ? { anyOf: [schema, { type: "null" }] } : schema,
      ]),
    );
    return [
      {
        particular: "",
        keyword: "properties",
        what: "null is taken for what can be left out",
        edit: (schema) => ({ ...schema, properties: nullable }),
        witnesses: values.flatMap((value) =>
          isObject(value) ? optional.map((name) => ({ ...value, [name]: null })) : [],
        ),
      },
    ];
  }),
];
