import type { Case, CheckName } from "../cases/case.js";
import { type CaseOutcome, runCase } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";
import { InputError } from "../model/errors.js";
import { isObject, type JsonObject } from "../model/json.js";
import { startMock } from "../provider/mock.js";
import { openProvider } from "../provider/provider.js";
import { madeUpProjectId } from "../provider/target.js";
import { openLink, providerUrl } from "./mock-link.js";
import type { Mutant } from "./mutant.js";
import { promising } from "./order.js";
import { differs, type Exchanged, recording, replaying } from "./recording.js";
import type { Forward } from "./wire.js";

/** A case that noticed a change, and how. */
export interface Notice {
  readonly check: CheckName;
  readonly operation: string;
  readonly case: string;
  readonly expected: string;
  readonly received: string;
}

export interface Harness {
  /**
   * The breaking findings that the suite has on a changed provider; lenient ones count for nothing. `full` runs every
   * case instead of stopping at the first finding. Rejects for what is no finding but a failure of the measurement.
   */
  readonly notices: (mutant: Mutant, full: boolean) => Promise<readonly Notice[]>;
  readonly close: () => Promise<void>;
}

/** Runs a contract's cases against changed providers. The suite keeps the contract, and is told of no change. */
export async function createHarness(contract: Contract, cases: readonly Case[]): Promise<Harness> {
  const original = await startLinked(contract.document);
  const recorded = new Map<Case, readonly Exchanged[]>();

  /** What a case exchanges with the original. A suite that has findings on that cannot be measured. */
  async function onOriginal(one: Case): Promise<readonly Exchanged[]> {
    const known = recorded.get(one);
    if (known) return known;
    const record = recording(original.forward);
    const { findings } = await run(contract, one, record.forward);
    if (findings.some(({ severity }) => severity === "breaking")) {
      throw new InputError(
        `Without any change the suite has a finding: ${one.check} ${one.operation.id} ${one.name}. npm run contract shows it.`,
      );
    }
    recorded.set(one, record.exchanged);
    return record.exchanged;
  }

  return {
    close: original.close,
    async notices(mutant, full) {
      // An operation's cases send to that operation only, and what the others answer is what it was.
      const own = cases.filter(({ operation }) => mutant.operation === undefined || operation.id === mutant.operation);
      const { provider } = mutant;
      const found: Notice[] = [];
      const all = async (changed: (exchanged: readonly Exchanged[]) => Forward) => {
        for (const one of promising(contract, mutant, own)) {
          const exchanged = await onOriginal(one);
          const forward = changed(exchanged);
          if (!(await differs(exchanged, forward))) continue;
          const notice = noticed(one, await run(contract, one, forward));
          if (notice) found.push(notice);
          if (notice && !full) return;
        }
      };
      if ("rewrite" in provider) {
        await all((exchanged) => {
          const behind = replaying(exchanged, original.forward);
          return (request) => provider.rewrite(request, behind);
        });
      } else {
        const mock = await startLinked(trimmed(provider.document(), contract, mutant.operation));
        await all(() => mock.forward).finally(mock.close);
      }
      return found;
    },
  };
}

async function startLinked(document: JsonObject): Promise<{ forward: Forward; close: () => Promise<void> }> {
  const mock = await startMock(document);
  const link = openLink(mock.url);
  return {
    forward: link.forward,
    close: async () => {
      link.close();
      await mock.close();
    },
  };
}

/** A document with the one path that is asked for: the others would only make the mock start more slowly. */
function trimmed(document: JsonObject, { operations }: Contract, id: string | undefined): JsonObject {
  const operation = operations.find((one) => one.id === id);
  if (!operation || !isObject(document.paths)) return document;
  return { ...document, paths: { [operation.path]: document.paths[operation.path] ?? {} } };
}

async function run(contract: Contract, one: Case, forward: Forward): Promise<CaseOutcome> {
  let failure: unknown;
  const provider = openProvider({
    url: providerUrl,
    projectId: madeUpProjectId,
    prefer: true,
    ownMock: true,
    fetch: async (input, init) => {
      const { method, url, headers } = new Request(input, init);
      const body = typeof init?.body === "string" ? init.body : undefined;
      try {
        const answer = await forward({ method, url, headers, body });
        const bodiless = [204, 205, 304].includes(answer.status);
        return new Response(bodiless ? null : answer.text, { status: answer.status, headers: answer.headers });
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  });
  const outcome = await runCase(contract, one, provider);
  // The suite takes a broken connection for a finding, and rightly; here the connection is ours.
  if (failure !== undefined) throw failure;
  return outcome;
}

function noticed(one: Case, { findings }: CaseOutcome): Notice | undefined {
  const finding = findings.find(({ severity }) => severity === "breaking");
  if (!finding) return undefined;
  const { expected, received } = finding;
  return { check: one.check, operation: one.operation.id, case: one.name, expected, received };
}
