import fc from "fast-check";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { componentNames, components, given, referenceTo, scalars, schemas, strings } from "./schemas.js";

/**
 * Contracts that nobody had in mind: every keyword of schemas, parameters of every place and style, bodies and responses
 * of every shape and media type, credentials of every kind, of either version. All are valid OpenAPI; `depth` says how
 * deep their schemas go, `most` how many operations they have.
 */
export function contracts(depth: number, most: number): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      version: fc.constantFrom("3.0.3", "3.1.0"),
      operations: fc.integer({ min: 1, max: most }),
      security: fc.constantFrom<Json[] | undefined>(undefined, undefined, [{ bearer: [] }]),
    })
    .chain(({ version, operations, security }) => {
      const is31 = version.startsWith("3.1");
      const schema = schemas(is31, depth);
      return fc
        .record({
          named: components(is31, depth),
          items: fc.tuple(...Array.from({ length: operations }, (_, index) => pathItem(index, schema, is31))),
        })
        .map(({ named, items }) =>
          given({
            openapi: version,
            info: { title: "Random", version: "1.0.0" },
            servers: [{ url: "https://api.example.com" }],
            security,
            components: { ...shared, schemas: named, securitySchemes },
            paths: Object.fromEntries(items),
          }),
        );
    });
}

const securitySchemes: JsonObject = {
  bearer: { type: "http", scheme: "bearer" },
  basic: { type: "http", scheme: "basic" },
  keyInHeader: { type: "apiKey", in: "header", name: "X-Key" },
  keyInQuery: { type: "apiKey", in: "query", name: "key" },
  keyInCookie: { type: "apiKey", in: "cookie", name: "key" },
  oauth: {
    type: "oauth2",
    flows: { clientCredentials: { tokenUrl: "https://example.com/token", scopes: { a: "b" } } },
  },
  digest: { type: "http", scheme: "digest" },
};

const securities: readonly (Json[] | undefined)[] = [
  undefined,
  undefined,
  [],
  [{ bearer: [] }],
  [{ bearer: [] }, {}],
  [{ basic: [] }],
  [{ keyInHeader: [] }],
  [{ keyInQuery: [] }],
  [{ keyInCookie: [] }],
  [{ oauth: ["a"] }],
  [{ bearer: [], keyInHeader: [] }],
  [{ digest: [] }, { keyInHeader: [] }],
];

/** What documents share by reference beside their schemas. */
const shared: JsonObject = {
  parameters: { Trace: { name: "X-Trace", in: "header", schema: { type: "string", maxLength: 8 } } },
  responses: {
    Refused: {
      description: "x",
      content: {
        "application/json": {
          schema: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
        },
      },
    },
  },
};
const refused: JsonObject = { $ref: "#/components/responses/Refused" };

/** Names that no identifier of a language has, and names that mean something to one. */
const ids = ["getIt", "get it", "get-it.now", "größe", "constructor", "3", "class", "http"];

function pathItem(index: number, schema: fc.Arbitrary<JsonObject>, is31: boolean): fc.Arbitrary<[string, JsonObject]> {
  const body = fc.oneof(
    { weight: 3, arbitrary: schema },
    { weight: 1, arbitrary: fc.constantFrom(...componentNames).map(referenceTo) },
  );
  return fc
    .record({
      method: fc.constantFrom("get", "post", "post", "put", "patch", "delete", "head", "options"),
      parameters: fc.array(parameters(schema, is31), { maxLength: 3 }),
      traced: fc.constantFrom(false, false, true),
      above: fc.boolean(),
      sent: requestBodies(body),
      responses: responses(body),
      security: fc.constantFrom(...securities),
      id: fc.option(fc.constantFrom(...ids), { nil: undefined, freq: 2 }),
    })
    .map(({ method, parameters, traced, above, sent, responses, security, id }) => {
      const apart = parameters.filter(
        ({ name, in: place }, at) => parameters.findIndex((one) => one.name === name && one.in === place) === at,
      );
      const all = traced ? [...apart, { $ref: "#/components/parameters/Trace" }] : apart;
      const inPath = apart.filter((one) => one.in === "path").map(({ name }) => `/{${String(name)}}`);
      const definition = given({
        operationId: id === undefined ? undefined : `${id}${index > 0 ? index : ""}`,
        parameters: above ? undefined : all,
        requestBody: method === "get" || method === "head" ? undefined : sent,
        responses,
        security,
      });
      return [
        `/random${index}${inPath.join("")}`,
        { ...(above && { parameters: all }), [method]: definition },
      ] satisfies [string, JsonObject];
    });
}

/** What stands beside or instead of plain JSON. */
const requestTypes: readonly (readonly string[])[] = [
  ["application/json"],
  ["application/json"],
  ["application/json"],
  ["application/json; charset=utf-8"],
  ["application/x-www-form-urlencoded", "application/json"],
  ["application/json", "text/xml"],
  ["application/merge-patch+json"],
  ["application/vnd.example.v2+json", "application/json"],
];

