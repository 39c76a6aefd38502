import type { Case, Finding } from "../../../contract-tests/cases/case.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { type CaseOutcome, runCase } from "../../../contract-tests/checks/run-case.js";
import { coveredBy, evidenceOf } from "../../../contract-tests/coverage/covered.js";
import { gaps } from "../../../contract-tests/coverage/gaps.js";
import { createMock } from "../../../contract-tests/mock/mock.js";
import { createReferenceProvider } from "../../../contract-tests/mock/reference-provider.js";
import { type Contract, readContract } from "../../../contract-tests/model/contract.js";
import { InputError } from "../../../contract-tests/model/errors.js";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";
import { asOpenApi31 } from "../../../contract-tests/model/json-schema.js";
import { withOperationIds } from "../../../contract-tests/model/operation-id.js";
import { fromPointer, lookUp } from "../../../contract-tests/model/pointer.js";
import { allows } from "../../../contract-tests/model/validator.js";
import { openProvider, type Provider } from "../../../contract-tests/provider/provider.js";
import { type Forward, fetchBy } from "../../../contract-tests/provider/wire.js";
import { validSamples } from "../../../contract-tests/schema/valid-samples.js";

/** What a contract came to on the healthy providers. */
export interface Tried {
  /** What went wrong, in a line each; empty where all is well. */
  readonly problems: readonly string[];
  /** What no case covered on the mock. */
  readonly gaps: readonly string[];
  readonly cases: number;
  /** Why cases came to no outcome on the mock, and how many. */
  readonly withoutOutcome: ReadonlyMap<string, number>;
  readonly milliseconds: number;
}

/** More cases than these for one operation are too many. */
const mostCases = 2_000;

const providers = {
  mock: async (contract: Contract) => inProcess(await createMock(contract), { prefer: true, ownMock: true }),
  plain: async (contract: Contract, prefer = false) => {
    const handle = createReferenceProvider(contract, { prefer });
    return inProcess(async (incoming) => (await handle(incoming)).response, { prefer, ownMock: false });
  },
  "plain with Prefer": (contract: Contract) => providers.plain(contract, true),
} as const;

export type ProviderName = keyof typeof providers;
export const providerNames = ["mock", "plain", "plain with Prefer"] as const satisfies readonly ProviderName[];

/** Runs the suite on healthy providers of a contract, in this process and without a connection. */
export async function tryContract(
  document: JsonObject,
  seed: number,
  names: readonly ProviderName[] = providerNames,
): Promise<Tried> {
  const started = performance.now();
  const contract = readable(document);
  if (!contract) {
    return { problems: [], gaps: [], cases: 0, withoutOutcome: new Map(), milliseconds: 0 };
  }
  const cases = deriveCases(contract, seed);
  const problems = contract.operations.flatMap(({ id }) => {
    const count = cases.filter(({ operation }) => operation.id === id).length;
    return count === 0 || count > mostCases ? [`${id}: ${count} cases`] : [];
  });
  const withoutOutcome = new Map<string, number>();
  const open: string[] = [];
  for (const name of names) {
    const outcomes = await outcomesOn(contract, cases, await providers[name](contract));
    problems.push(...problemsOf(contract, outcomes).map((problem) => `${name}: ${problem}`));
    if (name !== "mock") {
      continue;
    }
    for (const [, { reason }] of outcomes) {
      if (reason !== undefined) {
        withoutOutcome.set(reason, (withoutOutcome.get(reason) ?? 0) + 1);
      }
    }
    const evidence = outcomes.map(([one, outcome]) => evidenceOf(one, outcome));
    open.push(...gaps(contract, coveredBy(contract, evidence)).map(({ operation, text }) => `${operation}: ${text}`));
  }
  return { problems, gaps: open, cases: cases.length, withoutOutcome, milliseconds: performance.now() - started };
}

