import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import type { CaseOutcome } from "../../../contract-tests/checks/run-case.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { ownContract } from "../../../contract-tests/model/redocly.js";
import { showLocation, sourceOf } from "../../../contract-tests/model/source.js";
import { curl } from "../../../contract-tests/reporters/curl.js";
import { describeOutcome, describeResult } from "../../../contract-tests/reporters/describe.js";
import { annotations, summary } from "../../../contract-tests/reporters/github.js";
import { html } from "../../../contract-tests/reporters/html.js";
import type { Report } from "../../../contract-tests/reporters/report.js";
import type { CaseResult } from "../../../contract-tests/reporters/result.js";
import { ourDocument, seed } from "../support.js";

const place = { file: "openapi/schemas/EmailSent.yaml", pointer: "#/required", line: 3 };
const result: CaseResult = {
  id: "response-conforms signInMagicLinkEmail example minimal",
  check: "response-conforms",
  operation: "signInMagicLinkEmail",
  name: "example minimal",
  outcome: "failed",
  seen: [],
  findings: [{ severity: "breaking", expected: "a <body>, with 100%: all", received: "{}\nand more", place }],
  curl: "curl -i",
};
const report: Report = {
  title: "A & B",
  target: "http://127.0.0.1:1",
  seed: 1,
  strict: false,
  verdict: { exitCode: 1, word: "FAILED", gated: true, basis: "Rests on 1 of 5 documented responses seen." },
  milliseconds: 1234,
  rows: [],
  gaps: [{ operation: "signInMagicLinkEmail", text: "no case", place }],
  results: [result],
};

describe("curl", () => {
  test("what the shell makes of it is the request, the project ID filled in from the environment", () => {
    const headers = new Headers({ authorization: "Bearer P2abc:x", "content-type": "application/json" });
    const body = `{"name":"O'Brien $HOME \`id\` \\\\","project":"P2abc"}`;
    const command = curl({ method: "POST", url: "http://127.0.0.1/a?b=c", headers, body }, "P2abc");
    expect(command).not.toContain("P2abc");
    const shown = execFileSync("sh", ["-c", `curl() { for a in "$@"; do printf '%s\\n' "$a"; done; }\n${command}`], {
      env: { ...process.env, DESCOPE_PROJECT_ID: "P2abc" },
      encoding: "utf8",
    });
    expect(shown.split("\n")).toEqual([
      "-i",
      "-X",
      "POST",
      "http://127.0.0.1/a?b=c",
      "-H",
      "Authorization: Bearer P2abc:x",
      "-H",
      "Content-Type: application/json",
      "--data-raw",
      body,
      "",
    ]);
  });
});

describe("what reports show", () => {
  const contract = readContract(ourDocument);
  const [one] = deriveCases(contract, seed, { operation: "signInEnchantedLinkEmail", check: "response-conforms" });
  const secret = '{"linkId":"42","pendingRef":"very-secret","maskedEmail":"g***"}';
  const outcome = (status: number, text: string): CaseOutcome => ({
    outcome: "failed",
    seen: [],
    findings: [
      { severity: "breaking", expected: "something else than P2secret", received: `status ${status}, ${text}`, at: [] },
    ],
    request: {
      method: "POST",
      url: "https://provider.example/x",
      headers: new Headers({ authorization: "Bearer P2secret" }),
      body: "{}",
    },
    response: { status, headers: new Headers(), text, json: JSON.parse(text) },
  });
  const shown = (remote: boolean, given: CaseOutcome) => {
    if (!one) throw new Error("no case");
    const target = {
      url: "https://provider.example",
      projectId: "P2secret",
      prefer: false,
      ownMock: false,
      remote,
      harmlessOnly: remote,
    };
    return JSON.stringify(describeOutcome(contract, one, given, target, () => place));
  };

  test("never the project ID", () => {
    expect(shown(false, outcome(200, secret))).not.toContain("P2secret");
  });

  test("off loopback nothing of an accepted answer", () => {
    expect(shown(true, outcome(200, secret))).not.toMatch(/very-secret|linkId/);
    expect(shown(false, outcome(200, secret))).toContain("linkId");
  });

  test("off loopback no field that the contract marks secret, wherever it comes", () => {
    expect(shown(true, outcome(400, '{"errorCode":"E000001","pendingRef":"very-secret"}'))).not.toContain(
      "very-secret",
    );
  });

  test("a failure in the terminal says what, where and how to see it again", () => {
    expect(describeResult(result)).toBe(`response-conforms › signInMagicLinkEmail › example minimal
  breaking: expected a <body>, with 100%: all
    received: {}
and more
    contract: openapi/schemas/EmailSent.yaml#/required (line 3)
  curl -i`);
  });

  test("annotations stand at the contract's lines, with everything that would end them escaped", () => {
    expect(annotations(report).split("\n")).toEqual([
      "::error file=openapi/schemas/EmailSent.yaml,line=3,title=response-conforms › signInMagicLinkEmail::example minimal: expected a <body>, with 100%25: all; received: {}%0Aand more",
      "::error file=openapi/schemas/EmailSent.yaml,line=3,title=coverage › signInMagicLinkEmail::no case",
    ]);
  });

  test("the summary is a table that its content cannot break", () => {
    const row = summary(report)
      .split("\n")
      .find((line) => line.startsWith("| breaking"));
    expect(row).toContain("{} and more");
  });

  test("the page needs no other file and escapes what it shows", () => {
    const page = html(report);
    expect(page).toContain("a &lt;body&gt;, with 100%: all");
    expect(page).toContain("A &amp; B");
    expect(page).not.toMatch(/<script|<link|src=|@import|url\(/);
  });
});

describe("places in the contract", () => {
  const locate = sourceOf(ownContract);

  test("a way through the contract leads to the file that people edit, and the line", () => {
    const at = [
      "paths",
      "/v1/auth/magiclink/signin/sms",
      "post",
      "requestBody",
      "content",
      "application/json",
      "schema",
      "properties",
      "loginId",
      "minLength",
    ];
    const found = locate(at);
    expect(showLocation(found)).toBe("openapi/schemas/LoginId.yaml#/minLength");
    expect(found.line).toBe(5);
  });

  test("every place that a promise of ours names is there", () => {
    const contract = readContract(ourDocument);
    for (const { node, responses } of contract.operations) {
      expect(locate(node.at).file).toMatch(/^openapi\/paths\//);
      for (const response of responses) expect(locate(response.node.at).line).toBeGreaterThan(0);
    }
  });
});
