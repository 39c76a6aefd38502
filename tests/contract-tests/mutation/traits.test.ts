import { describe, expect, test } from "vitest";
import type { Contract } from "../../../contract-tests/model/contract.js";
import { breaches, traits } from "../../../contract-tests/mutation/traits.js";
import { ours, second } from "./contracts.js";

function operationOf(contract: Contract, id: string) {
  const operation = contract.operations.find((one) => one.id === id);
  if (!operation) {
    throw new Error(`there is no operation ${id}`);
  }
  return operation;
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

describe("a trait fires for what it names, and for nothing else", () => {
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
    ["body/loginId/ascii", { loginId: "Zoë" }, { loginId }],
    ["body/loginId/maxLength", { loginId: "a".repeat(101) }, { loginId: "a".repeat(100) }],
    [
      "body/loginOptions/templateOptions/minProperties",
      { loginId, loginOptions: { templateOptions: {} } },
      { loginId },
    ],
    [
      "body/loginOptions/customClaims/maxProperties",
      { loginId, loginOptions: { customClaims: { a: 1, b: 2 } } },
      { loginId, loginOptions: { customClaims: { a: 1 } } },
    ],
    [
      "body/loginOptions/customClaims/entry/type-string",
      { loginId, loginOptions: { customClaims: { a: "b" } } },
      { loginId, loginOptions: { customClaims: { a: 1 } } },
    ],
  ])("%s", (where, yes, no) => {
    const one = traits(operationOf(ours, "signInMagicLinkEmail")).find((trait) => trait.where === where);
    expect(one?.possible?.()).toBe(true);
    expect([one?.fires(post(yes)), one?.fires(post(no))]).toEqual([true, false]);
  });

  test.each([
    ["query/minArea/minimum", get("/v2/plots?minArea=10"), get("/v2/plots?minArea=11")],
    ["query/soil/several", get("/v2/plots?soil=loam&soil=clay"), get("/v2/plots?soil=loam")],
    ["query/sheltered/value-true", get("/v2/plots?sheltered=true"), get("/v2/plots?sheltered=false")],
  ])("%s", (where, yes, no) => {
    const one = traits(operationOf(second, "listPlots")).find((trait) => trait.where === where);
    expect([one?.possible?.(), one?.fires(yes), one?.fires(no)]).toEqual([true, true, false]);
  });

  test("text beyond ASCII is impossible in a header", () => {
    const one = traits(operationOf(second, "getPlot")).find(({ where }) => where === "header/X-Garden/ascii");
    expect(one?.possible?.()).toBe(false);
  });
});

describe("a goal is broken by what breaks it, and by nothing else", () => {
  const of = (where: string) => {
    const one = breaches(operationOf(ours, "signInMagicLinkEmail")).find((breach) => breach.where === where);
    expect(one?.possible?.()).toBe(true);
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
  ])("%s", (where, yes, no) => {
    expect([of(where)?.fires(post(yes)), of(where)?.fires(post(no))]).toEqual([true, false]);
  });

  test("alone only if no other goal is broken", () => {
    const alone = of("body/loginId/type")?.alone;
    expect([alone?.fires(post({ loginId: 1 })), alone?.fires(post({ loginId: 1, any: 1 }))]).toEqual([true, false]);
  });

  test("in a variant, whatever the others say against the same value", () => {
    const all = breaches(operationOf(ours, "signUpMagicLinkEmail"));
    const alone = all.find(({ where }) => where === "body/variant1/required/loginId")?.alone;
    expect([alone?.fires(post({})), alone?.fires(post({ user: { any: 1 } }))]).toEqual([true, false]);
  });
});
