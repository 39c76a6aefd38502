import { selfContained } from "../model/document.js";
import { canonical, isObject, type JsonObject, parseJson } from "../model/json.js";
import { rewriteSchemas } from "../model/keywords.js";
import { references } from "../model/layout.js";
import { objectAt } from "../model/node.js";
import type { Parameter } from "../model/operation.js";
import { fromPointer, lookUp } from "../model/pointer.js";
import { endsSoon, patternOf } from "../model/regexp.js";
import type { WireRequest } from "../provider/wire.js";
import { view } from "../schema/view.js";

/**
 * The limits of Prism. Each is either worked around here, so that the mock does what the contract says, or reported as
 * the mock's own, so that no other provider is blamed for it.
 */

/** The document that Prism is given. A copy, as Prism dereferences what it is given in place. */
export function documentForPrism(document: JsonObject): JsonObject {
  const endless = entangled(document);
  const isRead = (schema: JsonObject) => !refsIn(schema).some((ref) => endless.has(ref));
  const copy = rewriteSchemas(document, (schema) => (isRead(schema) ? compilable(schema) : {}));
  return {
    ...JSON.parse(selfContained(copy)),
    // Without it Prism validates what OpenAPI 3.1 says by an older draft, which knows less.
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  };
}

/**
 * On how many ways references may lead on from a schema. Prism goes them all, before it serves anything: of six schemas
 * that all refer to each other there are 326 and it takes half a second, of nine there are 109,601 and it does not end.
 */
const mostWays = 500;

/** The references of a document that lead on in too many ways for Prism, which is given empty schemas in their place. */
function entangled(document: JsonObject): ReadonlySet<string> {
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

/** The references in a part, repeated ones included. */
function refsIn(part: JsonObject): string[] {
  return references(part).map(({ ref }) => ref);
}

/**
 * A schema that Prism's Ajv compiles: otherwise Prism silently validates nothing. It fails on a value that is listed
 * twice and on a pattern that is valid only without `u`. A pattern that might not end is left to the reference provider.
 */
function compilable({ pattern, patternProperties, enum: values, ...rest }: JsonObject): JsonObject {
  const isRead = typeof pattern === "string" && endsSoon(pattern) && patternOf(pattern)?.unicode === true;
  return {
    ...rest,
    ...(isRead && { pattern }),
    ...(isObject(patternProperties) && {
      patternProperties: Object.fromEntries(Object.entries(patternProperties).filter(([name]) => endsSoon(name))),
    }),
    ...(Array.isArray(values) && { enum: [...new Map(values.map((one) => [canonical(one), one])).values()] }),
  };
}

/**
 * Whether Prism reads a parameter as the contract means it: it throws for some styles, never undoes JSON, and knows only
 * the listed fields of objects, in lower case. A parameter that it does not read is kept from it.
 */
export function isReadByPrism({ node, schema }: Parameter): boolean {
  const { types = [], branches = [] } = schema ? view(schema) : {};
  const { style = "simple", content } = objectAt(node);
  const isPlain = types.length === 1 && branches.length === 0 && !types.includes("object") && !types.includes("array");
  return isPlain && content === undefined && (style === "simple" || style === "form");
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
