import type { Direction } from "../../contract-tests/model/direction.js";
import { isObject } from "../../contract-tests/model/json.js";
import * as say from "./phrases.js";
import { listed, ofLimit, orFewer, orMore, type Phrase, quoted, type Say, shown, typesText } from "./phrases.js";

/** A kind of difference: which verdicts it has, an example, and its words. */
interface DifferenceKind {
  readonly verdict: string;
  /** The place in ours and in theirs, in YAML. */
  readonly example: readonly [ours: string, theirs: string];
  /** Whether the types that are generated from theirs show it: code that relies on ours does not compile with them. */
  readonly typed: boolean;
  /** A difference of this kind, in one clause. */
  readonly say: Say;
}

/** Whether types show it: `sent` if they do in a request alone. */
type Typed = "typed" | "sent" | undefined;
type Row = readonly [verdict: string, about: string, ours: string, theirs: string, say: Say, typed?: Typed];

const [breaking, compatible, either] = ["breaking", "compatible", "breaking or compatible"];
const [unsure, any] = ["breaking or undecided", "breaking, undecided or compatible"];

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
export const whole = {
  "operation-removed": [breaking, "one of our operations is gone", "get", "", say.gone, "typed"],
  "operation-path-changed": [breaking, "an operation is at another path", "/v1/users", "/v1/people", say.nowNot("is at")],
  "operation-method-changed": [breaking, "an operation is called by another method", "post", "put", say.nowNot("is called by")],
  "request-security-changed": [any, "other credentials are needed, by what goes over the wire", "security: [{ bearer: [] }]", "security: [{ key: [] }]", say.otherCredentials],
  "request-security-removed": [compatible, "no credentials are needed or documented", "security: [{ bearer: [] }]", "security: []", say.noCredentials],
  "request-body-added": [either, "a body is accepted; breaking if it is required", none, asked, say.isNew, "typed"],
  "request-body-removed": [breaking, "no body is accepted", body, none, () => "is gone: no body is accepted", "typed"],
  "request-body-became-required": [breaking, "the body is required", body, asked, say.required, "typed"],
  "request-body-became-optional": [compatible, "the body is not required", asked, body, say.optional],
  "request-schema-removed": [compatible, "a body has no schema", body, "requestBody: { content: { application/json: {} } }", () => "has no schema now"],
  "response-status-added": [either, "a status is new; breaking if it is a success", answers(), answers(`202: { description: Later, ${json} }`), say.isNew, "typed"],
  "response-status-moved": [breaking, "the same response has another status", answers(`409: ${taken}`), answers(`422: ${taken}`), ({ theirs }) => `comes as ${shown(theirs)} now`],
  "response-status-removed": [either, "a status is gone; breaking if no success is left", answers(`409: ${taken}`), answers(), () => "is not documented now"],
  "response-body-added": [compatible, "a body is documented", answers(), answer(json), say.isNew],
  "response-body-removed": [unsure, "no body is documented", answer(json), answers(), () => "no body is documented now", "typed"],
  "request-parameter-added": [either, "a parameter is new; breaking if it is required", none, parameter("required: true, "), say.isNew, "typed"],
  "request-parameter-removed": [compatible, "a parameter is not listed", parameter(""), none, say.removed],
  "request-parameter-became-required": [breaking, "a parameter is required", parameter(""), parameter("required: true, "), say.required, "typed"],
  "request-parameter-became-optional": [compatible, "a parameter is not required", parameter("required: true, "), parameter(""), say.optional],
  "request-parameter-renamed": [compatible, "a parameter of the path has another name", "/v1/users/{id}", "/v1/users/{user}", say.nowNot("is called")],
  "request-parameter-deprecated": [compatible, "a parameter is deprecated", parameter(""), parameter("deprecated: true, "), say.deprecated],
  "request-parameter-style-changed": [either, "a parameter is written in another way", parameter(""), parameter("explode: false, "), say.nowBefore],
  "response-header-added": [compatible, "a header is new", answers(), header(""), say.isNew],
  "response-header-removed": [any, "a header is gone; breaking if ours requires it", header("required: true, "), answers(), say.removed],
  "response-header-became-optional": [breaking, "a header can be missing", header("required: true, "), header(""), say.optional],
  "response-header-became-required": [compatible, "a header always comes", header(""), header("required: true, "), say.required],
  "response-header-deprecated": [compatible, "a header is deprecated", header(""), header("deprecated: true, "), say.deprecated],
  "response-header-style-changed": [breaking, "a header is written in another way", header(""), header("explode: true, "), say.nowBefore],
  "operation-added": [compatible, "an operation is new", "", "get", say.isNew],
  "operation-id-changed": [compatible, "an operation, and so the method of the client, has another name", "{ operationId: list }", "{ operationId: get }", say.nowNot("is called")],
  "operation-deprecated": [compatible, "an operation is deprecated", none, "deprecated: true", say.deprecated],
  "servers-changed": [compatible, "no server of ours is left", "{ servers: [{ url: 'https://a.example' }] }", "{ servers: [{ url: 'https://b.example' }] }", ({ ours, theirs }) => `now: ${listed(theirs, shown)}; before: ${listed(ours, shown)}`],
  "paths-prefix-changed": [compatible, "another prefix of all paths: it belongs to the base URL", "/v1/users", "/api/v1/users", say.otherPrefix],
} as const satisfies Readonly<Record<string, Row>>;

