import { type Coverable, coverableKey } from "../cases/coverable.js";
import { validValues, whyNoRequest } from "../cases/requests.js";
import { type RefusalCause, refusedCredentials, responsesFor } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { wrongCredentials } from "../model/credentials.js";
import { canonical, type Json } from "../model/json.js";
import { limits } from "../model/limits.js";
import { isJson } from "../model/media-type.js";
import type { Node } from "../model/node.js";
import { isSuccess, type Operation, type Parameter, type Response } from "../model/operation.js";
import { toPointer } from "../model/pointer.js";
import { engineOf } from "../schema/engine.js";
import { invalidSamples, wholeGoals } from "../schema/invalid-samples.js";
import { isTooLarge } from "../schema/limits.js";
import { bounds, rules } from "../schema/rules.js";
import { listed, numeric, type View } from "../schema/view.js";
import { type Reached, reachedFrom, siteKey, sitesOf } from "../schema/walk.js";
import { type Reach, reachOf } from "./reach.js";

/** One thing of a contract that some case has to cover. */
export interface Requirement {
  readonly operation: string;
  /** What has to be covered. */
  readonly what: Coverable;
  readonly text: string;
  readonly at: readonly string[];
  /** Why no request can show it; absent if one can. */
  readonly hidden?: string;
}

/**
 * Everything that a contract requires to be covered of its operations: each status and each kind of failure, each field
 * of a request sent and left out, each enum value, each bound and rule of both sides, each response field, each
 * security requirement. Read off the contract alone, without looking at how cases are derived.
 */
export function requirements(contract: Contract): Requirement[] {
  return allOf(contract).filter(({ hidden }) => !hidden);
}

/** What a contract asks for and no request can show, each in a line with the reason. */
export function cannotBeShown(contract: Contract): string[] {
  return allOf(contract).flatMap(({ operation, text, hidden }) =>
    hidden ? [`${operation}: ${text.replace("no case breaks ", "")} cannot be shown: ${hidden}`] : [],
  );
}

