import type { Direction } from "../../contract-tests/model/direction.js";

/** A kind of difference: what it is about, which verdicts it has, and an example. */
interface DifferenceKind {
  readonly about: string;
  readonly verdict: string;
  /** The place in ours and in theirs, in YAML. */
  readonly example: readonly [ours: string, theirs: string];
  /** Whether the types that are generated from theirs show it: code that relies on ours does not compile with them. */
  readonly typed: boolean;
}

/** Whether types show it: `sent` if they do in a request alone. */
type Typed = "typed" | "sent" | undefined;
type Row = readonly [verdict: string, about: string, ours: string, theirs: string, typed?: Typed];

const [breaking, compatible, either] = ["breaking", "compatible", "breaking or compatible"];
const [shown, any] = ["breaking or undecided", "breaking, undecided or compatible"];

// Parts of examples. A row fits into a line.
const text = "{ schema: { type: string } }";
const json = `content: { application/json: ${text} }`;
const [body, asked] = [`requestBody: { ${json} }`, `requestBody: { required: true, ${json} }`];
const parameter = (more: string) => `parameters: [{ name: ids, in: query, ${more}schema: { type: array } }]`;
const answers = (...held: string[]) =>
  `responses: { 200: { description: OK }${held.map((one) => `, ${one}`).join("")} }`;
const answer = (held: string) => `responses: { 200: { description: OK, ${held} } }`;
const header = (more: string) => answer(`headers: { X-Total: { ${more}schema: { type: object } } }`);
const [taken, variants] = ["{ description: Taken }", "oneOf: [{ required: [a], properties: { a: { const: x } } }]"];
const form = (type: string) =>
  `content: { multipart/form-data: { schema: { properties: { a: {} } }, encoding: { a: { contentType: ${type} } } } }`;
const closed = (fields: string) => `{ properties: { ${fields} }, additionalProperties: false`;
const [sent, none] = ["{ properties: { name: { type: string } } }", "{}"];
const needed = "{ properties: { name: { type: string } }, required: [name] }";

/** Kinds of one direction each, or of none, in the order of a report. */
// biome-ignore format: a kind is a line.
const whole = {
  "operation-removed": [breaking, "one of our operations is gone", "get", "", "typed"],
  "operation-path-changed": [breaking, "an operation is at another path", "/v1/users", "/v1/people"],
  "operation-method-changed": [breaking, "an operation is called by another method", "post", "put"],
  "request-security-changed": [any, "other credentials are needed, by what goes over the wire", "security: [{ bearer: [] }]", "security: [{ key: [] }]"],
  "request-security-removed": [compatible, "no credentials are needed or documented", "security: [{ bearer: [] }]", "security: []"],
  "request-body-added": [either, "a body is accepted; breaking if it is required", none, asked, "typed"],
  "request-body-removed": [breaking, "no body is accepted", body, none, "typed"],
  "request-body-became-required": [breaking, "the body is required", body, asked, "typed"],
  "request-body-became-optional": [compatible, "the body is not required", asked, body],
  "request-schema-removed": [compatible, "a body has no schema", body, "requestBody: { content: { application/json: {} } }"],
  "response-status-added": [either, "a status is new; breaking if it is a success", answers(), answers(`202: { description: Later, ${json} }`), "typed"],
  "response-status-moved": [breaking, "the same response has another status", answers(`409: ${taken}`), answers(`422: ${taken}`)],
  "response-status-removed": [either, "a status is gone; breaking if no success is left", answers(`409: ${taken}`), answers()],
  "response-body-added": [compatible, "a body is documented", answers(), answer(json)],
  "response-body-removed": [shown, "no body is documented", answer(json), answers(), "typed"],
  "request-parameter-added": [either, "a parameter is new; breaking if it is required", none, parameter("required: true, "), "typed"],
  "request-parameter-removed": [compatible, "a parameter is not listed", parameter(""), none],
  "request-parameter-became-required": [breaking, "a parameter is required", parameter(""), parameter("required: true, "), "typed"],
  "request-parameter-became-optional": [compatible, "a parameter is not required", parameter("required: true, "), parameter("")],
  "request-parameter-renamed": [compatible, "a parameter of the path has another name", "/v1/users/{id}", "/v1/users/{user}"],
  "request-parameter-deprecated": [compatible, "a parameter is deprecated", parameter(""), parameter("deprecated: true, ")],
  "request-parameter-style-changed": [either, "a parameter is written in another way", parameter(""), parameter("explode: false, ")],
  "response-header-added": [compatible, "a header is new", answers(), header("")],
  "response-header-removed": [any, "a header is gone; breaking if ours requires it", header("required: true, "), answers()],
  "response-header-became-optional": [breaking, "a header can be missing", header("required: true, "), header("")],
  "response-header-became-required": [compatible, "a header always comes", header(""), header("required: true, ")],
  "response-header-deprecated": [compatible, "a header is deprecated", header(""), header("deprecated: true, ")],
  "response-header-style-changed": [breaking, "a header is written in another way", header(""), header("explode: true, ")],
  "operation-added": [compatible, "an operation is new", "", "get"],
  "operation-id-changed": [compatible, "an operation, and so the method of the client, has another name", "{ operationId: list }", "{ operationId: get }"],
  "operation-deprecated": [compatible, "an operation is deprecated", none, "deprecated: true"],
  "servers-changed": [compatible, "no server of ours is left", "{ servers: [{ url: 'https://a.example' }] }", "{ servers: [{ url: 'https://b.example' }] }"],
  "paths-prefix-changed": [compatible, "another prefix of all paths: it belongs to the base URL", "/v1/users", "/api/v1/users"],
} as const satisfies Readonly<Record<string, Row>>;