/** Runs cases one after the other, as a worker of the suite does. */
async function outcomesOn(contract: Contract, cases: readonly Case[], provider: Provider) {
  const outcomes: [Case, CaseOutcome][] = [];
  for (const one of cases) {
    outcomes.push([one, await runCase(contract, one, provider)]);
  }
  return outcomes;
}

function problemsOf(contract: Contract, outcomes: readonly (readonly [Case, CaseOutcome])[]): string[] {
  const line = (one: Case, { severity, expected, received }: Finding, { request }: CaseOutcome) =>
    `${one.check} ${one.operation.id} ${one.name}: ${severity}: expected ${expected}, received ${received} [${request?.method} ${request?.url} ${request?.body ?? ""}]`;
  const findings = outcomes.flatMap(([one, outcome]) => outcome.findings.map((finding) => line(one, finding, outcome)));
  // An operation of which no request can be made says so.
  const decided = new Set(
    outcomes.flatMap(([{ name, operation }, { outcome }]) =>
      outcome === "passed" || name === "any request" ? [operation.id] : [],
    ),
  );
  const undecided = contract.operations.filter(({ id }) => !decided.has(id));
  return [...findings, ...undecided.map(({ id }) => `${id} came to no outcome`)];
}

/** A provider without a connection. */
export function inProcess(
  forward: Forward,
  { prefer, ownMock = false, projectId = "P2testtesttest" }: { prefer: boolean; ownMock?: boolean; projectId?: string },
): Provider {
  const fetch = fetchBy(forward);
  return openProvider({ url: "http://127.0.0.1:4010", projectId, prefer, ownMock, fetch });
}

/** How a document shows what it means. */
export const exampleKinds = ["none", "one", "all", "on schemas", "wrong"] as const;

/**
 * The same contract with examples of each body, and of each parameter, where any can be made: one without a name, one of
 * all that there is to show under names that are none of any language, on the schemas, or one that breaks its schema.
 */
export function withExamples(document: JsonObject, kind: (typeof exampleKinds)[number]): JsonObject {
  const contract = kind === "none" ? undefined : readable(document);
  if (!contract) {
    return document;
  }
  const copy = structuredClone(document);
  const { operations } = contract;
  for (const { body, responses, parameters } of operations) {
    const media = [body, ...responses].flatMap((one) => one?.content ?? []);
    const all = [
      ...media.map(({ node, schema }) => ({ node, schema, isBody: true })),
      ...parameters.map(({ node, schema }) => ({ node, schema, isBody: false })),
    ];
    for (const { node, schema, isBody } of all) {
      const holder = lookUp(copy, fromPointer(node.pointer));
      if (schema && isObject(holder) && (isBody || kind === "one")) {
        const values = validSamples(schema).map(({ value }) => value);
        addExamples(
          holder,
          values.filter((value) => allows(schema, value)),
          isBody ? kind : "one",
        );
      }
    }
  }
  return copy;
}

function readable(document: JsonObject): Contract | undefined {
  try {
    return read(document);
  } catch (error) {
    if (error instanceof InputError) {
      return undefined;
    }
    throw error;
  }
}

function read(document: JsonObject): Contract {
  return readContract(withOperationIds(asOpenApi31(document)));
}

/** More named examples than these nobody writes. */
const mostExamples = 30;

function addExamples(holder: JsonObject, values: readonly Json[], kind: (typeof exampleKinds)[number]): void {
  const [first] = values;
  if (first === undefined) {
    return;
  }
  switch (kind) {
    case "one":
      holder.example = first;
      break;
    case "all": {
      const named = values.slice(0, mostExamples).map((value, index) => [`Größe, "${index}"`, { value }]);
      holder.examples = Object.fromEntries(named);
      break;
    }
    case "on schemas":
      if (isObject(holder.schema) && !("$ref" in holder.schema)) {
        holder.schema.example = first;
      }
      break;
    default:
      holder.examples = { right: { value: first }, wrong: { value: { "is there such a": ["thing?"] } } };
  }
}
