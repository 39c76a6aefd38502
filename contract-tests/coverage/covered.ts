import { type Case, caseId } from "../cases/case.js";
import { type Coverable, coverableKey } from "../cases/coverable.js";
import { bodyOf } from "../cases/requests.js";
import type { CaseOutcome } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";
import { isObject, type Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { Operation } from "../model/operation.js";
import { bounds, type Rule } from "../schema/rules.js";
import { numeric } from "../schema/view.js";
import { heldValues } from "../schema/walk-value.js";

/** What coverage looks at of what came of a case. */
export type CaseEvidence = Pick<CaseOutcome, "outcome" | "seen"> & { readonly id: string };

/** What is covered of an operation, and what would be if the provider could be tested, as texts of {@link coverableKey}. */
export interface Coverage {
  readonly covered: Set<string>;
  readonly notTestable: Set<string>;
}

/**
 * What the cases of a contract cover of it, by operation. A case covers something once it came to an outcome: one that
 * was derived and not run, rate limited or kept back covers nothing.
 */
export function coveredBy(
  contract: Contract,
  cases: readonly Case[],
  evidence: readonly CaseEvidence[],
): Map<string, Coverage> {
  const byId = new Map(evidence.map((one) => [one.id, one]));
  const coverage = new Map<string, Coverage>(
    contract.operations.map(({ id }) => [id, { covered: new Set(), notTestable: new Set() }]),
  );
  for (const one of cases) {
    const of = coverage.get(one.operation.id);
    const result = byId.get(caseId(one));
    if (!of || !result || result.outcome === "undecided") {
      continue;
    }
    const keys = result.outcome === "not-testable" ? of.notTestable : of.covered;
    const add = (what: Coverable) => keys.add(coverableKey(what));
    for (const what of [...one.covers, ...result.seen]) {
      add(what);
    }
    if (one.check === "accepts-valid-request") {
      ofRequest(contract, one, add);
    }
  }
  return coverage;
}

type Add = (what: Coverable) => void;

function ofRequest(contract: Contract, { operation, plan }: Case, add: Add): void {
  const media = bodyOf(operation);
  if (media?.schema && plan.body && "json" in plan.body) {
    ofValue(contract, media.schema, plan.body.json, add);
  }
  ofParameters(contract, operation, plan.params ?? {}, add);
}

function ofParameters(
  contract: Contract,
  operation: Operation,
  params: NonNullable<Case["plan"]["params"]>,
  add: Add,
): void {
  for (const { name, in: place, schema, node } of operation.parameters) {
    const value = place === "cookie" ? undefined : params[place]?.[name];
    add({ kind: value === undefined ? "left-out" : "sent", schemaPath: node.at });
    if (value !== undefined && schema) {
      ofValue(contract, schema, value, add);
    }
  }
}

/** Notes what a value covers of a schema: which fields are there and which not, which values and edges it has. */
function ofValue({ validator }: Contract, node: Node, value: Json, add: Add): void {
  for (const { schema, value: held } of heldValues((one, inner) => validator.isValid(one, [], inner), node, value)) {
    const { at } = schema.node;
    add({ kind: "value", schemaPath: at, value: held });
    for (const [rule, size] of sizes(held)) {
      if (numeric(schema.keywords, rule) === size) {
        add({ kind: "edge", schemaPath: [...at, rule] });
      }
    }
    if (!isObject(held)) {
      continue;
    }
    for (const [name, field] of schema.properties) {
      add({ kind: held[name] === undefined ? "left-out" : "sent", schemaPath: field.at });
    }
  }
}

/** The keywords that bound a value, each with what of the value it bounds. */
function sizes(value: Json): [keyword: string, size: number][] {
  if (typeof value === "string") {
    return boundsOf("string", [...value].length);
  }
  if (typeof value === "number") {
    return boundsOf("number", value);
  }
  return Array.isArray(value) ? boundsOf("array", value.length) : [];
}

function boundsOf(type: Rule["type"], size: number): [keyword: string, size: number][] {
  return bounds.filter((bound) => bound.type === type).map(({ keyword }) => [keyword, size]);
}
