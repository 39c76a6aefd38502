import { describe, expect, test } from "vitest";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import type { CaseOutcome } from "../../../contract-tests/checks/run-case.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { parseJson } from "../../../contract-tests/model/json.js";
import type { Target } from "../../../contract-tests/provider/target.js";
import { describer } from "../../../contract-tests/reporters/describe.js";
import { ourDocument, seed } from "../support.js";
import { location } from "./sample-report.js";

const contract = readContract(ourDocument);
const projectId = "P2xYz81QrTuVw09LmNop";
const loopback: Target = { url: "http://127.0.0.1:1", projectId, prefer: false, remote: false, harmlessOnly: false };
const remote: Target = { ...loopback, url: "https://provider.example", remote: true, harmlessOnly: true };
const secretive = "signInEnchantedLinkEmail";
const open = "signInMagicLinkEmail";

/** What reports show of a case whose response was `text`. */
function shown(operation: string, text: string, target = loopback, given: Partial<CaseOutcome> = {}): string {
  const [one] = deriveCases(contract, seed, { operation, check: "response-conforms" });
  if (!one) {
    throw new Error(`no case on ${operation}`);
  }
  const outcome: CaseOutcome = {
    outcome: "failed",
    seen: [],
    findings: [{ severity: "breaking", expected: "something else", received: "status 200", quote: text, at: [] }],
    request: {
      method: "POST",
      url: `${target.url}/x`,
      headers: new Headers({ authorization: `Bearer ${projectId}` }),
      body: '{"loginId":"ada@example.org"}',
    },
    response: {
      status: 200,
      headers: new Headers({ "content-type": "application/json" }),
      text,
      json: parseJson(text),
    },
    ...given,
  };
  return JSON.stringify(describer(contract, target, () => location)(one, outcome));
}

describe("what reports show of an operation with a secret field", () => {
  const secret = "90817263544536";
  test.each<[form: string, body: string]>([
    ["a string", `{"pendingRef":"${secret}"}`],
    ["a number", `{"pendingRef":${secret}}`],
    ["a list in an object", `{"pendingRef":{"value":["${secret}"]}}`],
    ["under another name", `{"reference":"${secret}"}`],
    ["as a name", `{"${secret}":true}`],
    ["as JSON in a string", JSON.stringify({ data: JSON.stringify({ pendingRef: secret }) })],
    ["as a page", `<p>pendingRef: ${secret}</p>`],
    ["as a form", `linkId=1&pendingRef=${secret}`],
    ["cut off", `{"pendingRef":"${secret}`],
  ])("is nothing of the secret as %s", (_form, body) => {
    expect(shown(secretive, body)).not.toContain(secret);
  });

  test("is an outline with the contract's names and the types received", () => {
    const outline = '(withheld: {"linkId":"number","pendingRef":"string of 1 character","…":"1 more"})';
    expect(shown(secretive, '{"linkId":1,"pendingRef":"a","other":[]}')).toContain(
      JSON.stringify(outline).slice(1, -1),
    );
    const deep = `${'{"pendingRef":'.repeat(5)}1${"}".repeat(5)}`;
    expect(shown(secretive, deep)).toContain('\\"object\\"}}}}');
  });

  test.each<[text: string, shape: string]>([
    ["42  ", "string of 4 characters, starts with a digit, ends with a blank"],
    ["a\u0007b7c", "string of 5 characters, has a digit inside, has a control character inside"],
    ["2468", "string of 4 characters, digits alone"],
    ["", "string of 0 characters"],
  ])("tells the shape of %j", (linkId, shape) => {
    expect(shown(secretive, JSON.stringify({ linkId }))).toContain(`{\\"linkId\\":\\"${shape}\\"}`);
  });

  test("withholds no documented code, and no other", () => {
    expect(shown(secretive, '{"errorCode":"E011002"}')).toContain('{\\"errorCode\\":\\"E011002\\"}');
    expect(shown(secretive, '{"errorCode":"E999999"}')).not.toContain("E999999");
  });

  test("is not all that there is: documented texts are shown as they are", () => {
    expect(shown(secretive, "E011003")).toContain("E011003");
  });
});