const requestBodies = (body: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject | undefined> =>
  fc
    .record({
      schema: fc.option(body, { nil: undefined, freq: 12 }),
      types: fc.constantFrom(...requestTypes),
      required: fc.boolean(),
      sent: fc.constantFrom(true, true, true, false),
    })
    .map(({ schema, types, required, sent }) =>
      sent
        ? given({
            required: required ? true : undefined,
            content: Object.fromEntries(types.map((type) => [type, schema ? { schema } : {}])),
          })
        : undefined,
    );

/** Styles by place, as OpenAPI has them. */
const styles: Readonly<Record<string, readonly string[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};

function parameters(schema: fc.Arbitrary<JsonObject>, is31: boolean): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      place: fc.constantFrom("path", "query", "query", "query", "header", "cookie"),
      name: fc.constantFrom("limit", "sort", "X-Tenant", "filter", "page[size]", "größe"),
      kind: fc.constantFrom("scalar", "scalar", "list", "object", "content"),
      scalar: scalars(is31),
      other: strings,
      any: schema,
      required: fc.boolean(),
      style: fc.nat(3),
      explode: fc.option(fc.boolean(), { nil: undefined }),
      marks: fc.constantFrom<JsonObject>(
        {},
        {},
        { deprecated: true },
        { allowEmptyValue: true },
        { allowReserved: true },
      ),
    })
    .map(({ place, name: free, kind, scalar, other, any, required, style, explode, marks }) => {
      // In the other places these are no names.
      const name = place === "query" || /^[\w-]+$/.test(free) ? free : "limit";
      const base = { ...asRequired(place, required), ...marksFor(place, marks), name, in: place };
      if (kind === "content" && place === "query" && !JSON.stringify(any).includes("$ref")) {
        return { ...base, content: { "application/json": { schema: any } } };
      }
      return { ...base, ...writing(place, kind, style, explode), schema: schemaOf(kind, name, scalar, other) };
    });
}

function asRequired(place: string, required: boolean): JsonObject {
  return place === "path" || (required && place !== "cookie") ? { required: true } : {};
}

/** These two are for queries. */
function marksFor(place: string, marks: JsonObject): JsonObject {
  const { allowEmptyValue: _empty, allowReserved: _reserved, ...others } = marks;
  return place === "query" ? marks : others;
}

function schemaOf(kind: string, name: string, scalar: JsonObject, other: JsonObject): JsonObject {
  if (kind === "list") {
    return { type: "array", items: scalar, minItems: 1 };
  }
  if (kind !== "object") {
    return scalar;
  }
  // Fields of their own names: two objects whose fields stand side by side in a query could not be told apart.
  return {
    type: "object",
    required: [`${name}Kind`],
    properties: { [`${name}Kind`]: other, [`${name}Level`]: scalar },
  };
}

/** A style that fits, or none. */
function writing(place: string, kind: string, choice: number, explode: boolean | undefined): JsonObject {
  const known = styles[place] ?? ["simple"];
  const style = known[choice % known.length] ?? "simple";
  return isForKind(style, kind) ? given({ style, explode: style === "deepObject" ? true : explode }) : {};
}

/** Some styles are for one shape of values only. */
function isForKind(style: string, kind: string): boolean {
  if (style === "deepObject") {
    return kind === "object";
  }
  return !style.includes("Delimited") || kind === "list";
}

const responseTypes: readonly (readonly string[])[] = [
  ["application/json"],
  ["application/json"],
  ["application/json; charset=utf-8"],
  ["application/hal+json"],
  ["application/json", "text/csv"],
  ["text/csv"],
];

function responses(schema: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const content = fc
    .record({ one: fc.option(schema, { nil: undefined }), types: fc.constantFrom(...responseTypes) })
    .map(({ one, types }) =>
      given({
        description: "x",
        content: one && Object.fromEntries(types.map((type) => [type, type.includes("json") ? { schema: one } : {}])),
      }),
    );
  return fc
    .record({
      success: fc.constantFrom("200", "201", "2XX", "204"),
      body: content,
      second: fc.constantFrom<JsonObject>({}, {}, { "202": { description: "x" } }),
      errors: fc.subarray(["400", "404", "4XX", "422", "401", "403", "5XX", "default"]),
      plain: fc.constantFrom(false, false, false, true),
      headers: fc.constantFrom(...responseHeaders),
    })
    .map(({ success, body, second, errors, plain, headers }) => ({
      [success]: success === "204" ? { description: "x" } : { ...body, ...headers },
      ...second,
      ...Object.fromEntries(
        errors.map((status) => [status, plain && status !== "default" ? { description: "x" } : refused]),
      ),
    }));
}

const responseHeaders: readonly JsonObject[] = [
  {},
  {},
  {
    headers: {
      "X-Rate": { required: true, schema: { type: "integer", minimum: 1 } },
      "X-Tags": { schema: { type: "array", items: { type: "string" } } },
    },
  },
  { headers: { "X-Kind": { required: true, schema: { type: "string", enum: ["a", "b"] } }, "X-Any": {} } },
  {
    headers: {
      "X-At": { required: true, schema: { type: "string", format: "date-time" }, example: "2026-01-31T12:00:00Z" },
    },
  },
];
