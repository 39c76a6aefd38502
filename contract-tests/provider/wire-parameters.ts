import { canonical, isObject, type Json, type JsonObject, parseJson } from "../model/json.js";
import { type Node, objectAt } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { type ParameterStyle, parameterStyle } from "../model/parameter-style.js";
import { stepInto } from "../model/pointer.js";
import { madeSchema, type Schema } from "../schema/schema.js";
import { view } from "../schema/view.js";
import type { Params } from "./plan.js";

/** The texts of a parameter, by their keys: one in a path or a header, any number in a query. */
type Written = readonly (readonly [key: string, text: string])[];

type Scalar = string | number | boolean;

/**
 * A parameter's value as it is written into a request; undefined for a value that its place or its style cannot carry,
 * such as null, a line break in a header, or a list within a list. An empty list or object is not written at all.
 */
export function written(parameter: Parameter, value: Json): Written | undefined {
  const pairs = inStyle(parameter, parameterStyle(parameter.node), value);
  return pairs?.every(([, text]) => fits(parameter.in, text)) ? pairs : undefined;
}

/**
 * Whether a value can be written into a request such that it arrives unchanged. To some providers an empty text is a
 * parameter left out, so that it counts only if the contract says that it may be empty.
 */
export function isCarried(parameter: Parameter, value: Json): boolean {
  const texts = written(parameter, value);
  // To the client, null is a parameter that is not given.
  if (texts === undefined || texts.length === 0 || value === null) {
    return false;
  }
  const { prefix, json } = parameterStyle(parameter.node);
  const mayBeEmpty = parameter.in === "query" && objectAt(parameter.node).allowEmptyValue === true && value === "";
  if (!json && !mayBeEmpty && (value === "" || texts.some(([, text]) => text === "" || text === prefix))) {
    return false;
  }
  const same = canonical(value);
  return readings(parameter, texts).some((read) => canonical(read) === same);
}

const scalarTypes: readonly Json[] = ["string", "number", "boolean"];

/** The characters that survive the way into a place, if not all do. */
const characters: Readonly<Record<string, string>> = { path: "[^/\\\\]", header: "[\\x20-\\x7e]" };

/** The common schemas of all values of a parameter that {@link isCarried}: of the whole, and of a value inside it. */
export function carriedBy({ in: place, node, schema }: Parameter): Readonly<Record<"whole" | "inner", Schema>> {
  const { json, apart, deep, separator } = parameterStyle(node);
  if (json) {
    return { whole: madeSchema({ not: { type: "null" } }), inner: madeSchema(true) };
  }
  const isApart = apart || deep;
  const pattern = `^${characters[place] ?? "[^]"}*$`;
  const joins = !isApart && separator.length === 1;
  const inner = {
    ...{ type: [...scalarTypes], minLength: isApart ? 1 : 0, pattern },
    ...(joins && { not: { type: "string", pattern: `[${separator}]` } }),
  };
  const { properties, additional, branches } = schema
    ? view(schema)
    : { properties: [], additional: true, branches: [] };
  // An unlisted field is not looked for under its own name.
  const isListed = apart && typeof additional === "boolean" && branches.length === 0;
  const mayBeEmpty = place === "query" && objectAt(node).allowEmptyValue === true;
  const whole = {
    ...{ type: [...scalarTypes, "array", "object"], minLength: mayBeEmpty ? 0 : 1, pattern },
    // A single empty item is written as nothing at all.
    not: {
      anyOf: [
        { type: "array", maxItems: 1, items: { const: "" } },
        ...(place === "path" ? [{ enum: [".", ".."] }] : []),
      ],
    },
    ...{ minItems: 1, items: inner, minProperties: 1, additionalProperties: inner },
    ...(isListed && { propertyNames: { enum: properties.map(([name]) => name) } }),
  };
  return { whole: madeSchema(whole), inner: madeSchema(inner) };
}

