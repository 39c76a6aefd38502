import { parse } from "yaml";
import { type Case, caseId } from "../../contract-tests/cases/case.js";
import { deriveCases } from "../../contract-tests/checks/derive.js";
import { runCase } from "../../contract-tests/checks/run-case.js";
import { type CaseEvidence, coveredBy, evidenceOf } from "../../contract-tests/coverage/covered.js";
import { gaps } from "../../contract-tests/coverage/gaps.js";
import { createMock } from "../../contract-tests/mock/mock.js";
import { createReferenceProvider } from "../../contract-tests/mock/reference-provider.js";
import { readContract } from "../../contract-tests/model/contract.js";
import { type Json, type JsonObject, parseJson } from "../../contract-tests/model/json.js";
import { asOpenApi31 } from "../../contract-tests/model/json-schema.js";
import { withOperationIds } from "../../contract-tests/model/operation-id.js";
import { type RawResponse, targetOf, type WireRequest } from "../../contract-tests/provider/wire.js";
import { inProcess } from "./random/try-contract.js";

/** A document of one operation, `PUT /things`, from its YAML; what is refused is documented. */
export function operationOf(yaml: string): JsonObject {
  const { path = "/things", responses = {}, components = {}, ...operation } = parse(yaml) as JsonObject;
  return {
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    servers: [{ url: "https://api.example.com" }],
    paths: {
      [String(path)]: {
        put: {
          operationId: "putThing",
          ...operation,
          responses: { "204": { description: "Put" }, "400": { description: "Refused" }, ...Object(responses) },
        },
      },
    },
    components,
  };
}

/** The same with a body and nothing else: `schema` is written in YAML or given as it is. */
export function bodyOf(schema: string | JsonObject): JsonObject {
  const value = typeof schema === "string" ? (parse(schema) as JsonObject) : schema;
  return operationOf(
    JSON.stringify({ requestBody: { required: true, content: { "application/json": { schema: value } } } }),
  );
}

/** A request as it left the suite. */
export interface Sent extends WireRequest {
  /** Path and query. */
  readonly target: string;
  readonly check: string;
  /** The body as JSON; undefined where it is not JSON. */
  readonly json: Json | undefined;
}

export interface Tried {
  readonly sent: readonly Sent[];
  readonly findings: readonly string[];
  readonly gaps: readonly string[];
  /** The gaps that there would be without the cases that send such a body. */
  readonly gapsWithout: (isDropped: (body: Json) => boolean) => readonly string[];
  /** Why cases came to no outcome. */
  readonly reasons: readonly string[];
}

export interface Trying {
  /** The cases that are run; the others are as if nobody had derived them. */
  readonly only?: (one: Case) => boolean;
  readonly mock?: boolean;
  /** What the provider makes of a response. */
  readonly rewrite?: (response: RawResponse, incoming: WireRequest) => RawResponse;
}

/** Runs the suite on a document, in this process: on the provider made by hand, or on the mock. Nothing is by chance. */
export async function tried(document: JsonObject, { only, mock = false, rewrite }: Trying = {}): Promise<Tried> {
  const contract = readContract(withOperationIds(asOpenApi31(document)));
  const cases = deriveCases(contract, 7).filter((one) => !one.byChance && (only?.(one) ?? true));
  const plain = createReferenceProvider(contract);
  const handle = mock ? await createMock(contract) : async (incoming: WireRequest) => (await plain(incoming)).response;
  const sent: Sent[] = [];
  const findings: string[] = [];
  const evidence = new Map<Case, CaseEvidence>();
  const reasons = new Set<string>();
  for (const one of cases) {
    const log = async (incoming: WireRequest): Promise<RawResponse> => {
      sent.push({
        ...incoming,
        target: targetOf(incoming),
        check: one.check,
        json: parseJson(incoming.body ?? ""),
      });
      const response = await handle(incoming);
      return rewrite ? rewrite(response, incoming) : response;
    };
    const outcome = await runCase(contract, one, inProcess(log, { prefer: mock, ownMock: mock }));
    evidence.set(one, evidenceOf(one, outcome));
    if (outcome.reason !== undefined) {
      reasons.add(outcome.reason);
    }
    findings.push(
      ...outcome.findings.map(
        ({ severity, expected, received }) => `${caseId(one)}: ${severity}: expected ${expected}, received ${received}`,
      ),
    );
  }
  const gapsOf = (kept: readonly Case[]) =>
    gaps(
      contract,
      coveredBy(
        contract,
        kept.flatMap((one) => evidence.get(one) ?? []),
      ),
    ).map(({ text }) => text);
  return {
    sent,
    findings,
    gaps: gapsOf(cases),
    gapsWithout: (isDropped) =>
      gapsOf(cases.filter(({ plan: { body } }) => !(body && "json" in body && isDropped(body.json)))),
    reasons: [...reasons],
  };
}

/** The bodies that a check sent as JSON, under a name that says so. */
export function bodiesOf({ sent }: Tried, check: string): Json[] {
  return sent.flatMap((one) =>
    one.check === check && one.json !== undefined && one.headers.get("content-type") === "application/json"
      ? [one.json]
      : [],
  );
}
