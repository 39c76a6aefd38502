import { type CoverageItem, coverageKey } from "../cases/coverage-item.js";
import { validValues, whyNoRequest } from "../cases/requests.js";
import { type RefusalCause, refusedCredentials, responsesFor } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { wrongCredentials } from "../model/credentials.js";
import { canonical } from "../model/json.js";
import { isJson } from "../model/media-type.js";
import type { Node } from "../model/node.js";
import { isSuccess, type Operation, type Parameter, type Response } from "../model/operation.js";
import { carriedBy } from "../provider/wire-parameters.js";
import { engineOf, goalsAt, isImplied } from "../schema/engine.js";
import type { Goal } from "../schema/goals.js";
import { canBreak } from "../schema/invalid-samples.js";
import { goalAlone } from "../schema/refuses.js";
import { fromOutside, reachedFrom, type Site, siteKey, sitesOf, variedSites } from "../schema/walk.js";
import { anything, isImpossible, sentAt, type Want, wantsIn } from "../schema/wants.js";

/** One thing of a contract that some case has to cover. */
export interface CoverageGoal {
  readonly operation: string;
  /** Something that has to be covered. */
  readonly what: CoverageItem;
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
export function coverageGoals(contract: Contract): CoverageGoal[] {
  return contract.operations.flatMap((operation) => {
    // Such an operation comes to no outcome: that alone is reported.
    if (whyNoRequest(operation) !== undefined) {
      return [];
    }
    const request = ofRequest(operation);
    const all = [...ofResponses(operation), ...request, ...ofSecurity(operation), ...ofRefusals(operation, request)];
    return once(all);
  });
}

/** Each once, as variants share the keywords beside them: none of them can be shown only if that goes for each. */
function once(all: readonly CoverageGoal[]): CoverageGoal[] {
  const found = new Map<string, CoverageGoal>();
  for (const one of all) {
    const key = coverageKey(one.what);
    const { excuse } = found.get(key) ?? one;
    found.set(key, { ...one, excuse: () => excuse() && one.excuse() });
  }
  return [...found.values()];
}

function ofResponses(operation: Operation): CoverageGoal[] {
  const succeeds = operation.responses.some(({ status }) => isSuccess(status));
  const at = [...operation.node.at, "responses"];
  return [
    ...(succeeds ? [coverageGoal(operation, { kind: "success" }, "no documented success was ever seen", at)] : []),
    ...operation.responses.flatMap((response) => ofResponse(operation, response)),
  ];
}

function ofResponse(operation: Operation, { status, causes, content, node }: Response): CoverageGoal[] {
  const hasExample = content.length === 0 || content.some(({ examples }) => examples.length > 0);
  // Where there is no example at all, that alone is reported: its fields follow from it. XML shows no fields.
  const readable = hasExample ? content.filter(({ mediaType }) => isJson(mediaType)) : [];
  const fields = readable.flatMap(({ schema }) => (schema ? responseFields(schema) : []));
  return [
    coverageGoal(
      operation,
      { kind: "status", status },
      hasExample ? `status ${status} was never seen` : `status ${status} has no example`,
      node.at,
    ),
    ...causes.map((cause) =>
      coverageGoal(operation, { kind: "cause", status, cause }, `status ${status} has no example of ${cause}`, node.at),
    ),
    ...fields.map(({ name, at }) =>
      coverageGoal(
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

function ofSecurity(operation: Operation): CoverageGoal[] {
  return wrongCredentials(operation.security, refusedCredentials(operation)).map(({ name }) =>
    coverageGoal(
      operation,
      { kind: "credentials", form: name },
      `no case tries the credentials: ${name}`,
      operation.node.at,
    ),
  );
}

/** An operation that refuses requests has to document how: an undocumented refusal stays uncovered. */
function ofRefusals(operation: Operation, request: readonly CoverageGoal[]): CoverageGoal[] {
  const undocumented = (cause: RefusalCause, text: string): CoverageGoal[] =>
    responsesFor(operation, cause).length > 0
      ? []
      : [coverageGoal(operation, { kind: "cause", status: "4XX", cause }, text, [...operation.node.at, "responses"])];
  return [
    ...(request.some(({ what }) => what.kind === "broken")
      ? undocumented("invalid-request", "no response is documented for an invalid request")
      : []),
    ...(ofSecurity(operation).length > 0
      ? undocumented("credentials", "no response is documented for wrong credentials")
      : []),
  ];
}

function ofRequest(operation: Operation): CoverageGoal[] {
  const bodies = (operation.body?.content ?? []).flatMap(({ schema }) => (schema ? ofSchema(operation, schema) : []));
  return [...bodies, ...operation.parameters.flatMap((parameter) => ofParameter(operation, parameter))];
}

function ofParameter(operation: Operation, parameter: Parameter): CoverageGoal[] {
  const { required, schema, node, name, in: place } = parameter;
  const called = `the ${place} parameter ${name}`;
  if (validValues(parameter).length === 0) {
    return [];
  }
  return [
    coverageGoal(operation, { kind: "sent", schemaPath: node.at }, `no case sends ${called}`, node.at),
    ...(required
      ? []
      : [coverageGoal(operation, { kind: "left-out", schemaPath: node.at }, `no case leaves out ${called}`, node.at)]),
    ...(required && place !== "path" ? [broken(operation, [...node.at, "required"], called)] : []),
    ...(schema ? ofSchema(operation, schema, parameter) : []),
  ];
}

/** The parts of the schema of a body, or of a parameter, that have to be covered. */
function ofSchema(operation: Operation, whole: Node, parameter?: Parameter): CoverageGoal[] {
  const unnamed = parameter ? `the ${parameter.in} parameter ${parameter.name}` : "the body";
  const carried = parameter ? carriedBy(parameter) : anything;
  const nameOf = ({ path }: Site) => (path === "" ? unnamed : [parameter?.name, path].filter(Boolean).join("."));
  const wanted = wantsIn(whole)
    .filter(
      ({ site, want }) => want.kind !== "value" || engineOf(whole).sampler.accepts(sentAt(site, carried), want.value),
    )
    .map(({ site, want }) =>
      coverageGoal(operation, want, textOf(want, nameOf(site)), want.schemaPath, () =>
        isImpossible(site, want, carried) ? "no value does" : undefined,
      ),
    );
  // Texts of parameters have no type, and a list of values also gives theirs.
  const isTyped = ({ view }: Site) => parameter === undefined && !view.facts.listed;
  const asked = variedSites(whole).flatMap((site) =>
    goalsAt(site.node)
      .filter(({ goal }) => canBreak(goal) && (goal.keyword !== "type" || isTyped(site)))
      // A parameter cannot demand a value that no request can carry.
      .filter(({ goal }) => !parameter || !isImplied(whole, site.view.held, goal, { sent: [carried.whole] }))
      .map(({ goal, at }) =>
        broken(operation, at, goal.keyword === "required" ? goal.name : nameOf(site), () =>
          isImplied(whole, site.view.held, goal, { own: ownOf(site, goal) }) ? "no value breaks it alone" : undefined,
        ),
      ),
  );
  return [...wanted, ...asked];
}

/** A goal by itself, as the whole asks it: only what every variant has to meet. */
function ownOf({ inVariant, steps }: Site, goal: Goal) {
  const own = inVariant ? undefined : goalAlone(goal);
  return own && fromOutside(steps, own);
}

function textOf(want: Want, name: string): string {
  switch (want.kind) {
    case "value":
      return `no case sends ${canonical(want.value)} as ${name}`;
    case "edge":
      return `no case sends ${name} at its ${want.name}`;
    default:
      return `no case ${want.kind === "sent" ? "sends" : "leaves out"} ${want.name}`;
  }
}

function broken(
  operation: Operation,
  at: readonly string[],
  name: string,
  excuse?: CoverageGoal["excuse"],
): CoverageGoal {
  return coverageGoal(
    operation,
    { kind: "broken", schemaPath: at },
    `no case breaks ${at.at(-1)} of ${name}`,
    at,
    excuse,
  );
}

function coverageGoal(
  operation: Operation,
  what: CoverageItem,
  text: string,
  at: readonly string[],
  excuse: CoverageGoal["excuse"] = () => undefined,
): CoverageGoal {
  return { operation: operation.id, what, text, at, excuse };
}