describe("findings of one group", () => {
  const groupOf = (operation: string, text: string) => /"group":"([^"]+)"/.exec(shown(operation, text))?.[1];
  const refusal = (errorCode: string, errorDescription: string) => JSON.stringify({ errorCode, errorDescription });
  const one = groupOf(open, refusal("E011003", "request 17 is invalid"));

  test.each<[what: string, operation: string, text: string]>([
    ["another operation", secretive, refusal("E011003", "request 17 is invalid")],
    ["the number of another request", open, refusal("E011003", "request 23 is invalid")],
    ["other details", open, '{"errorCode":"E011003","errorDescription":"request 1 is invalid","errorMessage":"b"}'],
  ])("may have %s", (_what, operation, text) => {
    expect(groupOf(operation, text)).toBe(one);
  });

  test.each<[what: string, text: string]>([
    ["another code", refusal("E011002", "request 17 is invalid")],
    ["another description", refusal("E011003", "request 17 is too long")],
  ])("never have %s", (_what, text) => {
    expect(groupOf(open, text)).not.toBe(one);
  });
});

describe("what reports show of any operation", () => {
  test("on this machine is the response, shortened", () => {
    const text = shown(open, `{"maskedEmail":"${"x".repeat(5_000)}"}`);
    expect(text).toContain('{\\"maskedEmail\\":\\"xxx');
    expect(text.length).toBeLessThan(4_000);
  });

  test.each([projectId, projectId.slice(3, 12), projectId.toLowerCase(), Buffer.from(projectId).toString("base64")])(
    "is nothing of a response that gives the credentials back: %s",
    (echo) => {
      expect(shown(open, `{"message":"for ${echo}"}`)).not.toContain(echo);
      expect(shown(open, "{}", loopback, { reason: `no ${projectId}` })).not.toContain(projectId);
    },
  );

  test("is no secret of another operation", () => {
    expect(shown(open, '{"pending_ref":"very-secret"}')).not.toContain("very-secret");
  });

  test("is a command that sends the request again, without the credentials", () => {
    const text = shown(open, "{}");
    expect(text).toContain("$DESCOPE_PROJECT_ID");
    expect(text).toContain("ada@example.org");
    expect(text).not.toContain(projectId);
  });

  test("is nothing of credentials that were spoilt on purpose", () => {
    const headers = new Headers({ authorization: `Bearer ${projectId.slice(1)}x` });
    const request = { method: "POST", url: "http://127.0.0.1:1/x", headers, body: undefined };
    expect(shown(open, "{}", loopback, { request })).not.toContain(projectId.slice(1));
  });
});

describe("what reports show of a provider with real people behind it", () => {
  test("is no value of a response", () => {
    const text = shown(open, '{"errorCode":"E000001","errorDescription":"ada@example.org is unknown"}', remote);
    expect(text).not.toMatch(/ada@example\.org|is unknown/);
    expect(text).toContain('errorDescription\\":\\"string');
  });

  test("is no value of a request: neither of its body nor of its path", () => {
    const request = {
      method: "POST",
      url: `${remote.url}/users/ada%40example.org`,
      headers: new Headers(),
      body: '{"loginId":"ada@example.org","user":{"phone":15555550100},"ada@example.org":1}',
    };
    const text = shown(open, "{}", remote, { request });
    expect(text).not.toMatch(/ada|1555/);
    expect(text).toContain("loginId");
  });

  test("is no recipient", () => {
    const target = { ...remote, recipients: ["ada@example.org"] };
    expect(shown(open, "{}", target, { reason: "not sent to ada@example.org" })).not.toContain("ada@example.org");
  });
});
