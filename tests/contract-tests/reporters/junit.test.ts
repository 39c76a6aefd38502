import { describe, expect, test } from "vitest";
import { junit } from "../../../contract-tests/reporters/junit.js";
import { finding, hostile, report, result } from "./sample-report.js";

const lenient = result({ name: "lenient", findings: [{ ...finding, severity: "lenient" }] });
const undecided = result({ name: "undecided", outcome: "undecided", findings: [], reason: "the rate <was> limited" });
const passed = result({ name: "passed", outcome: "passed", findings: [] });

describe("JUnit", () => {
  test("counts failures and skipped cases, and tells why", () => {
    const text = junit(report({ results: [result(), lenient, undecided, passed] }));
    expect(text).toContain('<testsuites name="contract" tests="4" failures="1" errors="0" skipped="1" time="1.234">');
    expect(text).toContain('<testsuite name="response-conforms" tests="4" failures="1" errors="0" skipped="1">');
    expect(text).toContain('<failure type="breaking" message="expected a &#60;body&#62;, with 100%: all">');
    expect(text).toContain('<skipped message="the rate &#60;was&#62; limited"/>');
  });

  test("takes what is lenient for a failure in a strict run alone", () => {
    expect(junit(report({ results: [lenient] }))).toContain('failures="0"');
    expect(junit(report({ results: [lenient], strict: true }))).toContain('failures="1"');
  });

  test("is well-formed whatever comes", () => {
    const text = junit(report({ results: [result({ name: hostile, operation: hostile, curl: hostile })] }));
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    // Tags of our own alone, and each attribute closed.
    expect(text.replaceAll(/<\/?[a-z-]+( [a-z]+="[^"<&]*(&#\d+;[^"<&]*)*")*\/?>|<\?xml [^>]*>/g, "")).not.toMatch(
      /[<>"]/,
    );
  });
});
