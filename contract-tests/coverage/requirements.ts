import { type Coverable, coverableKey } from "../cases/coverable.js";
import { validValues, whyNoRequest } from "../cases/requests.js";
import { type RefusalCause, refusedCredentials, responsesFor } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { wrongCredentials } from "../model/credentials.js";
import { canonical } from "../model/json.js";
import { limits } from "../model/limits.js";
import { isJson } from "../model/media-type.js";
import type { Node } from "../model/node.js";
import { isSuccess, type Operation, type Parameter, type Response } from "../model/operation.js";
import { carriedBy } from "../provider/wire-parameters.js";
import { and, type Conjunction } from "../schema/conjunction.js";
import { engineOf, goalsAt, isImplied, type PlacedGoal } from "../schema/engine.js";
import { isBreakable } from "../schema/formats.js";
import { boundOf, type Goal, isTooLarge, isWhole, measuring } from "../schema/goals.js";
import { keywordsOf, madeSchema } from "../schema/schema.js";
import type { View } from "../schema/view.js";
import { type Reached, reachedFrom, siteKey, sitesOf } from "../schema/walk.js";

/** One thing of a contract that some case has to cover. */
export interface Requirement {
  readonly operation: string;
  /** Something that has to be covered. */
  readonly what: Coverable;
  readonly text: string;
  readonly at: readonly string[];
  /** Why no request can show it, if that is certain. */
  readonly excuse: () => string | undefined;
}

/**
 * Everything that a contract requires to be covered of its operations: each status and each kind of failure, each field
 * of a request sent and left out, each listed value, each goal of a schema broken and each bound reached, each response
 * field, each security requirement. Read off the contract alone, without looking at how cases are derived.
 */
