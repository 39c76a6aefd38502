import type { Case, CheckName } from "../cases/case.js";
import { type CaseOutcome, runCase } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";
import { InputError } from "../model/errors.js";
import { madeUpCredential } from "../provider/credentials.js";
import { openProvider } from "../provider/provider.js";
import { madeUpProjectId } from "../provider/target.js";
import { fetchBy } from "../provider/wire.js";
import type { Mutant } from "./mutant.js";
import { differs, type Exchanged, recording, replaying } from "./recording.js";
import type { Subject } from "./subject.js";
import type { Forward, Rewrite } from "./wire.js";

/** The credentials that a provider knows. */
const told = { token: madeUpProjectId, secret: madeUpCredential };

/** A case's finding on a mutant. */
export interface MutantFinding {
  readonly check: CheckName;
  readonly operation: string;
  readonly case: string;
  readonly expected: string;
  readonly received: string;
}

export interface Harness {
  readonly subject: Subject;
  /**
   * The breaking findings that the suite has on a mutant; lenient ones do not count. `full` runs every case instead of
   * stopping at the first finding. Rejects if the measurement itself fails.
   */
  readonly findings: (mutant: Mutant, full: boolean) => Promise<readonly MutantFinding[]>;
}

/**
 * Runs a contract's cases against mutants of a provider. The suite keeps the contract, and does not know of any change.
 */
export async function createHarness(contract: Contract, cases: readonly Case[], subject: Subject): Promise<Harness> {
  const original = await subject.start(contract.document, told);
  const recorded = new Map<Case, readonly Exchanged[]>();
  const run = (one: Case, forward: Forward) => runOn(contract, one, subject, forward);

  /** The exchange of a case with the original. A suite that has findings on that cannot be measured. */
  async function onOriginal(one: Case): Promise<readonly Exchanged[]> {
    const known = recorded.get(one);
    if (known) {
      return known;
    }
    const record = recording(original);
    const { findings } = await run(one, record.forward);
    if (findings.some(({ severity }) => severity === "breaking")) {
      throw new InputError(
        `Without any mutation the suite has a finding on the provider ${subject.name}: ` +
          `${one.check} ${one.operation.id} ${one.name}. npm run contract shows it.`,
      );
    }
    recorded.set(one, record.exchanged);
    return record.exchanged;
  }

  /** Runs cases one after the other, up to the first finding unless all are wanted. */
  async function findingsOf(
    own: readonly Case[],
    full: boolean,
    forwardOf: (exchanged: readonly Exchanged[]) => Forward,
    inOrder = false,
  ) {
    const found: MutantFinding[] = [];
    for (const one of own) {
      const exchanged = await onOriginal(one);
      const forward = forwardOf(exchanged);
      // Where responses depend on what came before, a request beforehand would change them.
      if (!inOrder && !(await differs(exchanged, forward))) {
        continue;
      }
      const finding = breakingFinding(one, await run(one, forward));
      if (finding) {
        found.push(finding);
      }
      if (finding && !full) {
        break;
      }
    }
    return found;
  }

  const rewritten =
    (rewrite: Rewrite) =>
    (exchanged: readonly Exchanged[]): Forward => {
      const behind = replaying(exchanged, original);
      return (request) => rewrite(request, behind);
    };

  return {
    subject,
    async findings(mutant, full) {
      // An operation's cases send to that operation only, and the responses of the others stay as they were.
      const own = cases.filter(({ operation }) => operation.id === mutant.operation);
      const { provider } = mutant;
      if ("rewriteInOrder" in provider) {
        return findingsOf(own, full, rewritten(provider.rewriteInOrder()), true);
      }
      return findingsOf(own, full, rewritten(provider.rewrite));
    },
  };
}

async function runOn(contract: Contract, one: Case, { name, shows }: Subject, forward: Forward): Promise<CaseOutcome> {
  let failure: unknown;
  const provider = openProvider({
    url: "http://127.0.0.1:4010",
    projectId: madeUpProjectId,
    prefer: shows.prefer,
    ownMock: name === "prism",
    fetch: fetchBy(async (request) => {
      try {
        return await forward(request);
      } catch (error) {
        failure = error;
        throw error;
      }
    }),
  });
  const outcome = await runCase(contract, one, provider);
  // The suite takes a broken connection for a finding, and rightly; here the connection is ours.
  if (failure !== undefined) {
    throw failure;
  }
  return outcome;
}

function breakingFinding(one: Case, { findings }: CaseOutcome): MutantFinding | undefined {
  const finding = findings.find(({ severity }) => severity === "breaking");
  if (!finding) {
    return undefined;
  }
  const { expected, received } = finding;
  return { check: one.check, operation: one.operation.id, case: one.name, expected, received };
}
