import fc from "fast-check";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";

/**
 * Contracts that nobody had in mind: every keyword that the suite varies values by, parameters of every place and
 * style, bodies of every shape, with and without examples, of either version. All are valid, and such that a provider
 * can keep them.
 */
export const contracts: fc.Arbitrary<JsonObject> = fc
  .record({
    version: fc.constantFrom("3.0.3", "3.1.0"),
    operations: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  })
  .chain(({ version, operations }) => {
    const is31 = version.startsWith("3.1");
    const schema = schemas(is31);
    return fc
      .record({
        components: fc.tuple(schema, schema, node(schema)),
        paths: fc.tuple(...operations.map((_, index) => operation(index, schema))),
      })
      .map(({ components: [first, second, third], paths }) => ({
        openapi: version,
        info: { title: "Random", version: "1.0.0" },
        servers: [{ url: "https://api.example.com" }],
        components: {
          schemas: { First: first, Second: second, Node: third },
          securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
        },
        paths: Object.fromEntries(paths),
      }));
  });

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** An object without what is undefined in it. */
function given(value: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

const range = (least: number, most: number) =>
  fc
    .tuple(some(fc.integer({ min: least, max: most })), some(fc.integer({ min: least, max: most })))
    .map(([a, b]): [number | undefined, number | undefined] =>
      a !== undefined && b !== undefined && a > b ? [b, a] : [a, b],
    );

const patterns = ["^[a-z]+$", "^it_[0-9]{4}$", "^\\d{4}\\-\\d{2}$", "^(?:on|off)$", "[A-Z]", "^\\S+$", "^[^@]*$"];
const formats = ["email", "uri", "uuid", "date", "date-time", "ipv4", "hostname", "byte", "int32", "unheard-of"];

const strings: fc.Arbitrary<JsonObject> = fc.oneof(
  range(0, 12).map(([minLength, maxLength]) => given({ type: "string", minLength, maxLength })),
  fc.constantFrom(...patterns).map((pattern) => ({ type: "string", pattern })),
  fc.tuple(fc.constantFrom("^[a-z]+$", "^\\S+$"), fc.integer({ min: 1, max: 40 })).map(([pattern, maxLength]) => ({
    type: "string",
    pattern,
    maxLength,
  })),
  fc.constantFrom(...formats).map((format) => ({ type: "string", format })),
  fc.uniqueArray(fc.constantFrom("soft", "loud", "größer", "a b", "", "1", "true"), { minLength: 1 }).map((values) => ({
    type: "string",
    enum: values,
  })),
);

const numbers = (is31: boolean): fc.Arbitrary<JsonObject> =>
  fc
    .record({
      type: fc.constantFrom("integer", "number"),
      bounds: range(-20, 50),
      exclusive: fc.constantFrom("none", "least", "most"),
      multipleOf: some(fc.constantFrom(2, 5)),
    })
    .map(({ type, bounds: [minimum, most], exclusive, multipleOf }) => {
      // Wide enough for something to be in it.
      const maximum = most === undefined ? undefined : most + 20;
      if (exclusive === "least" && minimum !== undefined) {
        return given(
          is31
            ? { type, exclusiveMinimum: minimum, maximum, multipleOf }
            : { type, minimum, exclusiveMinimum: true, maximum, multipleOf },
        );
      }
      if (exclusive === "most" && maximum !== undefined) {
        return given(
          is31
            ? { type, minimum, exclusiveMaximum: maximum, multipleOf }
            : { type, minimum, maximum, exclusiveMaximum: true, multipleOf },
        );
      }
      return given({ type, minimum, maximum, multipleOf });
    });

const scalars = (is31: boolean): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    { weight: 3, arbitrary: strings },
    { weight: 2, arbitrary: numbers(is31) },
    fc.constant<JsonObject>({ type: "boolean" }),
    fc.uniqueArray(fc.integer({ min: -3, max: 300 }), { minLength: 1, maxLength: 4 }).map((values) => ({
      type: "integer",
      enum: values,
    })),
    ...(is31 ? [fc.constantFrom<Json>("fixed", 7, true).map((value): JsonObject => ({ const: value }))] : []),
  );