function inStyle({ name, schema }: Parameter, style: ParameterStyle, value: Json): Written | undefined {
  if (style.json) {
    return [[name, JSON.stringify(value)]];
  }
  if (Array.isArray(value)) {
    return listInStyle(name, style, value);
  }
  // Whoever looks for fields by their keys does not look under the name itself, nor the other way round.
  const types = style.deep || style.apart ? typesOf(schema ? [schema] : []).filter((type) => type !== "null") : [];
  if (isObject(value)) {
    return types.length > 0 && !types.includes("object") ? undefined : objectInStyle(name, style, value);
  }
  return isScalar(value) && types.join() !== "object" ? [[name, style.prefix + value]] : undefined;
}

function listInStyle(name: string, style: ParameterStyle, value: readonly Json[]): Written | undefined {
  if (!value.every(isScalar) || style.deep) {
    return undefined;
  }
  if (style.apart) {
    return value.map((item) => [name, String(item)]);
  }
  return value.length === 0 ? undefined : [[name, style.prefix + value.join(style.separator)]];
}

function objectInStyle(name: string, style: ParameterStyle, value: JsonObject): Written | undefined {
  const fields = Object.entries(value).filter((field): field is [string, Scalar] => isScalar(field[1]));
  if (fields.length < Object.keys(value).length) {
    return undefined;
  }
  if (style.deep) {
    return fields.map(([key, inner]) => [`${name}[${key}]`, String(inner)]);
  }
  if (style.apart) {
    return fields.map(([key, inner]) => [key, String(inner)]);
  }
  if (fields.length === 0) {
    return undefined;
  }
  const { prefix, separator } = style.fields;
  return [[name, prefix + fields.map(([key, inner]) => key + style.pair + inner).join(separator)]];
}

function isScalar(value: Json): value is Scalar {
  return scalarTypes.includes(typeof value);
}

/** Whether a text survives the way into its place. */
function fits(place: Parameter["in"], text: string): boolean {
  if (/\p{Surrogate}/u.test(text)) {
    return false;
  }
  if (place === "path") {
    return /^[^/\\]+$/.test(text) && text !== "." && text !== "..";
  }
  return place === "query" || /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/.test(text);
}

/** More readings than these are not looked at. */
const mostReadings = 64;

/**
 * The values that a provider can read in a parameter that is written like this, by its style and the types that its
 * schema allows: on the wire all is text, so that 42 is a number to one schema, a text to the next, and a list to a
 * third.
 */
export function readings(parameter: Parameter, texts: Written): Json[] {
  const { schema, name } = parameter;
  const style = parameterStyle(parameter.node);
  const [first] = texts;
  if (style.json) {
    return [parseJson(first?.[1] ?? "")].filter((value) => value !== undefined);
  }
  if (!schema) {
    return first ? [first[1]] : [];
  }
  const types = typesOf([schema]);
  const may = (...some: string[]) => types.length === 0 || some.some((type) => types.includes(type));
  const text = texts.length === 1 && first?.[0] === name ? first[1].slice(style.prefix.length) : undefined;
  const list = style.apart ? texts.filter(([key]) => key === name).map(([, one]) => one) : text?.split(style.separator);
  return [
    ...(may("string", "number", "integer", "boolean") && text !== undefined ? scalars([schema], text) : []),
    ...(types.includes("array") && list ? lists(itemsOf(schema), list) : []),
    ...(types.includes("object") ? objects(schema, fieldsIn(style, name, schema, texts, text)) : []),
    // Neither: it means itself.
    ...(types.length > 0 && !may("array", "object", "string", "number", "integer", "boolean") && text !== undefined
      ? [text]
      : []),
  ].slice(0, mostReadings);
}

