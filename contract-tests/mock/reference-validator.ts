import { createAjv } from "../model/ajv.js";
import { isObject, isStrings, type Json, type JsonObject, parseJson } from "../model/json.js";
import { type Node, objectAt } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { fromPointer } from "../model/pointer.js";
import { decoded } from "../model/text.js";
import { targetOf, type WireRequest } from "../provider/wire.js";

/** Whether a value is valid by a schema. */
export type Takes = (schema: Node, value: Json) => boolean;

/**
 * The reference provider's own validator. It shares only the corrected library with the suite's, so that they do not
 * overlook the same things. By `direction`, a client need not send `readOnly` fields, nor a provider return `writeOnly`
 * ones.
 */
export function createRules(document: JsonObject, direction: "request" | "response"): Takes {
  const { at } = createAjv(withoutForeignFields(document, direction));
  return ({ pointer }, value) => at(pointer)(value).length === 0;
}

/** A copy in which no schema requires a field of the other direction. */
function withoutForeignFields(document: JsonObject, direction: "request" | "response"): JsonObject {
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  const marked = (schema: Json | undefined): boolean => {
    let here = schema;
    for (let hops = 0; isObject(here) && hops < 100; hops += 1) {
      if (here[mark] === true) {
        return true;
      }
      if (typeof here.$ref !== "string") {
        return false;
      }
      here = fromPointer(here.$ref).reduce<Json | undefined>(inside, document);
    }
    return false;
  };
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
    if (!isObject(value) || !isStrings(value.required)) {
      return value;
    }
    const { properties } = value;
    if (!isObject(properties)) {
      return value;
    }
    return { ...value, required: value.required.filter((name) => !marked(inside(properties, name))) };
  });
}

function inside(value: Json | undefined, token: string): Json | undefined {
  if (isObject(value)) {
    return Object.hasOwn(value, token) ? value[token] : undefined;
  }
  return Array.isArray(value) ? value[Number(token)] : undefined;
}

/** The faults of a request's parameters, of which `path` has the texts of those in its path. */
export function inParameters(
  takes: Takes,
  { parameters }: Operation,
  request: WireRequest,
  path: ReadonlyMap<string, string>,
): string[] {
  return parameters.flatMap((parameter) => {
    const text = textOf(parameter, request, path);
    if (!text) {
      return [`${parameter.in} ${parameter.name} cannot be decoded`];
    }
    if (text.texts.length === 0 && text.keyed.length === 0) {
      return parameter.required ? [`${parameter.in} ${parameter.name} is missing`] : [];
    }
    return takesParameter(takes, parameter, text) ? [] : [`${parameter.in} ${parameter.name} breaks its schema`];
  });
}

/** A parameter's texts; undefined if they cannot be decoded. */
function textOf({ in: place, name, schema, node }: Parameter, request: WireRequest, path: ReadonlyMap<string, string>) {
  if (place === "query") {
    const { style = "form", ...definition } = objectAt(node);
    // As only the style `form` has them, the fields of an object are in the query under their own names.
    const isApart = style === "form" && standsApart(definition);
    return inQuery(targetOf(request), name, isApart ? schema?.value : undefined);
  }
  const text = place === "path" ? decoded(path.get(name) ?? "") : request.headers.get(name);
  const isLeftOut = text === null || (place === "path" && text === "");
  return text === undefined ? undefined : { texts: isLeftOut ? [] : [text], keyed: [] };
}

/** The texts under a name in the query of a target, under `name[key]`, or under the names of the schema's fields. */
function inQuery(target: string, name: string, schema: Json | undefined): ParameterText {
  const search = new URLSearchParams(target.split("?").slice(1).join("?"));
  const texts = search.getAll(name);
  const deep = [...search].flatMap(([key, text]): [string, string][] =>
    key.startsWith(`${name}[`) && key.endsWith("]") ? [[key.slice(name.length + 1, -1), text]] : [],
  );
  const listed = Object.keys(Object(Object(schema).properties)).filter((field) => search.has(field));
  const apart = listed.map((field): [string, string] => [field, search.get(field) ?? ""]);
  return { texts, keyed: texts.length === 0 && deep.length === 0 ? apart : deep };
}

/** A parameter as it is in a request: the texts under its name, and for objects the texts under its keys. */
interface ParameterText {
  readonly texts: readonly string[];
  readonly keyed: readonly (readonly [key: string, text: string])[];
}

