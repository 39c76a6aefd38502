import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { parse } from "yaml";
import type { Case } from "../../contract-tests/cases/case.js";
import { deriveCases, type Selection } from "../../contract-tests/checks/derive.js";
import { type CaseOutcome, runCase } from "../../contract-tests/checks/run-case.js";
import { startMock } from "../../contract-tests/mock/mock.js";
import type { Listening } from "../../contract-tests/mock/server.js";
import { type Contract, readContract } from "../../contract-tests/model/contract.js";
import { isObject, type JsonObject } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { openProvider, type Provider } from "../../contract-tests/provider/provider.js";
import { gradeOf } from "../../contract-tests/reporters/result.js";
import ours from "../../generated/openapi.json" with { type: "json" };

/** Our own bundled contract, as plain JSON. */
export const ourDocument: JsonObject = JSON.parse(JSON.stringify(ours));

/** Our document with these operations only: to derive cases and mutants for all of them takes its time. */
export function withOnly(...operationIds: readonly string[]): JsonObject {
  return onlyIn(ourDocument, ...operationIds);
}

/** The same of any document. */
export function onlyIn(document: JsonObject, ...operationIds: readonly string[]): JsonObject {
  const paths = isObject(document.paths) ? Object.entries(document.paths) : [];
  const kept = paths.flatMap(([path, item]) => {
    const operations = Object.entries(Object(item)).filter(([, one]) => operationIds.includes(Object(one).operationId));
    return operations.length > 0 ? [[path, Object.fromEntries(operations)]] : [];
  });
  return { ...document, paths: Object.fromEntries(kept) };
}

/** A contract of four operations, which no further endpoint of ours makes five. */
export const fourOperations: JsonObject = parse(
  readFileSync(join(projectRoot, "tests", "fixtures", "four-operations", "openapi.yaml"), "utf8"),
);

/** The seed of every run in these tests. */
export const seed = 7;

/** Starts one mock for a test file. */
export function sharedMock(document: JsonObject = ourDocument): {
  readonly contract: Contract;
  readonly url: () => string;
} {
  const contract = readContract(document);
  let mock: Listening | undefined;
  beforeAll(async () => {
    mock = await startMock(contract);
  });
  afterAll(() => mock?.close());
  return { contract, url: () => mock?.url ?? "" };
}

/** What a provider makes of a response of the mock before it goes out. */
export type Rewrite = (response: Response, request: Request) => Response | Promise<Response>;

/** The mock, with every response rewritten on the way. */
export function rewriting(url: string, rewrite: Rewrite, options: Partial<Provider> = {}): Provider {
  return openProvider({
    url,
    projectId: "P2testtesttest",
    prefer: options.prefer ?? true,
    ownMock: options.ownMock ?? true,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      return rewrite(await fetch(request.clone()), request);
    },
  });
}

export interface Ran {
  readonly one: Case;
  readonly outcome: CaseOutcome;
}

/** Runs all chosen cases, several at a time; what comes of them is in the order in which they were derived. */
export async function runAll(contract: Contract, provider: Provider, selection: Selection = {}): Promise<Ran[]> {
  const cases = deriveCases(contract, seed, selection);
  const ran: Ran[] = [];
  const queue = cases.entries();
  const worker = async () => {
    for (const [index, one] of queue) {
      ran[index] = { one, outcome: await runCase(contract, one, provider) };
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return ran;
}

/** The names of the checks with a case that stands so. */
export function checksWith(ran: readonly Ran[], wanted: ReturnType<typeof gradeOf>): string[] {
  return [...new Set(ran.filter(({ outcome }) => gradeOf(outcome) === wanted).map(({ one }) => one.check))];
}

/** A response with its JSON changed; anything else stays as it is. */
export async function withJson(response: Response, change: (body: JsonObject) => unknown): Promise<Response> {
  const body: unknown = await response.json();
  return new Response(JSON.stringify(isObject(body) ? change(body) : body), {
    status: response.status,
    headers: response.headers,
  });
}
