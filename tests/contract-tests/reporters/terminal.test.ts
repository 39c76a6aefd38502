import { describe, expect, test } from "vitest";
import { terminal } from "../../../contract-tests/reporters/terminal.js";
import { finding, hostile, large, report, result } from "./sample-report.js";

describe("the report on a terminal", () => {
  test("says what, where and how to see it again, once for all cases with the same cause", () => {
    const results = [result(), result({ name: "another" }), result({ name: "fine", outcome: "passed", findings: [] })];
    expect(terminal(report({ results }))).toContain(`BREAKING response-conforms › signInMagicLinkEmail (2 cases)
  expected: a <body>, with 100%: all
  received: status 200: {}\\nand more
  contract: openapi/schemas/EmailSent.yaml#/required (line 3)
  for example: example minimal
  curl -i -X POST 'http://127.0.0.1:1/a'`);
  });

  test("puts what breaks before what is lenient", () => {
    const lenient = result({ name: "b", findings: [{ ...finding, severity: "lenient", expected: "refusal" }] });
    const text = terminal(report({ results: [lenient, result()] }));
    expect(text.indexOf("BREAKING")).toBeLessThan(text.indexOf("LENIENT"));
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
