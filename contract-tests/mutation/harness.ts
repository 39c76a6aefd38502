import type { Case, CheckName } from "../cases/case.js";
import { runCase } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";
import { InputError } from "../model/errors.js";
import { kept } from "../model/lazy.js";
import { madeUpCredential } from "../provider/credentials.js";
import { openProvider } from "../provider/provider.js";
import { madeUpProjectId } from "../provider/target.js";
import { type Forward, fetchBy, type RawResponse, type WireRequest } from "../provider/wire.js";
import type { Mutant } from "./mutant.js";
import type { subjects } from "./subject.js";

/** The credentials that a provider knows. */
const told = { token: madeUpProjectId, secret: madeUpCredential };

/** A case's breaking finding on a mutant. */
interface MutantFinding {
  readonly check: CheckName;
  readonly operation: string;
  readonly case: string;
  readonly expected: string;
  readonly received: string;
}

/** The outcome of a mutant on one provider, as plain data. */
export interface Measured {
  /**
   * A breaking one is `killed` or `survived`, a compatible one `passed` or `false-positive`; either can be `equivalent`, or
   * `failed` if the measurement itself went wrong.
   */
  readonly outcome: "killed" | "survived" | "passed" | "false-positive" | "equivalent" | "failed";
  /** Why it is equivalent, or the error. */
  readonly reason?: string;
  /** Up to the first one; all of them in a full run. Lenient ones do not count. */
  readonly findings: readonly MutantFinding[];
}

type Subject = (typeof subjects)[keyof typeof subjects];

/** The outcome of a mutant; `full` runs every case on it instead of stopping at the first finding. */
type Measure = (mutant: Mutant, full: boolean) => Promise<Measured>;

/** A request of a case, and the response of the unchanged provider. */
interface Exchanged {
  readonly request: WireRequest;
  readonly response: RawResponse;
}

/**
 * Runs a contract's cases against mutants of a provider. The suite keeps the contract, and does not know of any change.
 */
export async function createHarness(contract: Contract, cases: readonly Case[], subject: Subject): Promise<Measure> {
  const original = await subject.start(contract, told);

  /** The exchanges of a case with the original. A suite that has findings on that cannot be measured. */
  const onOriginal = kept(async (one: Case): Promise<readonly Exchanged[]> => {
    const exchanged: Exchanged[] = [];
    const finding = await findingOn(contract, one, subject, async (request) => {
      const response = await original(request);
      exchanged.push({ request, response });
      return response;
    });
    if (finding) {
      throw new InputError(
        `Without any mutation the suite has a finding on the provider ${subject.name}: ` +
          `${one.check} ${one.operation.id} ${one.name}. npm run contract shows it.`,
      );
    }
    return exchanged;
  });

  /** The findings of the cases, one after the other, up to the first finding unless all are wanted. */
  async function findingsOn({ operation, rewrite: given }: Mutant, full: boolean): Promise<MutantFinding[]> {
    const isInOrder = typeof given !== "function";
    const rewrite = isInOrder ? given.inOrder() : given;
    const found: MutantFinding[] = [];
    // An operation's cases send to that operation only, and the responses of the others stay as they were.
    for (const one of cases.filter((each) => each.operation.id === operation)) {
      const exchanged = await onOriginal(one);
      // The same request gets the same response again; what is new goes to the original.
      const known = new Map(exchanged.map(({ request, response }) => [keyOf(request), response]));
      const behind: Forward = async (request) => known.get(keyOf(request)) ?? original(request);
      const forward: Forward = (request) => rewrite(request, behind);
      // Where responses depend on what came before, a request beforehand would change them.
      const mayDiffer = isInOrder || (await differs(exchanged, forward));
      const finding = mayDiffer ? await findingOn(contract, one, subject, forward) : undefined;
      found.push(...(finding ? [finding] : []));
      if (finding && !full) {
        break;
      }
    }
    return found;
  }

  return async (mutant, full) => {
    try {
      const reason = mutant.equivalent(subject.shows);
      if (reason !== undefined) {
        return { outcome: "equivalent", reason, findings: [] };
      }
      const findings = await findingsOn(mutant, full);
      const [found, missed] = mutant.effect === "breaking" ? outcomes.breaking : outcomes.compatible;
      return { outcome: findings.length > 0 ? found : missed, findings };
    } catch (error) {
      return { outcome: "failed", reason: error instanceof Error ? error.message : String(error), findings: [] };
    }
  };
}

const outcomes = { breaking: ["killed", "survived"], compatible: ["false-positive", "passed"] } as const;

/**
 * Whether a provider responds to any of a case's requests otherwise than the original did. If it does not, the case ends
 * as it ended on the original, since only the responses can show it a difference, and can be left out.
 */
async function differs(exchanged: readonly Exchanged[], forward: Forward): Promise<boolean> {
  const shape = ({ status, headers, text }: RawResponse) => JSON.stringify([status, [...headers], text]);
  for (const { request, response } of exchanged) {
    if (shape(await forward(request)) !== shape(response)) {
      return true;
    }
  }
  return false;
}

function keyOf({ method, url, headers, body }: WireRequest): string {
  return JSON.stringify([method, url, [...headers], body]);
}

/** The breaking finding of a case on a provider, if it has one. Rejects if the way to the provider breaks. */
async function findingOn(
  contract: Contract,
  one: Case,
  { name, shows }: Subject,
  forward: Forward,
): Promise<MutantFinding | undefined> {
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
  const { findings } = await runCase(contract, one, provider);
  // The suite takes a broken connection for a finding, and rightly; here the connection is ours.
  if (failure !== undefined) {
    throw failure;
  }
  const finding = findings.find(({ severity }) => severity === "breaking");
  if (!finding) {
    return undefined;
  }
  const { expected, received } = finding;
  return { check: one.check, operation: one.operation.id, case: one.name, expected, received };
}