function allOf(contract: Contract): Requirement[] {
  return contract.operations.flatMap((operation) => {
    // Such an operation comes to no outcome: that alone is reported.
    if (whyNoRequest(contract, operation) !== undefined) {
      return [];
    }
    const request = ofRequest(contract, operation);
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
  // Where there is no example at all, that alone is reported: its fields follow from it. XML shows no fields.
  const readable = hasExample ? content.filter(({ mediaType }) => isJson(mediaType)) : [];
  const fields = readable.flatMap(({ schema }) => (schema ? responseFields(schema) : []));
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

/** The fields of a response that an example has to show: of schemas that stand within themselves, at the first site. */
function responseFields(schema: Node): { name: string; at: readonly string[] }[] {
  const reached = reachedFrom(schema);
  const sites = sitesOf(schema);
  const recursive = new Set(sites.flatMap(({ node, ends }) => (ends ? [node.pointer] : [])));
  const seen = new Set<string>();
  const isFirst = (pointer: string) => !seen.has(pointer) && seen.add(pointer) !== undefined;
  return sites
    .filter(({ node: { pointer }, ends }) => !ends && (!recursive.has(pointer) || isFirst(pointer)))
    .flatMap(({ view, path }) =>
      reachedOf(view, reached).map(([name, field]) => ({ name: [path, name].filter(Boolean).join("."), at: field.at })),
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

/** An operation that refuses requests has to document how: an undocumented refusal stays uncovered. */
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

function ofRequest(contract: Contract, operation: Operation): Requirement[] {
  const bodies = (operation.body?.content ?? []).flatMap(({ schema }) =>
    schema ? ofSchema(contract, operation, schema) : [],
  );
  return [...bodies, ...operation.parameters.flatMap((parameter) => ofParameter(contract, operation, parameter))];
}

function ofParameter(contract: Contract, operation: Operation, parameter: Parameter): Requirement[] {
  const { required, schema, node, name, in: place } = parameter;
  const called = `the ${place} parameter ${name}`;
  if (validValues(contract, parameter).length === 0) {
    return [];
  }
  return [
    requirement(operation, { kind: "sent", schemaPath: node.at }, `no case sends ${called}`, node.at),
    ...(required
      ? []
      : [requirement(operation, { kind: "left-out", schemaPath: node.at }, `no case leaves out ${called}`, node.at)]),
    ...(required && place !== "path" ? [broken(operation, [...node.at, "required"], called)] : []),
    ...(schema ? ofSchema(contract, operation, schema, parameter) : []),
  ];
}

/** What has to be covered of the schema of a body, or of a parameter. */
function ofSchema(contract: Contract, operation: Operation, root: Node, parameter?: Parameter): Requirement[] {
  const whole = parameter ? `the ${parameter.in} parameter ${parameter.name}` : "the body";
  const reached = reachedFrom(root);
  const hidden = hiddenIn(contract, root);
  const all = sitesOf(root).flatMap((site) => {
    const { view: schema, path, ends } = site;
    // A schema with variants is covered through each of them.
    if (ends || schema.branches.length > 0) {
      return [];
    }
    const name = [parameter?.name, path].filter(Boolean).join(".");
    const reach = reachOf(contract, site, parameter);
    return [
      // Of a variant, what one refuses another may accept; of a parameter, not every value can be written.
      ...(parameter || site.inVariant ? [] : ofGoals(operation, schema, path === "" ? whole : name)),
      ...ofValue(operation, schema, reach, path === "" ? whole : name, parameter === undefined),
      ...ofFields(operation, { ...schema, properties: reachedOf(schema, reached) }, reach, path === "" ? whole : name),
    ];
  });
  const isHidden = ({ what, at }: Requirement) => what.kind === "broken" && hidden.has(toPointer(at));
  return all.map((one) => (isHidden(one) ? { ...one, hidden: "another variant accepts what breaks it" } : one));
}

/**
 * The keywords of variants that no value breaks alone: another variant accepts each value that does, and so no request
 * shows whether a provider heeds them. As pointers to schema paths.
 */
function hiddenIn({ validator }: Contract, root: Node): ReadonlySet<string> {
  const variants = sitesOf(root).filter(({ inVariant, ends }) => inVariant && !ends);
  if (variants.length === 0) {
    return new Set();
  }
  // Where the variants take values of every type between them, there is no wrong one.
  const isHidden = new Map(variants.map(({ node }) => [toPointer([...node.at, "type"]), true]));
  for (const { at, value } of invalidSamples(root)) {
    const key = toPointer(at);
    isHidden.set(key, isHidden.get(key) !== false && validator.isValid(root, [], value));
  }
  const inside = new Set(variants.map(({ node }) => toPointer(node.at)));
  return new Set([...isHidden].flatMap(([key, hides]) => (hides && inside.has(outer(key)) ? [key] : [])));
}

const outer = (pointer: string) => pointer.slice(0, pointer.lastIndexOf("/"));

/** The fields of a schema that the walk reaches: beyond it, none is varied. */
function reachedOf({ properties }: View, reached: Reached): View["properties"] {
  return properties.filter(([, field]) => reached.has(siteKey(field)));
}

function ofFields(operation: Operation, schema: View, reach: Reach, name: string): Requirement[] {
  const { node, properties, additional } = schema;
  return [
    ...properties
      .filter(([field, inner]) => reach.canHold(field, inner))
      .flatMap(([field, inner]) => [
        requirement(operation, { kind: "sent", schemaPath: inner.at }, `no case sends ${field}`, inner.at),
        ...(reach.canLeaveOut(field) ? [leftOut(operation, schema, field, inner)] : []),
      ]),
    ...(additional === false && reach.seesUnlisted
      ? [broken(operation, [...node.at, "additionalProperties"], name)]
      : []),
  ];
}

function leftOut(operation: Operation, { node, required }: View, field: string, inner: Node): Requirement {
  return required.includes(field)
    ? broken(operation, [...node.at, "required"], field)
    : requirement(operation, { kind: "left-out", schemaPath: inner.at }, `no case leaves out ${field}`, inner.at);
}

/** The rules that a case has to break. Those on how many fields an object has can be tried only where it is open. */
const breaking = rules.filter(({ type, keyword }) => type !== "object" && keyword !== "uniqueItems");

/** The bounds that a case has to send a value at. */
const reaching = bounds.filter(({ type, exclusive }) => type !== "object" && !exclusive);

function ofValue(
  operation: Operation,
  { node, keywords, types }: View,
  reach: Reach,
  name: string,
  typed: boolean,
): Requirement[] {
  const values =
    listed(keywords)?.slice(0, limits.values) ?? (types.length === 1 && types[0] === "boolean" ? [true, false] : []);
  const edges = reaching
    .map(({ keyword }) => keyword)
    .filter((rule) => numeric(keywords, rule) !== undefined && listed(keywords) === undefined && reach.atBound(rule));
  return [
    ...values
      .filter(reach.takes)
      .map((value: Json) =>
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
      .filter(
        ({ type }) => types.length === 0 || types.includes(type) || (type === "number" && types.includes("integer")),
      )
      .map(({ keyword }) => keyword)
      .filter((rule) => keywords[rule] !== undefined && reach.breaks(rule))
      .map((rule) => broken(operation, [...node.at, rule], name)),
    ...(keywords.enum !== undefined ? [broken(operation, [...node.at, "enum"], name)] : []),
    ...(typed && keywords.type !== undefined && types.length > 0 && types.length < 6
      ? [broken(operation, [...node.at, "type"], name)]
      : []),
  ];
}

/** Goals that are neither a type nor a rule of {@link breaking}, and that a value breaks as a whole. */
const furtherGoals = new Set([
  ...["const", "contains", "dependentRequired", "if", "maxContains", "not", "propertyNames", "uniqueItems"],
  ...["minProperties", "maxProperties"],
]);

function ofGoals(operation: Operation, { node, held, keywords }: View, name: string): Requirement[] {
  const goals = wholeGoals(node).filter(
    ({ goal: { keyword } }) => furtherGoals.has(keyword) && !isTooLarge(keyword, keywords),
  );
  const byPlace = new Map(goals.map((one) => [toPointer(one.at), one]));
  return [...byPlace.values()].map(({ goal, at }) => ({
    ...broken(operation, at, name),
    ...(engineOf(node).isImplied(held, goal) && {
      hidden: "every value that the rest of its schema accepts keeps to it",
    }),
  }));
}

function broken(operation: Operation, at: readonly string[], name: string): Requirement {
  return requirement(operation, { kind: "broken", schemaPath: at }, `no case breaks ${at.at(-1)} of ${name}`, at);
}

function requirement(operation: Operation, what: Coverable, text: string, at: readonly string[]): Requirement {
  return { operation: operation.id, what, text, at };
}
