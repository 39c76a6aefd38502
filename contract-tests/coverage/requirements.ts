import { type Coverable, coverableKey } from "../cases/coverable.js";
import { type RefusalCause, refusedCredentials, responsesFor } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { wrongCredentials } from "../model/credentials.js";
import { canonical, type Json, type JsonObject } from "../model/json.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { isSuccess, type Operation, type Response } from "../model/operation.js";
import { formats } from "../schema/formats.js";
import { textAtEdge } from "../schema/leaves.js";
import { isTooLarge } from "../schema/limits.js";
import { bounds, rules } from "../schema/rules.js";
import { listed, numeric, type View } from "../schema/view.js";
import { placesOf } from "../schema/walk.js";

/** One thing of a contract that some case has to cover. */
export interface Requirement {
  readonly operation: string;
  /** What has to be covered. */
  readonly what: Coverable;
  readonly text: string;
  readonly at: readonly string[];
}

/**
 * Everything that a contract requires to be covered of its operations: each status and each kind of failure, each field of a
 * request sent and left out, each enum value, each bound and rule of both sides, each response field, each security
 * requirement. Read off the contract alone, without looking at how cases are derived.
 */
export function requirements({ operations }: Contract): Requirement[] {
  return operations.flatMap((operation) => {
    const request = ofRequest(operation);
    const all = [...ofResponses(operation), ...request, ...ofSecurity(operation), ...ofRefusals(operation, request)];
    // Variants share what stands beside them.
    return [...new Map(all.map((one) => [coverableKey(one.what), one])).values()];
  });
}

function ofResponses(operation: Operation): Requirement[] {
  const succeeds = operation.responses.some(({ status }) => isSuccess(status));
  const at = [...operation.node.at, "responses"];
  return [
    ...(succeeds ? [requirement(operation, { kind: "success" }, "no documented success was ever seen", at)] : []),
    ...operation.responses.flatMap((response) => ofResponse(operation, response)),
  ];
}

function ofResponse(operation: Operation, { status, causes, content, node }: Response): Requirement[] {
  const hasExample = content.length === 0 || content.some(({ examples }) => examples.length > 0);
  // Where there is no example at all, that is the one thing to say: its fields follow from it.
  const fields = (hasExample ? content : []).flatMap(({ schema }) => (schema ? responseFields(schema) : []));
  return [
    requirement(
      operation,
      { kind: "status", status },
      hasExample ? `status ${status} was never seen` : `status ${status} has no example`,
      node.at,
    ),
    ...causes.map((cause) =>
      requirement(operation, { kind: "cause", status, cause }, `status ${status} has no example of ${cause}`, node.at),
    ),
    ...fields.map(({ name, at }) =>
      requirement(
        operation,
        { kind: "response-field", schemaPath: at },
        `no example of status ${status} shows the field ${name}`,
        at,
      ),
    ),
  ];
}

function responseFields(schema: Node): { name: string; at: readonly string[] }[] {
  return placesOf(schema)
    .filter(({ ends }) => !ends)
    .flatMap(({ view: { properties }, path }) =>
      properties.map(([name, field]) => ({ name: [path, name].filter(Boolean).join("."), at: field.at })),
    );
}

function ofSecurity(operation: Operation): Requirement[] {
  return wrongCredentials(operation.security, refusedCredentials(operation)).map(({ name }) =>
    requirement(
      operation,
      { kind: "credentials", form: name },
      `no case tries the credentials: ${name}`,
      operation.node.at,
    ),
  );
}

/** Who can be refused has to be told with what: nothing covers a refusal that the contract does not document. */
function ofRefusals(operation: Operation, request: readonly Requirement[]): Requirement[] {
  const undocumented = (cause: RefusalCause, text: string): Requirement[] =>
    responsesFor(operation, cause).length > 0
      ? []
      : [requirement(operation, { kind: "cause", status: "4XX", cause }, text, [...operation.node.at, "responses"])];
  return [
    ...(request.some(({ what }) => what.kind === "broken")
      ? undocumented("invalid-request", "no response is documented for an invalid request")
      : []),
    ...(ofSecurity(operation).length > 0
      ? undocumented("credentials", "no response is documented for wrong credentials")
      : []),
  ];
}

