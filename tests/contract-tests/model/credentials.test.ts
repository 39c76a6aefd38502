import { describe, expect, test } from "vitest";
import { wrongCredentials } from "../../../contract-tests/model/credentials.js";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { readOperations } from "../../../contract-tests/model/operation.js";

const schemes: JsonObject = {
  token: { type: "http", scheme: "bearer" },
  password: { type: "http", scheme: "basic" },
  key: { type: "apiKey", in: "header", name: "X-Key" },
};

/** The names of the wrong credentials for an operation whose security says so. */
function wrong(security: Json, documented: readonly string[] = []): string[] {
  const [operation] = readOperations({
    openapi: "3.1.1",
    info: { title: "Credentials", version: "1.0.0" },
    paths: { "/things": { get: { operationId: "list", security, responses: { "200": { description: "All." } } } } },
    components: { securitySchemes: schemes },
  });
  if (!operation) {
    throw new Error("no operation");
  }
  return wrongCredentials(operation.security, documented).map(({ name }) => name);
}

describe("what is no right credential", () => {
  test("of a bearer: nothing, nothing in it, another scheme, no scheme", () => {
    expect(wrong([{ token: [] }])).toEqual(["none", "an empty token", "another scheme", "a token without a scheme"]);
  });

  test("malformed and unknown tokens only where the contract says that they are refused", () => {
    expect(wrong([{ token: [] }], ["malformed", "unknown"])).toEqual(
      expect.arrayContaining(["a malformed token", "an unknown token"]),
    );
  });

  test("another scheme is none of them where the operation takes that one too", () => {
    expect(wrong([{ token: [] }, { password: [] }])).not.toContain("another scheme");
    expect(wrong([{ password: [] }])).toContain("another scheme");
    expect(wrong([{ password: [] }, { token: [] }])).not.toContain("another scheme");
  });

  test("of a key: only that there is none", () => {
    expect(wrong([{ key: [] }])).toEqual(["none"]);
  });

  test("nothing where credentials are optional", () => {
    expect(wrong([{ token: [] }, {}])).toEqual([]);
    expect(wrong([])).toEqual([]);
  });
});
