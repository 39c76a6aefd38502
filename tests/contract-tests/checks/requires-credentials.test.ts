import { describe, expect, test } from "vitest";
import { createMock } from "../../../contract-tests/mock/mock.js";
import { createReferenceProvider } from "../../../contract-tests/mock/reference-provider.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { madeUpCredential } from "../../../contract-tests/provider/credentials.js";
import type { Forward } from "../../../contract-tests/provider/wire.js";
import { inProcess } from "../random/try-contract.js";
import { runAll } from "../support.js";

const projectId = "K7testTesttest";

/** A contract that documents malformed and unknown credentials of a kind as refused. */
function contractOf(schemes: JsonObject): JsonObject {
  const security: Json = [Object.fromEntries(Object.keys(schemes).map((name) => [name, []]))];
  return {
    openapi: "3.1.0",
    info: { title: "Kites", version: "1.0.0" },
    security,
    paths: {
      "/kites": {
        get: {
          operationId: "listKites",
          responses: {
            "200": { description: "Kites", content: { "application/json": { schema: {}, example: [] } } },
            "401": { description: "Who?", "x-credentials": ["missing", "malformed", "unknown"] },
          },
        },
      },
    },
    components: { securitySchemes: schemes },
  };
}

const kinds: Readonly<Record<string, JsonObject>> = {
  bearer: { token: { type: "http", scheme: "bearer" } },
  basic: { login: { type: "http", scheme: "basic" } },
  "a key in a header": { key: { type: "apiKey", in: "header", name: "X-Kite-Key" } },
  "a key in the query": { key: { type: "apiKey", in: "query", name: "kite_key" } },
  "a key in a cookie": { key: { type: "apiKey", in: "cookie", name: "kite" } },
  "a bearer and a key": {
    token: { type: "http", scheme: "bearer" },
    key: { type: "apiKey", in: "header", name: "X-Kite-Key" },
  },
};

/** What comes of each case about credentials, by its name. */
async function outcomes(document: JsonObject, forward: Forward, ownMock: boolean) {
  const provider = inProcess(forward, { prefer: ownMock, ownMock, projectId });
  const ran = await runAll(readContract(document), provider, { check: "requires-credentials" });
  return Object.fromEntries(
    ran.map(({ one, outcome }) => [
      one.name.split(":")[0],
      outcome.findings.some(({ severity }) => severity === "breaking") ? "breaking" : outcome.outcome,
    ]),
  );
}

describe.each(Object.entries(kinds))("unknown credentials: %s", (_kind, schemes) => {
  const document = contractOf(schemes);
  const known = { token: projectId, secret: madeUpCredential };
  const plain = (options: { token?: string; secret?: string }): Forward => {
    const handle = createReferenceProvider(readContract(document), options);
    return async (incoming) => (await handle(incoming)).response;
  };

  test("are refused by our own mock and by the hand-made provider, which are told the right ones", async () => {
    const mock = await createMock(readContract(document), known);
    for (const result of [await outcomes(document, mock, true), await outcomes(document, plain(known), false)]) {
      expect(Object.keys(result)).toContainEqual(expect.stringContaining("unknown"));
      expect(new Set(Object.values(result))).toEqual(new Set(["passed"]));
    }
  });

  test("are a finding where they are let in and missing ones are not", async () => {
    const result = await outcomes(document, plain({}), false);
    const letIn = Object.keys(result).filter((name) => /unknown|malformed/.test(name));
    expect(letIn.map((name) => result[name])).toEqual(letIn.map(() => "breaking"));
    expect(result.none).toBe("passed");
  });
});