/** Kinds of each direction, which the names begin with. */
// biome-ignore format: a kind is a line.
export const shared = {
  "media-type-removed": [breaking, "a media type of ours is gone", json, `content: { application/xml: ${text} }`, ({ ours, theirs }) => `${shown(ours)} is gone, now it is ${shown(theirs)}`, "typed"],
  "media-type-added": [compatible, "a media type is new", json, `content: { application/json: ${text}, application/xml: {} }`, ({ theirs }) => `${shown(theirs)} is new`],
  "field-added": [either, "a field of theirs alone; breaking if required in a request, or if ours is closed", `${closed("id: {}")} }`, `${closed("id: {}, name: {}")}, required: [name] }`, say.newField, "sent"],
  "field-removed": [either, "a field of ours alone; breaking if refused in a request, or required in a response", `${closed("id: {}, name: {}")}, required: [name] }`, `${closed("id: {}")} }`, say.removed, "typed"],
  "field-became-required": [any, "a field is required", sent, needed, say.required, "typed"],
  "field-became-optional": [any, "a field is not required", needed, sent, say.optional, "typed"],
  "field-became-one-way": [compatible, "a field is `readOnly` or `writeOnly`, so that it is of the other direction", sent, "{ properties: { name: { type: string, readOnly: true, writeOnly: true } } }", say.oneWay],
  "field-deprecated": [compatible, "a field is deprecated", "{ type: string }", "{ type: string, deprecated: true }", say.deprecated],
  "field-default-changed": [compatible, "something else counts if the field is left out", "{ default: a }", "{ default: b }", say.nowBefore],
  "type-changed": [either, "another type", "{ type: string }", "{ type: boolean }", ({ ours, theirs }) => `is ${typesText(theirs)} now, not ${typesText(ours)}`, "typed"],
  "content-changed": [unsure, "another `contentEncoding` or `contentMediaType`; undecided if one does not say", "{ type: string, contentEncoding: base64 }", "{ type: string, contentEncoding: base32 }", say.nowBefore],
  "encoding-changed": [any, "the fields of a form are written in another way", form("image/png"), form("image/gif"), say.nowBefore],
  "discriminator-changed": [any, "how the variants of a union are told apart", `{ ${variants}, discriminator: { propertyName: a } }`, `{ ${variants} }`, say.otherTags],
  "schema-not-compared": ["undecided or compatible", "a schema that cannot be read, accepts no value, or is too much to go through", "{ type: string }", "{ type: file }", () => ""],
} as const satisfies Readonly<Record<string, Row>>;

/**
 * The limits of a schema that can be stricter (`tightened`) or laxer (`loosened`), by the name of the kind: a lax and a
 * strict example.
 */