/** Whether a parameter's text can be read, by its style, as a valid value. */
function takesParameter(takes: Takes, { node, schema }: Parameter, { texts, keyed }: ParameterText): boolean {
  const definition = objectAt(node);
  if (definition.content !== undefined) {
    const value = parseJson(texts[0] ?? "");
    return value !== undefined && (!schema || takes(schema, value));
  }
  if (!schema) {
    return true;
  }
  const read = definition.in === "path" ? texts.flatMap((text) => inPath(definition, text)) : texts;
  // In a label, `.4.5` is a number as well as a list of two.
  const whole = texts.flatMap((text) => (definition.style === "label" && text.startsWith(".") ? [text.slice(1)] : []));
  return [...readings(definition, read, keyed), ...whole.flatMap((text) => [...scalars(text)])].some((value) =>
    takes(schema, value),
  );
}

/** A path's text in the style `simple`, whatever it is written in; nothing if it is not in that style. */
function inPath(definition: JsonObject, text: string): string[] {
  const { style, explode } = definition;
  if (style !== "label" && style !== "matrix") {
    return [text];
  }
  const prefix = style === "label" ? "." : matrixPrefix(definition, text);
  if (!text.startsWith(prefix)) {
    return [];
  }
  const rest = text.slice(prefix.length);
  if (explode !== true) {
    return [rest];
  }
  return [rest.split(style === "label" ? "." : prefix).join(",")];
}

/** In an exploded matrix, the fields of an object have their own names. */
function matrixPrefix({ name, explode }: JsonObject, text: string): string {
  const named = `;${name}=`;
  return explode === true && text.includes("=") && !text.startsWith(named) ? ";" : named;
}

/** The values that a text can mean; the schema decides between them. */
function* readings(definition: JsonObject, texts: readonly string[], keyed: ParameterText["keyed"]): Generator<Json> {
  const [text] = texts;
  if (text !== undefined && texts.length === 1) {
    yield* scalars(text);
  }
  const apart = standsApart(definition);
  const list = apart ? texts : split(text, definition);
  if (texts.length > 0) {
    yield* combined(list);
  }
  if (keyed.length > 0) {
    yield* objects(keyed);
  }
  if (!apart && text !== undefined) {
    yield* objects(pairs(list, definition.explode === true));
  }
}

/** Whether each item of a list has its own `name=value`, and each field of an object is under its own name. */
function standsApart({ in: place, style, explode, content }: JsonObject): boolean {
  return place === "query" && content === undefined && Boolean(explode ?? (style === undefined || style === "form"));
}

function split(text: string | undefined, { style }: JsonObject): string[] {
  if (text === undefined || text === "") {
    return [];
  }
  if (style === "spaceDelimited") {
    return text.split(" ");
  }
  return text.split(style === "pipeDelimited" ? "|" : ",");
}

function* scalars(text: string): Generator<Json> {
  yield text;
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) {
    yield Number(text);
  }
  if (text === "true" || text === "false") {
    yield text === "true";
  }
  if (text === "null") {
    yield null;
  }
}

function* objects(entries: readonly (readonly [string, string])[]): Generator<Json> {
  for (const values of combined(entries.map(([, text]) => text))) {
    yield Object.fromEntries(entries.map(([key], index) => [key, values[index] ?? null]));
  }
}

/** The most combinations of meanings that are tried. */
const mostCombined = 64;

/** The meanings of several texts together: first those of one type, as is likeliest, then all others. */
function combined(texts: readonly string[]): Json[][] {
  const meanings = texts.map((text) => [...scalars(text)]);
  const all = meanings.reduce<Json[][]>(
    (lists, each) => lists.flatMap((list) => each.map((one) => [...list, one])).slice(0, mostCombined),
    [[]],
  );
  return [[...texts], meanings.map((each) => each.at(-1) ?? null), ...all];
}

/** `a=1,b=2` if exploded, else `a,1,b,2`. */
function pairs(list: readonly string[], exploded: boolean): [string, string][] {
  if (exploded) {
    return list.map((one) => [one.split("=")[0] ?? "", one.split("=").slice(1).join("=")]);
  }
  return list.flatMap((one, index): [string, string][] => (index % 2 === 0 ? [[one, list[index + 1] ?? ""]] : []));
}