const nullable = (is31: boolean, schema: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc.tuple(schema, fc.integer({ min: 0, max: 5 })).map(([one, die]) => {
    if (die > 0 || typeof one.type !== "string") {
      return one;
    }
    const withNull = Array.isArray(one.enum) ? { enum: [...one.enum, null] } : {};
    return is31 ? { ...one, ...withNull, type: [one.type, "null"] } : { ...one, ...withNull, nullable: true };
  });

const names = ["id", "name", "createdAt", "x-note", "größe", "kind", "a.b", "$ref-like", "__proto"];

function objects(is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const field = fc
    .tuple(inner, fc.constantFrom(undefined, undefined, undefined, "readOnly", "writeOnly", "deprecated"))
    .map(([schema, mark]) => (mark === undefined || "$ref" in schema ? schema : { ...schema, [mark]: true }));
  return fc
    .record({
      properties: fc.dictionary(fc.constantFrom(...names), field, { maxKeys: 4 }),
      required: fc.subarray(names),
      additional: fc.oneof(
        { weight: 2, arbitrary: fc.constant<Json | undefined>(undefined) },
        fc.constant<Json | undefined>(false),
        fc.constant<Json | undefined>(true),
        scalars(is31),
      ),
      patterned: fc.boolean(),
    })
    .map(({ properties, required, additional, patterned }) => {
      const there = required.filter((name) => name in properties);
      return given({
        type: "object",
        properties: { ...properties },
        required: there.length > 0 ? there : undefined,
        additionalProperties: additional,
        ...(is31 && patterned && additional === false && { patternProperties: { "^p_": { type: "integer" } } }),
      });
    });
}

const arrays = (is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc
    .record({ items: inner, size: range(0, 4), unique: fc.boolean(), fixed: some(fc.tuple(inner, inner)) })
    .map(({ items, size: [minItems, maxItems], unique, fixed }) =>
      is31 && fixed && !unique
        ? { type: "array", prefixItems: fixed, items, minItems: 2 }
        : given({
            type: "array",
            items,
            minItems,
            maxItems,
            uniqueItems: unique && (minItems ?? 0) < 2 ? true : undefined,
          }),
    );

/** Objects that tell their variant by a field; the discriminator may or may not be said. */
const tagged = (is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc
    .tuple(inner, inner, fc.boolean(), fc.constantFrom("oneOf", "anyOf"))
    .map(([first, second, said, keyword]): JsonObject => {
      const variant = (kind: string, field: string, schema: JsonObject): JsonObject => ({
        type: "object",
        required: ["kind"],
        properties: { kind: is31 ? { const: kind } : { type: "string", enum: [kind] }, [field]: schema },
      });
      return {
        [keyword]: [variant("cat", "lives", first), variant("dog", "barks", second)],
        ...(said && { discriminator: { propertyName: "kind" } }),
      };
    });

const composed = (is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> => {
  const open = objects(is31, inner).map(({ additionalProperties: _closed, patternProperties: _p, ...rest }) => rest);
  return fc.tuple(open, open).map(([first, second]): JsonObject => {
    const properties = isObject(first.properties) ? Object.keys(first.properties) : [];
    const others = isObject(second.properties) ? Object.entries(second.properties) : [];
    const apart = others.filter(([name]) => !properties.includes(name));
    const { required: _required, ...rest } = second;
    return { allOf: [first, { ...rest, properties: Object.fromEntries(apart) }] };
  });
};

function schemas(is31: boolean, depth = 0): fc.Arbitrary<JsonObject> {
  const plain = nullable(is31, scalars(is31));
  if (depth >= 2) {
    return plain;
  }
  const inner = fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 3, arbitrary: schemas(is31, depth + 1) },
    fc.constant<JsonObject>({ $ref: "#/components/schemas/Node" }),
  );
  return fc.oneof(
    { weight: 2, arbitrary: plain },
    { weight: 4, arbitrary: nullable(is31, objects(is31, inner)) },
    { weight: 2, arbitrary: nullable(is31, arrays(is31, inner)) },
    tagged(is31, inner),
    composed(is31, inner),
    fc.constant<JsonObject>({}),
  );
}

/** An object that stands within itself, and need not. */
const node = (inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc.tuple(inner, fc.boolean()).map(([value, listed]): JsonObject => {
    const self = { $ref: "#/components/schemas/Node" };
    const isSelf = JSON.stringify(value).includes("schemas/Node");
    return {
      type: "object",
      properties: { value: isSelf ? { type: "string" } : value, next: listed ? { type: "array", items: self } : self },
    };
  });

const references = fc.constantFrom<JsonObject>(
  ...["First", "Second", "Node"].map((name) => ({ $ref: `#/components/schemas/${name}` })),
);

function operation(index: number, schema: fc.Arbitrary<JsonObject>): fc.Arbitrary<[string, JsonObject]> {
  const body = fc.oneof({ weight: 3, arbitrary: schema }, references);
  return fc
    .record({
      method: fc.constantFrom("get", "post", "put", "patch", "delete"),
      parameters: fc.array(parameters(schema), { maxLength: 4 }),
      body,
      required: fc.boolean(),
      sent: fc.boolean(),
      responses: responses(body),
      security: fc.constantFrom<Json[] | undefined>(undefined, [{ bearer: [] }], [{ bearer: [] }, {}]),
      id: fc.constantFrom("getIt", undefined),
    })
    .map(({ method, parameters, body, required, sent, responses, security, id }) => {
      const apart = parameters.filter(
        ({ name, in: place }, at) => parameters.findIndex((one) => one.name === name && one.in === place) === at,
      );
      const inPath = apart.filter((one) => one.in === "path").map(({ name }) => `/{${String(name)}}`);
      const definition = given({
        operationId: id === undefined ? undefined : `${id}${index}`,
        parameters: apart,
        requestBody:
          sent && method !== "get"
            ? given({ required: required ? true : undefined, content: { "application/json": { schema: body } } })
            : undefined,
        responses,
        security,
      });
      return [`/random${index}${inPath.join("")}`, { [method]: definition }];
    });
}

/** Styles by place, as OpenAPI has them. */
const styles: Readonly<Record<string, readonly string[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
};

function parameters(schema: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      place: fc.constantFrom("path", "query", "query", "header"),
      name: fc.constantFrom("limit", "sort", "X-Tenant", "filter"),
      kind: fc.constantFrom("scalar", "scalar", "list", "object", "content"),
      scalar: scalars(true).map((one) => ("const" in one ? { type: "string" } : withoutExclusives(one))),
      other: strings,
      any: schema,
      required: fc.boolean(),
      style: fc.nat(3),
      explode: some(fc.boolean()),
      marks: fc.constantFrom<JsonObject>({}, { deprecated: true }, { allowEmptyValue: true }),
    })
    .map(({ place, name, kind, scalar, other, any, required, style, explode, marks }) => {
      const base = { name, in: place, ...((required || place === "path") && { required: true }), ...marks };
      if (kind === "content" && place === "query" && !JSON.stringify(any).includes("$ref")) {
        return { ...base, content: { "application/json": { schema: any } } };
      }
      const values: Readonly<Record<string, JsonObject>> = {
        list: { type: "array", items: scalar, minItems: 1 },
        // Fields of their own names: two objects whose fields stand side by side in a query could not be told apart.
        object: {
          type: "object",
          required: [`${name}Kind`],
          properties: { [`${name}Kind`]: other, [`${name}Level`]: scalar },
        },
      };
      const chosen = styles[place]?.[style % (styles[place]?.length ?? 1)] ?? "simple";
      const fits = isForKind(chosen, kind);
      return given({
        ...base,
        ...(fits && { style: chosen }),
        ...(fits && explode !== undefined && chosen !== "deepObject" && { explode }),
        ...(chosen === "deepObject" && fits && { explode: true }),
        schema: values[kind] ?? scalar,
      });
    });
}

/** Some styles are for one shape of values only. */
function isForKind(style: string, kind: string): boolean {
  if (style === "deepObject") {
    return kind === "object";
  }
  return !style.includes("Delimited") || kind === "list";
}

/** 3.0 writes these as true and false; that difference is tried in bodies. */
function withoutExclusives({ exclusiveMinimum: _least, exclusiveMaximum: _most, ...rest }: JsonObject): JsonObject {
  return rest;
}

function responses(schema: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const content = fc
    .tuple(some(schema), fc.constantFrom("application/json", "application/json; charset=utf-8", "application/hal+json"))
    .map(([one, mediaType]) => given({ description: "x", content: one && { [mediaType]: { schema: one } } }));
  const error = fc.constant<JsonObject>({
    description: "x",
    content: {
      "application/json": {
        schema: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
      },
    },
  });
  return fc
    .record({
      success: fc.constantFrom("200", "201", "2XX"),
      body: content,
      empty: fc.boolean(),
      errors: fc.subarray(["400", "404", "4XX", "422", "401", "default"]),
      error,
      header: fc.boolean(),
    })
    .map(({ success, body, empty, errors, error, header }) => ({
      ...(empty ? { "204": { description: "x" } } : { [success]: header ? { ...body, headers: rate } : body }),
      ...Object.fromEntries(errors.map((status) => [status, error])),
    }));
}

const rate: JsonObject = {
  "X-Rate": { required: true, schema: { type: "integer", minimum: 1 } },
  "X-Tags": { schema: { type: "array", items: { type: "string" } } },
};