// biome-ignore format: a kind is a line.
export const limits = {
  type: ["which types", "{ type: [string, 'null'] }", "{ type: string }", typesText, "typed"],
  enum: ["which values", "{ enum: [a, b] }", "{ enum: [a] }", (values) => `one of ${listed(values)}`, "typed"],
  variants: ["which variants of a union", "{ oneOf: [{ type: string }, { type: boolean }] }", "{ oneOf: [{ type: string }] }", (value) => (Array.isArray(value) ? listed(value, shown) : shown(value)), "typed"],
  format: ["which format", "{ type: string }", "{ type: string, format: email }", (value) => `format ${quoted(value)}`],
  pattern: ["which pattern", "{ type: string }", "{ type: string, pattern: ^a }", (value) => `pattern "${shown(value)}"`],
  "min-length": ["the least length", "{ type: string, minLength: 1 }", "{ type: string, minLength: 2 }", orMore("characters")],
  "max-length": ["the greatest length", "{ type: string, maxLength: 9 }", "{ type: string, maxLength: 8 }", orFewer("characters")],
  minimum: ["the least number", "{ type: integer, minimum: 1 }", "{ type: integer, minimum: 2 }", (value) => (isObject(value) ? `more than ${shown(value.than)}` : `${shown(value)} or more`)],
  maximum: ["the greatest number", "{ type: integer, maximum: 9 }", "{ type: integer, maximum: 8 }", (value) => (isObject(value) ? `less than ${shown(value.than)}` : `${shown(value)} or less`)],
  "multiple-of": ["the step of numbers", "{ type: integer, multipleOf: 2 }", "{ type: integer, multipleOf: 4 }", (value) => `a multiple of ${shown(value)}`],
  items: ["items beyond those listed", "{ type: array, prefixItems: [{}] }", "{ type: array, prefixItems: [{}], items: false }", () => "no items there"],
  "min-items": ["the fewest items", "{ type: array, minItems: 1 }", "{ type: array, minItems: 2 }", orMore("items")],
  "max-items": ["the most items", "{ type: array, maxItems: 9 }", "{ type: array, maxItems: 8 }", orFewer("items")],
  "unique-items": ["whether items differ", "{ type: array }", "{ type: array, uniqueItems: true }", () => "no item twice"],
  contains: ["which items there are", "{ type: array }", "{ type: array, contains: { type: string } }", (value) => `items that \`contains\` asks for: ${shown(value)}`],
  "further-fields": ["fields that are not listed", "{ additionalProperties: { type: string } }", "{ additionalProperties: false }", shown, "sent"],
  "min-properties": ["the fewest fields", "{ type: object, minProperties: 1 }", "{ type: object, minProperties: 2 }", orMore("fields")],
  "max-properties": ["the most fields", "{ type: object, maxProperties: 9 }", "{ type: object, maxProperties: 8 }", orFewer("fields")],
  "property-names": ["which names fields have", "{ type: object }", "{ type: object, propertyNames: { maxLength: 9 } }", (value) => `fields are named as ${shown(value)} says`],
  dependencies: ["which fields go together", "{ properties: { a: {} } }", "{ properties: { a: {} }, dependentRequired: { a: [b] } }", (value) => `fields that go together: ${shown(value)}`],
  not: ["excluded values", "{ type: string }", "{ type: string, not: { const: a } }", (value) => `anything but ${shown(value)}`],
  condition: ["what holds under a condition", "{ type: string }", "{ type: string, if: { const: a }, then: { maxLength: 0 } }", (value) => `what holds if ${shown(value)}`],
} as const satisfies Readonly<Record<string, readonly [about: string, lax: string, strict: string, say: Phrase, typed?: Typed]>>;

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
    ...Object.entries<readonly [string, string, string, Phrase, Typed?]>(limits).flatMap(
      ([name, [about, lax, strict, phrase, typed]]) => {
        const [more, less] = direction === "request" ? [unsure, compatible] : [compatible, unsure];
        const tightened: Row = [more, `${about}: fewer values pass`, lax, strict, ofLimit(name, phrase, true), typed];
        const loosened: Row = [less, `${about}: more values pass`, strict, lax, ofLimit(name, phrase, false), typed];
        return entries({ tightened, loosened }, `${direction}-${name}-`);
      },
    ),
  ]),
]);

function entries(rows: Readonly<Record<string, Row>>, prefix = ""): [string, DifferenceKind][] {
  return Object.entries(rows).map(([name, [verdict, , ours, theirs, say, typed]]) => [
    `${prefix}${name}`,
    {
      verdict,
      example: [ours, theirs],
      say,
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