/** Kinds of each direction, which the names begin with. */
// biome-ignore format: a kind is a line.
const shared = {
  "media-type-removed": [breaking, "a media type of ours is gone", json, `content: { application/xml: ${text} }`, "typed"],
  "media-type-added": [compatible, "a media type is new", json, `content: { application/json: ${text}, application/xml: {} }`],
  "field-added": [either, "a field of theirs alone; breaking if required in a request, or if ours is closed", `${closed("id: {}")} }`, `${closed("id: {}, name: {}")}, required: [name] }`, "sent"],
  "field-removed": [either, "a field of ours alone; breaking if refused in a request, or required in a response", `${closed("id: {}, name: {}")}, required: [name] }`, `${closed("id: {}")} }`, "typed"],
  "field-became-required": [any, "a field is required", sent, needed, "typed"],
  "field-became-optional": [any, "a field is not required", needed, sent, "typed"],
  "field-became-one-way": [compatible, "a field is `readOnly` or `writeOnly`, so that it is of the other direction", sent, "{ properties: { name: { type: string, readOnly: true, writeOnly: true } } }"],
  "field-deprecated": [compatible, "a field is deprecated", "{ type: string }", "{ type: string, deprecated: true }"],
  "field-default-changed": [compatible, "something else counts if the field is left out", "{ default: a }", "{ default: b }"],
  "type-changed": [either, "another type", "{ type: string }", "{ type: boolean }", "typed"],
  "content-changed": [shown, "another `contentEncoding` or `contentMediaType`; undecided if one does not say", "{ type: string, contentEncoding: base64 }", "{ type: string, contentEncoding: base32 }"],
  "encoding-changed": [any, "the fields of a form are written in another way", form("image/png"), form("image/gif")],
  "discriminator-changed": [any, "how the variants of a union are told apart", `{ ${variants}, discriminator: { propertyName: a } }`, `{ ${variants} }`],
  "schema-not-compared": ["undecided or compatible", "a schema that cannot be read, accepts no value, or is too much to go through", "{ type: string }", "{ type: file }"],
} as const satisfies Readonly<Record<string, Row>>;

/**
 * The limits of a schema that can be stricter (`tightened`) or laxer (`loosened`), by the name of the kind: a lax and a
 * strict example.
 */
