import { canonical, isObject, type Json, type JsonObject, parseJson } from "../model/json.js";
import { mapInner, mapSchemas } from "../model/keywords.js";
import { type Kind, kindUnder, references } from "../model/layout.js";
import { child, objectAt } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { fromPointer, lookUp } from "../model/pointer.js";
import { endsSoon, patternOf, unicodePattern } from "../model/regexp.js";
import type { WireRequest } from "../provider/wire.js";
import { view } from "../schema/view.js";

/**
 * The limits of Prism. Each is either worked around here, so that the mock does what the contract says, or reported as
 * the mock's own, so that no other provider is blamed for it.
 */

/** Replaces the name `$ref` in data: Prism would resolve it, from the working directory. */
const refAsData = "$ref (data)";

/** The document that Prism is given. A copy, as Prism dereferences what it is given in place. */
export function documentForPrism(document: JsonObject): JsonObject {
  const endless = entangled(document);
  const change = (schema: Json): Json => {
    if (!isObject(schema)) {
      return schema;
    }
    return typeof schema.$ref === "string" && endless.has(schema.$ref) ? {} : mapInner(compilable(schema), change);
  };
  const copy = withoutRefsInData(mapSchemas(document, change));
  return {
    ...copy,
    // Without it Prism validates what OpenAPI 3.1 says by an older draft, which knows less.
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  };
}

/**
 * On how many ways references may lead on from a schema. Prism goes them all, before it serves anything: of six schemas
 * that all refer to each other there are 326 and it takes half a second, of nine there are 109,601 and it does not end.
 */
const mostWays = 500;

/** The references of a document that lead on in too many ways for Prism, which is given empty schemas for them. */
export function entangled(document: JsonObject): ReadonlySet<string> {
  const found = new Map<string, readonly string[]>();
  const leadsTo = (ref: string): readonly string[] => {
    const known = found.get(ref) ?? refsIn({ schema: lookUp(document, fromPointer(ref)) ?? null });
    found.set(ref, known);
    return known;
  };
  const tooMany = (start: string): boolean => {
    let ways = 0;
    const go = (ref: string, within: readonly string[]): void => {
      ways += 1;
      for (const next of within.includes(ref) || ways > mostWays ? [] : leadsTo(ref)) {
        go(next, [...within, ref]);
      }
    };
    go(start, []);
    return ways > mostWays;
  };
  return new Set([...new Set(refsIn(document))].filter(tooMany));
}

/** Whether requests of an operation have such schemas, so that Prism does not validate them. */
export function isEntangled({ body, parameters }: Operation, endless: ReadonlySet<string>): boolean {
  const holders = [...(body?.content ?? []), ...parameters].map(({ node }) => objectAt(node));
  return holders.some((holder) => refsIn(holder).some((ref) => endless.has(ref)));
}

/** The references in a part, repeated ones included. */
function refsIn(part: JsonObject): string[] {
  return references(part).map(({ ref }) => ref);
}

/**
 * A schema that Prism's Ajv compiles: otherwise Prism silently validates nothing. It fails on a value that is listed
 * twice and on a pattern that is valid only without `u`. A pattern that might not end is left to the reference provider.
 */
function compilable(schema: JsonObject): JsonObject {
  const { pattern, ...rest } = schema;
  const result: JsonObject = { ...rest };
  const read = typeof pattern === "string" && endsSoon(pattern) ? unicodePattern(pattern) : undefined;
  if (read !== undefined && patternOf(read)?.unicode) {
    result.pattern = read;
  }
  if (isObject(schema.patternProperties)) {
    const soon = Object.entries(schema.patternProperties).filter(([name]) => endsSoon(name));
    result.patternProperties = Object.fromEntries(soon);
  }
  if (Array.isArray(schema.enum)) {
    const texts = schema.enum.map((value) => canonical(value));
    result.enum = schema.enum.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
  }
  return result;
}

function withoutRefsInData(document: JsonObject): JsonObject {
  const fields = (value: JsonObject, kind: Kind, map: string): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        kind === "data" && key === "$ref" ? refAsData : key,
        step(inner, kindUnder(kind, map, key, inner), key),
      ]),
    );
  const step = (value: Json, kind: Kind, map: string): Json => {
    if (Array.isArray(value)) {
      return value.map((item) => step(item, kind, map));
    }
    return isObject(value) ? fields(value, kind, map) : value;
  };
  return fields(document, "object", "");
}

/** Prism's texts with the `$ref`s that are data as they were. */
export function withRefsInData(text: string): string {
  return text.replaceAll(JSON.stringify(refAsData), '"$ref"');
}

/**
 * Whether Prism reads a parameter as the contract means it. It throws for some styles, never undoes JSON, and knows
 * only the listed fields of objects, in lower case. A parameter that it does not read is kept from it.
 */
export function isReadByPrism({ in: place, node, schema }: Parameter): boolean {
  const { style, explode } = objectAt(node);
  if (!schema || place === "cookie" || child(node, "content")) {
    return false;
  }
  const { types, branches } = view(schema);
  if (branches.length > 0 || types.length !== 1) {
    return false;
  }
  const [type] = types;
  if (type === "object") {
    return false;
  }
  if (type !== "array") {
    return style === undefined || style === "form" || style === "simple";
  }
  return place === "query" && (style === undefined || style === "form") && explode !== false;
}

/** Whether Prism's server reads a request's values at all: empty and falsy ones count as absent there. */
export function isReadable({ url, headers, body }: WireRequest): boolean {
  const values = [...new URL(url).searchParams.values(), ...headers.values()];
  if (values.includes("")) {
    return false;
  }
  if (body === undefined) {
    return true;
  }
  const json = parseJson(body);
  return json !== undefined && Boolean(json);
}
