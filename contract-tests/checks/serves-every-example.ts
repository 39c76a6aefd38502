import type { Case, Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import type { CoverageItem } from "../cases/coverage-item.js";
import { exampleRequests } from "../cases/requests.js";
import { canonical, type Json } from "../model/json.js";
import { covers, type Example, isSuccess, type MediaType, type Operation, type Response } from "../model/operation.js";
import type { Exchange } from "../provider/exchange.js";
import type { Check } from "./check.js";
import { breaking, codeIn, conforms, receivedStatus } from "./response.js";
import { fields } from "./seen.js";

export const servesEveryExample: Check = {
  name: "serves-every-example",
  description:
    "every documented response example of every status comes through the client as what it is: data, or an error with its code",
  derive: (scope) => {
    const [request] = exampleRequests(scope.operation);
    if (!request) {
      return [];
    }
    return scope.operation.responses.flatMap((response) =>
      examplesOf(response).map((example): Case => {
        const code = calledUp(scope.operation, response);
        const plan = { ...request.plan, prefer: { code, example: example.name } };
        const findings = (exchange: Exchange) => findingsIn(scope, response, example, Number(code), exchange);
        return oneExchange(
          "serves-every-example",
          scope.operation,
          `${response.status} ${example.name}`,
          plan,
          findings,
          [
            { kind: "status", status: response.status },
            ...(example.cause === undefined
              ? []
              : [{ kind: "cause" as const, status: response.status, cause: example.cause }]),
            ...shownFields(response, example.value),
          ],
        );
      }),
    );
  },
};

/** The fields that an example shows: to call it up shows them. */
function shownFields({ content }: Response, value: Json): CoverageItem[] {
  const media = content.find(({ examples }) => examples.some((one) => one.value === value));
  return media?.schema ? fields(media.schema, value) : [];
}

/** A response without a body has one thing to serve: itself. */
function examplesOf(response: Response): readonly Pick<Example, "name" | "value" | "at" | "cause">[] {
  if (response.content.length === 0) {
    return [{ name: "empty", value: null, at: response.node.at }];
  }
  return response.content.flatMap(({ examples }: MediaType) => examples);
}

/** The status to ask for: for `default` one that no other response covers, for a range one that is not documented by itself. */
function calledUp({ responses }: Operation, { status }: Response): string {
  const others = responses.filter((one) => one.status !== status);
  const free = (candidate: string) => others.every((one) => !covers(one.status, Number(candidate)));
  if (status === "default") {
    return ["500", "503", "502", "418", "409"].find(free) ?? "599";
  }
  if (!/^\dXX$/i.test(status)) {
    return status;
  }
  const usual = status[0] === "2" ? "00" : "09";
  return [usual, "10", "11", "12", "13", "99"].map((rest) => `${status[0]}${rest}`).find(free) ?? status;
}

function findingsIn(
  { contract, operation }: Scope,
  response: Response,
  example: Pick<Example, "value" | "at">,
  status: number,
  exchange: Exchange,
): Finding[] {
  const { response: wire, result } = exchange;
  if (wire.status !== status) {
    return [breaking(`status ${status}`, receivedStatus(wire), response.node.at, wire.text)];
  }
  const findings: Finding[] = [];
  const code = codeIn(contract, example.value);
  const received = codeIn(contract, wire.json);
  // Another valid value instead of the example is not a finding, but callers branch on the code.
  if (code !== undefined && received !== undefined && received !== code) {
    findings.push(breaking(`the error code ${code}`, "another code", example.at, received));
  }
  // The client's result for a response that does not conform is not checked here.
  if (findings.length > 0 || !result || conforms(contract, operation, exchange).length > 0) {
    return findings;
  }

  if (isSuccess(String(status))) {
    if (result.ok && canonical(asJson(result.data)) === canonical(wire.json)) {
      return [];
    }
    return [
      breaking(
        "the client to hand over the data",
        result.ok ? "other data" : `an error of kind ${result.error.kind}`,
        response.node.at,
      ),
    ];
  }
  const kind = received === undefined ? "http" : "api";
  if (!result.ok && result.error.kind === kind && result.error.code === received) {
    return [];
  }
  return [
    breaking(
      `the client to report an error of kind ${kind}`,
      result.ok ? "data" : `kind ${result.error.kind}`,
      response.node.at,
    ),
  ];
}

function asJson(data: unknown): Json | undefined {
  return data === undefined ? undefined : JSON.parse(JSON.stringify(data));
}
