import { expect, test } from "vitest";
import { randomCase } from "../../../contract-tests/cases/fuzz.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import type { Exchange } from "../../../contract-tests/provider/exchange.js";
import { NoOutcome } from "../../../contract-tests/provider/plan.js";

function derived(schema: JsonObject) {
  const contract = readContract({
    openapi: "3.1.0",
    info: { title: "Parcels", version: "1" },
    paths: {
      "/parcels": {
        post: {
          operationId: "addParcel",
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: { "204": { description: "Added." } },
        },
      },
    },
  });
  const [operation] = contract.operations;
  if (!operation) {
    throw new Error("no operation");
  }
  return randomCase({ contract, operation, seed: 3 }, async ({ response }) =>
    response.status === 500
      ? [{ severity: "breaking", expected: "no error", received: "an error", at: operation.node.at }]
      : [],
  );
}

const severalFields: JsonObject = {
  type: "object",
  properties: { weight: { type: "integer", minimum: 1 }, label: { type: "string" }, fragile: { type: "boolean" } },
};

function exchange(status: number): Exchange {
  const request = { method: "POST", url: "http://127.0.0.1/parcels", headers: new Headers(), body: "{}" };
  return {
    request,
    expected: request,
    response: { status, headers: new Headers(), text: "", json: undefined },
    result: undefined,
    plan: { via: "client" },
    asPlanned: true,
    mocked: false,
    ownMock: false,
  };
}

test("a body of which nothing new can be put together has no random case, instead of a search without end", () => {
  expect(
    derived({
      type: "object",
      additionalProperties: false,
      required: ["code"],
      properties: { code: { type: "string" } },
    }),
  ).toEqual([]);
});

test("several optional fields are mixed into ten bodies, each once", () => {
  const [one] = derived(severalFields);
  expect(one?.name).toBe("10 random bodies");
});

test("what one body finds is kept when another one came to no outcome", async () => {
  const [one] = derived(severalFields);
  let sent = 0;
  const findings = await one?.run(async () => {
    sent += 1;
    if (sent === 1) {
      throw new NoOutcome("undecided", "the provider limited the rate");
    }
    return exchange(sent === 3 ? 500 : 204);
  });
  expect(findings).toHaveLength(1);
});

test("without a finding, one body without an outcome leaves the case without one", async () => {
  const [one] = derived(severalFields);
  let sent = 0;
  const run = one?.run(async () => {
    sent += 1;
    if (sent === 2) {
      throw new NoOutcome("undecided", "the provider limited the rate");
    }
    return exchange(204);
  });
  await expect(run).rejects.toThrow("the provider limited the rate");
  expect(sent).toBe(10);
});
