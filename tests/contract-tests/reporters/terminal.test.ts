import { describe, expect, test } from "vitest";
import { checkNames } from "../../../contract-tests/cases/case.js";
import type { Report } from "../../../contract-tests/reporters/report.js";
import { terminal } from "../../../contract-tests/reporters/terminal.js";
import { finding, hostile, large, report, result } from "./sample-report.js";

describe("the report on a terminal", () => {
  test("says what, where and how to see it again, once for all cases with the same cause", () => {
    const twice = result({ findings: [finding, finding] });
    const results = [twice, result({ name: "another" }), result({ name: "fine", outcome: "passed", findings: [] })];
    expect(terminal(report({ results }))).toContain(`BREAKING response-conforms › signInMagicLinkEmail (2 cases)
  contract: openapi/schemas/EmailSent.yaml#/required (line 3)
  expected: a <body>, with 100%: all
  received: status 200: {}\\nand more
  for example: example minimal
  curl -i -X POST 'http://127.0.0.1:1/a'`);
  });

  test("shows one cause of several checks and operations by the request that is the shortest", () => {
    const longer = result({ curl: "curl -i 'http://127.0.0.1:1/longer'" });
    const shorter = result({
      name: "shorter",
      check: "accepts-valid-request",
      operation: "signInMagicLinkSms",
      curl: "curl 'http://127.0.0.1:1/'",
    });
    const text = terminal(report({ results: [longer, shorter] }));
    expect(text.match(/^BREAKING/gm)).toHaveLength(1);
    expect(text).toContain(
      "BREAKING accepts-valid-request, response-conforms › signInMagicLinkEmail, signInMagicLinkSms (2 cases)",
    );
    expect(text).toContain("for example: shorter\n  curl 'http://127.0.0.1:1/'\n");
    const spoilt = result({ check: "requires-credentials", name: "no token", curl: "curl" });
    expect(terminal(report({ results: [spoilt, longer] }))).toContain("for example: example minimal\n");
  });

  test("puts what breaks before what is lenient", () => {
    const lenient = result({
      name: "b",
      findings: [{ ...finding, severity: "lenient", expected: "refusal", group: "b" }],
    });
    const text = terminal(report({ results: [lenient, result()] }));
    expect(text.indexOf("BREAKING")).toBeLessThan(text.indexOf("LENIENT"));
  });

  test("shows the matrix in 80 columns, and no gap of a part of the suite", () => {
    const cell = { cases: 1000, passed: 999, lenient: 0, breaking: 1, open: 0 };
    const cells = Object.fromEntries(checkNames.map((name) => [name, cell])) as Report["rows"][number]["cells"];
    const rows = ["200", "default"].map((status) => ({ operation: "a".repeat(120), status, cells }));
    const part = report({ rows, gaps: [], verdict: { ...report().verdict, gated: false } });
    const [table = ""] = terminal(part).split("\nSeed ");
    expect(table.match(/999\/1000/g)).toHaveLength(2 * checkNames.length);
    expect(
      Math.max(
        ...(table
          .split("BREAKING")[0]
          ?.split("\n")
          .map(({ length }) => length) ?? [81]),
      ),
    ).toBeLessThanOrEqual(80);
    expect(terminal(part)).not.toContain("gap");
  });

  test("says how to run what failed alone, in 80 columns", () => {
    const again = (...results: ReturnType<typeof result>[]) =>
      terminal(report({ results })).match(/^.*failed.*: the same .*$/gm);
    const fine = result({ outcome: "passed", findings: [] });
    expect(again(fine)).toBeNull();
    expect(again(fine, result({ operation: "addBoat", name: 'unsafe "$(x)"' }))).toEqual([
      'Only what failed: the same with response-conforms -t "(addBoat unsafe ...x..)$"',
    ]);
    const many = Array.from({ length: 9 }, (_, index) => result({ operation: "addBoat", name: `example ${index}` }));
    expect(again(...many)).toEqual(['What failed, and more: the same with response-conforms -t "addBoat"']);
    const wide = result({ operation: "o".repeat(200), check: "serves-every-example" });
    expect(again(...many, wide)).toBeNull();
    expect(terminal(report())).toContain(
      "\nSeed 1: npm run contract -- --target http://127.0.0.1:1 --seed 1 runs the same cases again.\n",
    );
  });

  test("says what lies beyond the bounds, and how much more of it there is", () => {
    const notTried = Array.from({ length: 14 }, (_, index) => `op: thing ${index} is not tried: too large`);
    const text = terminal(report({ notTried }));
    expect(text).toContain("  op: thing 9 is not tried: too large\n  and 4 more such lines: see the page");
    expect(terminal(report())).not.toContain("Beyond the bounds");
  });

  test.each(["x", hostile])("stays under 200 lines and obeys nobody, whatever comes: %j", (text) => {
    const lines = terminal(large(800, text)).split("\n");
    expect(lines.length).toBeLessThan(200);
    expect(lines.filter((line) => /^\s*::|##\[|(?!\t)[\p{Cc}\p{Cf}]/u.test(line))).toEqual([]);
  });
});
