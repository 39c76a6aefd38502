import type { Finding } from "../../../contract-tests/cases/case.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { runCase } from "../../../contract-tests/checks/run-case.js";
import { type Contract, readContract } from "../../../contract-tests/model/contract.js";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";
import { asOpenApi31 } from "../../../contract-tests/model/openapi-31.js";
import { withOperationIds } from "../../../contract-tests/model/operation-id.js";
import { startMock } from "../../../contract-tests/provider/mock.js";
import { createPlainHandler } from "../../../contract-tests/provider/plain-provider.js";
import { openProvider, type Provider } from "../../../contract-tests/provider/provider.js";
import { validSamples } from "../../../contract-tests/schema/valid-samples.js";

/** What went wrong on a healthy provider, in a line each; empty where all is well. */
export interface Tried {
  readonly problems: readonly string[];
  readonly cases: number;
  /** Why cases came to no outcome, and how many. */
  readonly undecided: ReadonlyMap<string, number>;
}

/** More cases than these for one operation are too many. */
const mostCases = 2_000;

/** Runs the suite on the mock of a contract and on the hand-made provider, with and without `Prefer`, in this process. */
export async function tryContract(document: JsonObject, seed: number): Promise<Tried> {
  const contract = readContract(withOperationIds(asOpenApi31(document)));
  const problems: string[] = [];
  const undecided = new Map<string, number>();
  const all = deriveCases(contract, seed);
  for (const { id } of contract.operations) {
    const count = all.filter(({ operation }) => operation.id === id).length;
    if (count === 0) {
      problems.push(`${id}: no case`);
    }
    if (count > mostCases) {
      problems.push(`${id}: ${count} cases`);
    }
  }
  const on = async (name: string, provider: Provider) => {
    const decided = new Set<string>();
    for (const one of all) {
      const { outcome, findings, reason, request } = await runCase(contract, one, provider);
      // An operation of which no request can be made says so.
      if (outcome === "passed" || one.name === "any request") {
        decided.add(one.operation.id);
      }
      if (reason !== undefined) {
        undecided.set(reason, (undecided.get(reason) ?? 0) + 1);
      }
      const line = (finding: Finding) =>
        `${name}: ${one.check} ${one.operation.id} ${one.name}: ${finding.severity}: expected ${finding.expected}, received ${finding.received} [${request?.method} ${request?.url} ${request?.body ?? ""}]`;
      problems.push(...findings.map(line));
    }
    for (const { id } of contract.operations) {
      if (!decided.has(id)) {
        problems.push(`${name}: ${id} came to no outcome`);
      }
    }
  };
  const mock = await startMock(contract.document);
  await on("mock", openProvider({ url: mock.url, projectId, prefer: true, ownMock: true })).finally(mock.close);
  for (const prefer of [false, true]) {
    await on(`plain, prefer ${prefer}`, plain(contract, prefer));
  }
  return { problems, cases: all.length, undecided };
}

const projectId = "P2testtesttest";

/** The hand-made provider without a connection. */
function plain(contract: Contract, prefer: boolean): Provider {
  const handle = createPlainHandler(contract, { prefer });
  return openProvider({
    url: "http://127.0.0.1:4010",
    projectId,
    prefer,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const { response } = await handle({
        method: request.method,
        target: pathname + search,
        headers: request.headers,
        body: await request.text(),
      });
      const bodiless = [204, 205, 304].includes(response.status);
      return new Response(bodiless ? null : response.body, { status: response.status, headers: response.headers });
    },
  });
}

/** The same contract with an example of each body, where one can be made: `which` says how many, and of which kind. */
export function withExamples(document: JsonObject, which: "none" | "one" | "named"): JsonObject {
  if (which === "none") {
    return document;
  }
  const contract = readContract(withOperationIds(asOpenApi31(document)));
  const copy: JsonObject = structuredClone(contract.document);
  for (const operation of contract.operations) {
    const bodies = [operation.body, ...operation.responses].flatMap((one) => one?.content ?? []);
    for (const { node, schema } of bodies) {
      if (!schema) {
        continue;
      }
      const values = validSamples(schema)
        .map(({ value }) => value)
        .filter((value) => contract.validator.isValid(node, ["schema"], value));
      const media = node.at.reduce<unknown>((value, token) => (isObject(value) ? value[token] : undefined), copy);
      if (!isObject(media)) {
        continue;
      }
      addExamples(media, values, which);
    }
  }
  return copy;
}

function addExamples(media: JsonObject, [first, second]: readonly Json[], which: "one" | "named"): void {
  if (which === "one" && first !== undefined) {
    media.example = first;
  }
  if (which === "named") {
    media.examples = {
      ...(first !== undefined && { plain: { value: first } }),
      ...(second !== undefined && { "A name, ünusual": { value: second } }),
    };
  }
}
