import { describe, expect, test } from "vitest";
import type { Contract } from "../../../contract-tests/model/contract.js";
import { invalidKinds } from "../../../contract-tests/mutation/invalid-kinds.js";
import { triggers } from "../../../contract-tests/mutation/triggers.js";
import { ours, second } from "./contracts.js";

function scope(contract: Contract, id: string) {
  const operation = contract.operations.find((one) => one.id === id);
  if (!operation) {
    throw new Error(`there is no operation ${id}`);
  }
  return { contract, operation };
}

const post = (body: unknown) => ({
  method: "POST",
  url: "http://127.0.0.1/any",
  headers: new Headers({ "content-type": "application/json" }),
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const get = (target: string, headers: Record<string, string> = {}) => ({
  ...{ method: "GET", url: `http://127.0.0.1${target}`, headers: new Headers(headers), body: undefined },
});

describe("a trigger fires for what it names, and for nothing else", () => {
  const loginId = "ada@example.com";
  test.each([
    ["body/providerId/sent", { loginId, providerId: "x" }, { loginId }],
    ["body/providerId/left-out", { loginId }, { loginId, providerId: "x" }],
    ["body/loginOptions/mfa/sent", { loginId, loginOptions: { mfa: true } }, { loginId, mfa: true }],
    [
      "body/loginOptions/mfa/value-false",
      { loginId, loginOptions: { mfa: false } },
      { loginId, loginOptions: { mfa: true } },
    ],
    ["body/loginId/minLength", { loginId: "a" }, { loginId: "ab" }],
    ["body/loginId/not-ascii", { loginId: "Zoë" }, { loginId }],
    ["body/loginId/long", { loginId: "a".repeat(101) }, { loginId: "a".repeat(100) }],
    ["body/loginOptions/templateOptions/none", { loginId, loginOptions: { templateOptions: {} } }, { loginId }],
    [
      "body/loginOptions/customClaims/several",
      { loginId, loginOptions: { customClaims: { a: 1, b: 2 } } },
      { loginId, loginOptions: { customClaims: { a: 1 } } },
    ],
    [
      "body/loginOptions/customClaims/entry/type-string",
      { loginId, loginOptions: { customClaims: { a: "b" } } },
      { loginId, loginOptions: { customClaims: { a: 1 } } },
    ],
  ])("%s", (where, yes, no) => {
    const one = triggers(scope(ours, "signInMagicLinkEmail")).find((trigger) => trigger.where === where);
    expect(one?.possible()).toBe(true);
    expect([one?.fires(post(yes)), one?.fires(post(no))]).toEqual([true, false]);
  });

  test.each([
    ["query/minArea/minimum", get("/v2/plots?minArea=10"), get("/v2/plots?minArea=11")],
    ["query/soil/several", get("/v2/plots?soil=loam&soil=clay"), get("/v2/plots?soil=loam")],
    ["query/sheltered/value-true", get("/v2/plots?sheltered=true"), get("/v2/plots?sheltered=false")],
  ])("%s", (where, yes, no) => {
    const one = triggers(scope(second, "listPlots")).find((trigger) => trigger.where === where);
    expect([one?.possible(), one?.fires(yes), one?.fires(no)]).toEqual([true, true, false]);
  });

  test("text beyond ASCII is impossible in a header", () => {
    const one = triggers(scope(second, "getPlot")).find(({ where }) => where === "header/X-Garden/not-ascii");
    expect(one?.possible()).toBe(false);
  });
});

describe("a kind of invalid request is one kind, and no other", () => {
  const of = (where: string) => {
    const one = invalidKinds(scope(ours, "signInMagicLinkEmail")).find((kind) => kind.where === where);
    expect(one?.possible()).toBe(true);
    return one;
  };
  test.each([
    ["body/required/loginId", {}, { loginId: 1 }],
    ["body/loginId/type", { loginId: 1 }, {}],
    ["body/loginId/minLength", { loginId: "" }, { loginId: 1 }],
    [
      "body/loginOptions/stepup/type",
      { loginId: "a", loginOptions: { stepup: 1 } },
      { loginId: "a", loginOptions: { mfa: 1 } },
    ],
    ["body/additionalProperties", { loginId: "a", any: 1 }, { loginId: "a", user: { any: 1 } }],
    ["malformed", '{"loginId":', {}],
  ])("%s", (where, yes, no) => {
    expect([of(where)?.fires(post(yes)), of(where)?.fires(post(no))]).toEqual([true, false]);
  });
});
