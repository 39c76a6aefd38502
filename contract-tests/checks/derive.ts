import { type Case, type CheckName, caseId, type Scope } from "../cases/case.js";
import { type Knowledge, withKnownValues } from "../cases/knowledge.js";
import { limitCases } from "../cases/limit-cases.js";
import type { Contract } from "../model/contract.js";
import type { RequestPlan } from "../provider/plan.js";
import { checks } from "./index.js";

/** The part of the suite that a run is limited to. */
export interface Selection {
  readonly operation?: string | undefined;
  readonly check?: string | undefined;
}

/** The cases to run, and those that are left out, as there are too many for an operation. */
interface Derived {
  readonly cases: Case[];
  readonly leftOut: Case[];
}

/** The cases to run, as {@link derive} finds them. */
export function deriveCases(...given: Parameters<typeof derive>): Case[] {
  return derive(...given).cases;
}

/**
 * Every case of a contract, in a fixed order: by check, then by operation. No two share check, operation and request,
 * and no operation has more than {@link limitCases} keeps. `onOperation` is called before each operation's cases are
 * derived.
 */
export function derive(
  contract: Contract,
  seed: number,
  { operation, check }: Selection = {},
  onOperation: (id: string, check: CheckName) => void = () => {},
  known?: Knowledge,
): Derived {
  const requests = new Set<string>();
  const names = new Set<string>();
  const all = checks
    .filter(({ name }) => check === undefined || name === check)
    .flatMap(({ name, derive: casesOf }) =>
      contract.operations
        .filter(({ id }) => operation === undefined || id === operation)
        .flatMap((one) => {
          onOperation(one.id, name);
          return casesOf({ contract, operation: one, seed, known });
        }),
    )
    .filter((one) => isNew(requests, `${one.check} ${one.operation.id} ${requestKey(one.plan)}`))
    .map((one) => (isNew(names, caseId(one)) ? one : { ...one, name: `${one.name} [${names.size}]` }));
  const leftOut = new Set(
    contract.operations.flatMap((one) => {
      const cases = all.filter((candidate) => candidate.operation === one);
      return limitCases(one, cases).leftOut;
    }),
  );
  const kept = all.filter((one) => !leftOut.has(one));
  return {
    cases: kept.map((one, turn) => withKnowledge(one, { contract, operation: one.operation, seed, known }, turn)),
    leftOut: [...leftOut],
  };
}

/** A case whose requests hold values that the provider knows, as far as the user says so. */
function withKnowledge(one: Case, scope: Scope, turn: number): Case {
  if (!scope.known) {
    return one;
  }
  const fill = (plan: RequestPlan) => withKnownValues(scope, plan, turn);
  return { ...one, plan: fill(one.plan), planned: one.plan, run: (send) => one.run((plan) => send(fill(plan))) };
}

function isNew(seen: Set<string>, key: string): boolean {
  return !seen.has(key) && seen.add(key) !== undefined;
}

/** Tells requests apart, by the order of their fields too: a provider can depend on it. */
function requestKey(plan: RequestPlan): string {
  return JSON.stringify(plan);
}