function fieldsIn(
  style: ParameterStyle,
  name: string,
  schema: Node,
  texts: Written,
  text: string | undefined,
): Written {
  if (style.deep) {
    return texts.flatMap(([key, one]) =>
      key.startsWith(`${name}[`) ? [[key.slice(name.length + 1, -1), one] as const] : [],
    );
  }
  if (style.apart) {
    return texts.filter(([key]) => fieldsOf(schema, key).length > 0);
  }
  if (text === undefined) {
    return [];
  }
  if (style.pair === "=") {
    const whole = texts[0]?.[1].slice(style.fields.prefix.length) ?? "";
    return whole
      .split(style.fields.separator)
      .map((one) => [one.split("=")[0] ?? "", one.split("=").slice(1).join("=")] as const);
  }
  const parts = text.split(style.separator);
  return parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""] as const] : []));
}

function scalars(schemas: readonly Node[], text: string): Json[] {
  const types = typesOf(schemas);
  const may = (...some: string[]) => types.length === 0 || some.some((type) => types.includes(type));
  const typed: Json[] = [
    ...(may("integer", "number") && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? [Number(text)] : []),
    ...(may("boolean") && /^(?:true|false)$/.test(text) ? [text === "true"] : []),
  ];
  return typed.length === 0 || may("string") ? [...typed, text] : typed;
}

function lists(schemas: readonly Node[], texts: readonly string[]): Json[] {
  // No item and an empty one are written alike.
  const none: Json[] = texts.length === 1 && texts[0] === "" ? [[]] : [];
  const some = texts
    .map((text) => scalars(schemas, text))
    .reduce<Json[][]>(
      (all, each) => all.flatMap((list) => each.map((one) => [...list, one])).slice(0, mostReadings),
      [[]],
    );
  return [...some, ...none];
}

function objects(schema: Node, fields: Written): Json[] {
  return fields
    .map(([key, text]) => scalars(fieldsOf(schema, key), text).map((value): [string, Json] => [key, value]))
    .reduce<JsonObject[]>(
      (all, each) =>
        all.flatMap((object) => each.map(([key, value]) => ({ ...object, [key]: value }))).slice(0, mostReadings),
      [{}],
    );
}

/** A schema's types and those of its variants; empty if it does not say. */
function typesOf(schemas: readonly Node[], depth = 0): string[] {
  const all = schemas.flatMap((schema) => {
    const { types, branches } = view(schema);
    return types.length > 0 || depth > 4 ? types : typesOf(branches, depth + 1);
  });
  return [...new Set(all)];
}

function itemsOf(schema: Node): Node[] {
  const { items, branches } = view(schema);
  return items ? [items] : branches.flatMap(itemsOf);
}

function fieldsOf(schema: Node, name: string): Node[] {
  const { properties, additional, branches } = view(schema);
  const named = properties.filter(([key]) => key === name).map(([, field]) => field);
  if (named.length > 0) {
    return named;
  }
  return [
    ...(typeof additional === "object" ? [additional] : []),
    ...branches.flatMap((branch) => fieldsOf(branch, name)),
  ];
}

/** The value that a request has for a parameter; the client sends no cookies. */
export function givenValue({ in: place, name }: Parameter, params: Params | undefined): Json | undefined {
  return place === "cookie" ? undefined : stepInto(params?.[place], name);
}

/** An operation's path and query with their parameters filled in. */
export function pathAndQuery({ path, parameters }: Operation, params: Params | undefined): string {
  const texts = (parameter: Parameter): Written => {
    const value = givenValue(parameter, params);
    return value === undefined ? [] : (written(parameter, value) ?? []);
  };
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => {
    const parameter = parameters.find((one) => one.in === "path" && one.name === name);
    return encodeURIComponent(parameter ? (texts(parameter)[0]?.[1] ?? "") : "");
  });
  const query = new URLSearchParams();
  for (const parameter of parameters.filter((one) => one.in === "query")) {
    for (const [key, text] of texts(parameter)) {
      query.append(key, text);
    }
  }
  return query.size > 0 ? `${filled}?${query}` : filled;
}

/** The header parameters of a request as they are written. */
export function headerTexts({ parameters }: Operation, params: Params | undefined): Written {
  return parameters.flatMap((parameter) => {
    const value = parameter.in === "header" ? givenValue(parameter, params) : undefined;
    return value === undefined ? [] : (written(parameter, value) ?? []);
  });
}