// biome-ignore format: a kind is a line.
const limits = {
  type: ["which types", "{ type: [string, 'null'] }", "{ type: string }", "typed"],
  enum: ["which values", "{ enum: [a, b] }", "{ enum: [a] }", "typed"],
  variants: ["which variants of a union", "{ oneOf: [{ type: string }, { type: boolean }] }", "{ oneOf: [{ type: string }] }", "typed"],
  format: ["which format", "{ type: string }", "{ type: string, format: email }"],
  pattern: ["which pattern", "{ type: string }", "{ type: string, pattern: ^a }"],
  "min-length": ["the least length", "{ type: string, minLength: 1 }", "{ type: string, minLength: 2 }"],
  "max-length": ["the greatest length", "{ type: string, maxLength: 9 }", "{ type: string, maxLength: 8 }"],
  minimum: ["the least number", "{ type: integer, minimum: 1 }", "{ type: integer, minimum: 2 }"],
  maximum: ["the greatest number", "{ type: integer, maximum: 9 }", "{ type: integer, maximum: 8 }"],
  "multiple-of": ["the step of numbers", "{ type: integer, multipleOf: 2 }", "{ type: integer, multipleOf: 4 }"],
  items: ["items beyond those listed", "{ type: array, prefixItems: [{}] }", "{ type: array, prefixItems: [{}], items: false }"],
  "min-items": ["the fewest items", "{ type: array, minItems: 1 }", "{ type: array, minItems: 2 }"],
  "max-items": ["the most items", "{ type: array, maxItems: 9 }", "{ type: array, maxItems: 8 }"],
  "unique-items": ["whether items differ", "{ type: array }", "{ type: array, uniqueItems: true }"],
  contains: ["which items there are", "{ type: array }", "{ type: array, contains: { type: string } }"],
  "further-fields": ["fields that are not listed", "{ additionalProperties: { type: string } }", "{ additionalProperties: false }", "sent"],
  "min-properties": ["the fewest fields", "{ type: object, minProperties: 1 }", "{ type: object, minProperties: 2 }"],
  "max-properties": ["the most fields", "{ type: object, maxProperties: 9 }", "{ type: object, maxProperties: 8 }"],
  "property-names": ["which names fields have", "{ type: object }", "{ type: object, propertyNames: { maxLength: 9 } }"],
  dependencies: ["which fields go together", "{ properties: { a: {} } }", "{ properties: { a: {} }, dependentRequired: { a: [b] } }"],
  not: ["excluded values", "{ type: string }", "{ type: string, not: { const: a } }"],
  condition: ["what holds under a condition", "{ type: string }", "{ type: string, if: { const: a }, then: { maxLength: 0 } }"],
} as const satisfies Readonly<Record<string, readonly [about: string, lax: string, strict: string, typed?: Typed]>>;

export type Whole = keyof typeof whole;
export type Limit = keyof typeof limits;
export type Shared = keyof typeof shared | `${Limit}-${"tightened" | "loosened"}`;
/** The kinds of difference, as reports name them. */
export type Kind = Whole | `${Direction}-${Shared}`;

/** Every kind by its name. Kinds about a whole operation go before those about a value. */
export const kinds: ReadonlyMap<string, DifferenceKind> = new Map([
  ...entries(whole),
  ...(["request", "response"] as const).flatMap((direction) => [
    ...entries(shared, `${direction}-`),
    ...Object.entries<readonly [string, string, string, Typed?]>(limits).flatMap(
      ([name, [about, lax, strict, typed]]) => {
        const [more, less] = direction === "request" ? [shown, compatible] : [compatible, shown];
        const tightened: Row = [more, `${about}: fewer values pass`, lax, strict, typed];
        const loosened: Row = [less, `${about}: more values pass`, strict, lax, typed];
        return entries({ tightened, loosened }, `${direction}-${name}-`);
      },
    ),
  ]),
]);

function entries(rows: Readonly<Record<string, Row>>, prefix = ""): [string, DifferenceKind][] {
  return Object.entries(rows).map(([name, [verdict, about, ours, theirs, typed]]) => [
    `${prefix}${name}`,
    {
      about,
      verdict,
      example: [ours, theirs],
      typed: typed === "typed" || (typed === "sent" && prefix.startsWith("request-")),
    },
  ]);
}

/** Whether a kind is of one direction, or of none. */
export function isWhole(name: string): name is Whole {
  return Object.hasOwn(whole, name);
}

export function isLimit(name: string): name is Limit {
  return Object.hasOwn(limits, name);
}

/** Where a kind is in a report: what concerns an operation as a whole goes before what concerns the values of a schema. */
export function rankOf(kind: Kind): number {
  const at = Object.keys(whole).indexOf(kind);
  return at < 0 ? kinds.size : at;
}

/** Whether a kind is about which values pass. */
export function isOfValues(kind: Kind): boolean {
  return /-(?:tightened|loosened|type-changed|not-compared)$|-field-/.test(kind);
}