function ofRequest(operation: Operation): Requirement[] {
  const bodies = (operation.body?.content ?? []).flatMap(({ schema }) =>
    schema ? ofSchema(operation, schema, true) : [],
  );
  const params = operation.parameters.flatMap(({ required, schema, node, name, in: place }) => [
    requirement(
      operation,
      { kind: "sent", schemaPath: node.at },
      `no case sends the ${place} parameter ${name}`,
      node.at,
    ),
    ...(required
      ? []
      : [
          requirement(
            operation,
            { kind: "left-out", schemaPath: node.at },
            `no case leaves out the ${place} parameter ${name}`,
            node.at,
          ),
        ]),
    ...(required && place !== "path" ? [broken(operation, [...node.at, "required"], name)] : []),
    ...(schema ? ofSchema(operation, schema, false) : []),
  ]);
  return [...bodies, ...params];
}

function ofSchema(operation: Operation, root: Node, typed: boolean): Requirement[] {
  return placesOf(root).flatMap(({ view: schema, path, ends }) => {
    // What has branches is broken and shown in each of them.
    if (ends || schema.branches.length > 0) {
      return [];
    }
    const { node, properties, required, additional } = schema;
    const name = path === "" ? "the body" : path;
    return [
      ...ofValue(operation, schema, typed, name),
      ...properties.flatMap(([field, inner]) => [
        requirement(operation, { kind: "sent", schemaPath: inner.at }, `no case sends ${field}`, inner.at),
        ...(required.includes(field)
          ? [broken(operation, [...node.at, "required"], field)]
          : [
              requirement(
                operation,
                { kind: "left-out", schemaPath: inner.at },
                `no case leaves out ${field}`,
                inner.at,
              ),
            ]),
      ]),
      ...(additional === false ? [broken(operation, [...node.at, "additionalProperties"], name)] : []),
    ];
  });
}

/** The rules that a case has to break. Those on how many fields an object has can be tried only where it is open. */
const breaking = rules.filter(({ type, keyword }) => type !== "object" && keyword !== "uniqueItems");

/** The bounds that a case has to send a value at. */
const reaching = bounds.filter(({ type, exclusive }) => type !== "object" && !exclusive);

function ofValue(operation: Operation, { node, keywords, types }: View, typed: boolean, name: string): Requirement[] {
  const values =
    listed(keywords)?.slice(0, limits.values) ?? (types.length === 1 && types[0] === "boolean" ? [true, false] : []);
  const edges = reaching
    .map(({ keyword }) => keyword)
    .filter(
      (rule) => numeric(keywords, rule) !== undefined && listed(keywords) === undefined && isReachable(rule, keywords),
    );
  return [
    ...values.map((value: Json) =>
      requirement(
        operation,
        { kind: "value", schemaPath: node.at, value },
        `no case sends ${canonical(value)} as ${name}`,
        node.at,
      ),
    ),
    ...edges.map((rule) =>
      requirement(operation, { kind: "edge", schemaPath: [...node.at, rule] }, `no case sends ${name} at its ${rule}`, [
        ...node.at,
        rule,
      ]),
    ),
    ...breaking
      .map(({ keyword }) => keyword)
      .filter((rule) => keywords[rule] !== undefined && breakable(rule, keywords[rule], typed))
      .filter((rule) => !isTooLarge(rule, keywords))
      .map((rule) => broken(operation, [...node.at, rule], name)),
    ...(keywords.enum !== undefined ? [broken(operation, [...node.at, "enum"], name)] : []),
    ...(typed && keywords.type !== undefined && types.length > 0 && types.length < 6
      ? [broken(operation, [...node.at, "type"], name)]
      : []),
  ];
}

/** Not every length is one of a pattern's or of a format's texts, and beyond a size no value is sent. */
function isReachable(rule: string, keywords: JsonObject): boolean {
  if (isTooLarge(rule, keywords)) {
    return false;
  }
  return !rule.endsWith("Length") || textAtEdge(keywords, rule) !== undefined;
}

/** A least of nothing cannot be gone below, and a format that nobody knows cannot be broken. */
function breakable(rule: string, value: Json | undefined, typed: boolean): boolean {
  // A list without items leaves nothing to write into a query.
  if (rule === "minItems") {
    return value !== 0 && (typed || value !== 1);
  }
  if (rule === "minLength") {
    return value !== 0;
  }
  return rule !== "format" || (typeof value === "string" && value in formats);
}

function broken(operation: Operation, at: readonly string[], name: string): Requirement {
  return requirement(operation, { kind: "broken", schemaPath: at }, `no case breaks ${at.at(-1)} of ${name}`, at);
}

function requirement(operation: Operation, what: Coverable, text: string, at: readonly string[]): Requirement {
  return { operation: operation.id, what, text, at };
}