export function requirements(contract: Contract): Requirement[] {
  return contract.operations.flatMap((operation) => {
    // Such an operation comes to no outcome: that alone is reported.
    if (whyNoRequest(operation) !== undefined) {
      return [];
    }
    const request = ofRequest(operation);
    const all = [...ofResponses(operation), ...request, ...ofSecurity(operation), ...ofRefusals(operation, request)];
    // Variants share the keywords beside them.
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

/** The fields of a response that an example has to show: for schemas within themselves, at the first site. */
function responseFields(schema: Node): { name: string; at: readonly string[] }[] {
  const reached = reachedFrom(schema);
  const sites = sitesOf(schema);
  const recursive = new Set(sites.flatMap(({ node, ends }) => (ends ? [node.pointer] : [])));
  const seen = new Set<string>();
  const isFirst = (pointer: string) => !seen.has(pointer) && seen.add(pointer) !== undefined;
  return sites
    .filter(({ node: { pointer }, ends }) => !ends && (!recursive.has(pointer) || isFirst(pointer)))
    .flatMap(({ view, path }) =>
      view.properties
        .filter(([, field]) => reached.has(siteKey(field)))
        .map(([name, field]) => ({ name: [path, name].filter(Boolean).join("."), at: field.at })),
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

function ofRequest(operation: Operation): Requirement[] {
  const bodies = (operation.body?.content ?? []).flatMap(({ schema }) => (schema ? ofSchema(operation, schema) : []));
  return [...bodies, ...operation.parameters.flatMap((parameter) => ofParameter(operation, parameter))];
}

function ofParameter(operation: Operation, parameter: Parameter): Requirement[] {
  const { required, schema, node, name, in: place } = parameter;
  const called = `the ${place} parameter ${name}`;
  if (validValues(parameter).length === 0) {
    return [];
  }
  return [
    requirement(operation, { kind: "sent", schemaPath: node.at }, `no case sends ${called}`, node.at),
    ...(required
      ? []
      : [requirement(operation, { kind: "left-out", schemaPath: node.at }, `no case leaves out ${called}`, node.at)]),
    ...(required && place !== "path" ? [broken(operation, [...node.at, "required"], called)] : []),
    ...(schema ? ofSchema(operation, schema, parameter) : []),
  ];
}

/** The parts of the schema of a body, or of a parameter, that have to be covered. */
function ofSchema(operation: Operation, whole: Node, parameter?: Parameter): Requirement[] {
  const reached = reachedFrom(whole);
  const unnamed = parameter ? `the ${parameter.in} parameter ${parameter.name}` : "the body";
  const carried = parameter && carriedBy(parameter);
  return sitesOf(whole).flatMap(({ node, view: schema, path, steps, ends }) => {
    // A schema with variants is covered through each of them.
    if (ends || schema.branches.length > 0) {
      return [];
    }
    const name = path === "" ? unnamed : [parameter?.name, path].filter(Boolean).join(".");
    const sent = carried ? and(schema.held, steps.length === 0 ? carried.whole : carried.inner) : schema.held;
    const here: Here = { operation, schema, name, sent };
    return [
      ...ofValues(here),
      ...ofFields(here, reached),
      ...goalsAt(node)
        // A list of values also gives their types.
        .filter(({ goal }) => isRequired(goal, parameter === undefined && !schema.facts.listed))
        // A parameter cannot demand a value that no request can carry.
        .filter(({ goal }) => !carried || !isImplied(whole, schema.held, goal, [carried.whole]))
        .flatMap((one) => ofGoal(here, one, () => isImplied(whole, schema.held, one.goal))),
    ];
  });
}

/** A schema within a whole body or parameter. */
interface Here {
  readonly operation: Operation;
  readonly schema: View;
  /** Its name in reports. */
  readonly name: string;
  /** All that holds for the values that can be sent here. */
  readonly sent: Conjunction;
}

/**
 * Whether a goal has to be covered: what is too large is not tried, all that is written into a parameter is text, and many
 * a format asks nothing.
 */
function isRequired(goal: Goal, isTyped: boolean): boolean {
  const asks = goal.keyword !== "format" || isBreakable(String(keywordsOf(goal.part).format));
  return isWhole(goal) && asks && (isTyped || goal.keyword !== "type") && !isTooLarge(goal);
}

/** A goal has to be broken, and if it is a bound to be met by a value right at it. */
function ofGoal({ operation, schema, name, sent }: Here, { goal, at }: PlacedGoal, isImplied: () => boolean) {
  const { node, facts } = schema;
  const called = goal.keyword === "required" ? goal.name : name;
  const broken = requirement(
    operation,
    { kind: "broken", schemaPath: at },
    `no case breaks ${goal.keyword} of ${called}`,
    at,
    () => (isImplied() ? "no value breaks it alone" : undefined),
  );
  const bound = facts.listed ? undefined : boundOf(goal);
  const atBound = bound && !bound.exclusive ? measuring(bound.type, bound.at) : undefined;
  return atBound
    ? [
        broken,
        requirement(
          operation,
          { kind: "edge", schemaPath: at },
          `no case sends ${name} at its ${goal.keyword}`,
          at,
          () => (engineOf(node).isEmpty(and(sent, atBound)) ? "no value does" : undefined),
        ),
      ]
    : [broken];
}

/** Each listed value has to be sent, and each boolean. */
function ofValues({ operation, schema: { node, facts, types }, name, sent }: Here): Requirement[] {
  const { sampler } = engineOf(node);
  const values = facts.listed?.slice(0, limits.values) ?? (types.join() === "boolean" ? [true, false] : []);
  return values
    .filter((value) => sampler.accepts(sent, value))
    .map((value) =>
      requirement(
        operation,
        { kind: "value", schemaPath: node.at, value },
        `no case sends ${canonical(value)} as ${name}`,
        node.at,
      ),
    );
}

/** Each field that the walk reaches has to be sent; an optional one to be left out. */
function ofFields({ operation, schema: { node, facts, properties }, sent }: Here, reached: Reached): Requirement[] {
  const { isEmpty, proves } = engineOf(node);
  return properties
    .filter(([, field]) => reached.has(siteKey(field)))
    .flatMap(([name, { at }]) => {
      const having = madeSchema({ type: "object", required: [name] });
      const object = and(sent, madeSchema({ type: "object" }));
      return [
        requirement(operation, { kind: "sent", schemaPath: at }, `no case sends ${name}`, at, () =>
          isEmpty(and(object, having)) ? "no value does" : undefined,
        ),
        ...(facts.required.has(name)
          ? []
          : [
              requirement(operation, { kind: "left-out", schemaPath: at }, `no case leaves out ${name}`, at, () =>
                proves(object, having) ? "each value has it" : undefined,
              ),
            ]),
      ];
    });
}

function broken(operation: Operation, at: readonly string[], name: string): Requirement {
  return requirement(operation, { kind: "broken", schemaPath: at }, `no case breaks ${at.at(-1)} of ${name}`, at);
}

function requirement(
  operation: Operation,
  what: Coverable,
  text: string,
  at: readonly string[],
  excuse: Requirement["excuse"] = () => undefined,
): Requirement {
  return { operation: operation.id, what, text, at, excuse };
}
