import { expect, test } from "vitest";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { wireRequest } from "../../../contract-tests/provider/exchange.js";
import type { WireRequest } from "../../../contract-tests/provider/wire.js";
import { seed } from "../support.js";

const text = { type: "string" };
const contract = readContract({
  openapi: "3.1.0",
  info: { title: "Harbour", version: "1.0.0" },
  components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  paths: {
    "/berths/{berth}": {
      put: {
        operationId: "moor",
        security: [{ bearer: [] }],
        parameters: [
          { name: "berth", in: "path", required: true, schema: text, example: "north 3" },
          { name: "tide", in: "query", required: true, schema: text, example: "high" },
          { name: "X-Flag", in: "header", required: true, schema: text, example: "blue" },
        ],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: { type: "object", required: ["ship"], properties: { ship: text }, additionalProperties: false },
              example: { ship: "Aurora" },
            },
          },
        },
        responses: { "204": { description: "Moored" } },
      },
    },
  },
});
const provider = { url: "http://127.0.0.1:4010/v1", projectId: "P2abc" };

/** The findings if the client sends a changed request in place of the documented one. */
async function findingsFor(change: (request: WireRequest) => Partial<WireRequest>) {
  const [one] = deriveCases(contract, seed, { check: "sends-what-is-documented" });
  return one?.run(async (plan) => {
    const expected = wireRequest(one.operation, plan, provider);
    const response = { status: 204, headers: new Headers(), text: "", json: undefined };
    const request = { ...expected, ...change(expected) };
    return { plan, expected, request, response, result: undefined, asPlanned: true, mocked: true, ownMock: true };
  });
}

const withHeader = (name: string, value: string) => (request: WireRequest) => {
  const headers = new Headers(request.headers);
  headers.set(name, value);
  return { headers };
};
const inUrl = (from: string, to: string) => (request: WireRequest) => ({ url: request.url.replace(from, to) });
const inBody = (body: string | undefined) => () => ({ body });

test("a client that sends the documented request has no finding", async () => {
  expect(await findingsFor(() => ({}))).toEqual([]);
});

test.each<[what: string, change: Parameters<typeof findingsFor>[0]]>([
  ["another method", () => ({ method: "POST" })],
  ["another path", inUrl("berths", "berth")],
  ["another base", inUrl("/v1", "")],
  ["another value in the path", inUrl("north", "south")],
  ["another value in the query", inUrl("high", "low")],
  ["a value in the query twice", inUrl("tide=high", "tide=high&tide=high")],
  ["no value in the query", inUrl("tide=high", "")],
  ["a key that is not documented", inUrl("tide=high", "tide=high&moon=full")],
  ["another header", withHeader("X-Flag", "red")],
  ["no bearer", withHeader("authorization", "")],
  ["a bearer with something behind it", withHeader("authorization", "Bearer P2abc:eyJ")],
  ["another scheme", withHeader("authorization", "Basic P2abc")],
  ["another content type", withHeader("content-type", "text/plain")],
  ["no body", inBody(undefined)],
  ["a body that is not JSON", inBody("ship")],
  ["a body that its schema refuses", inBody("{}")],
  ["a field that is not documented", inBody('{"ship":"Aurora","flag":"blue"}')],
  ["another text in the body", inBody('{"ship":"aurora"}')],
])("a client that sends %s has one", async (_what, change) => {
  expect(await findingsFor(change)).not.toEqual([]);
});
