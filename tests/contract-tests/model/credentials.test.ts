import { describe, expect, test } from "vitest";
import { type Security, unknownLike, wrongCredentials } from "../../../contract-tests/model/credentials.js";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { readOperations } from "../../../contract-tests/model/operation.js";

const schemes: JsonObject = {
  token: { type: "http", scheme: "bearer" },
  password: { type: "http", scheme: "basic" },
  digest: { type: "http", scheme: "digest" },
  key: { type: "apiKey", in: "header", name: "X-Key" },
};

/** The security of an operation that says so. */
function securedBy(security: Json): Security {
  const [operation] = readOperations({
    openapi: "3.1.1",
    info: { title: "Credentials", version: "1.0.0" },
    paths: { "/things": { get: { operationId: "list", security, responses: { "200": { description: "All." } } } } },
    components: { securitySchemes: schemes },
  });
  if (!operation) {
    throw new Error("no operation");
  }
  return operation.security;
}

/** The names of the wrong credentials for an operation whose security says so. */
function wrong(security: Json, documented: readonly string[] = []): string[] {
  return wrongCredentials(securedBy(security), documented).map(({ name }) => name);
}

test("why no request can say who asks: a scheme that is defined nowhere, or of a kind that is not sent", () => {
  const problem = (security: Json) => securedBy(security).problem;
  expect(problem([{ badge: [] }])).toBe('the security scheme "badge" is not defined in components.securitySchemes');
  expect(problem([{ digest: [] }])).toMatch(/^the security scheme "digest": only HTTP bearer and basic/);
  expect(problem([{ digest: [] }, { token: [] }])).toBeUndefined();
});

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

  test("of a key: that there is none, and an unknown one where the contract says that it is refused", () => {
    expect(wrong([{ key: [] }])).toEqual(["none"]);
    expect(wrong([{ key: [] }], ["malformed", "unknown"])).toEqual(["none", "an unknown key"]);
  });

  test("nothing where credentials are optional", () => {
    expect(wrong([{ token: [] }, {}])).toEqual([]);
    expect(wrong([])).toEqual([]);
  });
});

describe("an unknown token", () => {
  test.each([
    "Q7kLmNoPqRsTuVwXyZ0123456789",
    "aa.bb-cc.dd_ee",
    "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "00000000",
    "nobody",
    "x",
    "n",
  ])("has the form of the right one and is another one: %s", (right) => {
    const form = (text: string) => text.replaceAll(/[a-z]/g, "a").replaceAll(/[A-Z]/g, "A").replaceAll(/\d/g, "0");
    const unknown = unknownLike(right);
    expect(unknown).not.toBe(right);
    expect(unknown).toHaveLength(right.length);
    if (right.length > 8) {
      expect(form(unknown)).toBe(form(right));
    }
  });

  test("gives nothing of the right one away but how it begins", () => {
    const unknown = unknownLike("sk_4eC39HqLyjWDarjtT1zdp7dc");
    expect(unknown.slice(0, 2)).toBe("sk");
    expect(unknown).toBe(unknownLike("sk_7xK11ZzZzzZZzzzzZ9zzz9zz"));
  });
});
