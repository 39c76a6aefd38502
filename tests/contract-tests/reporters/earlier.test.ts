import { describe, expect, test } from "vitest";
import { causesOf } from "../../../contract-tests/reporters/causes.js";
import { changesSince, readEarlier } from "../../../contract-tests/reporters/earlier.js";
import type { Report } from "../../../contract-tests/reporters/report.js";
import { finding, report, result } from "./sample-report.js";

const breaks = (expected: string, name = "example minimal") => result({ name, findings: [{ ...finding, expected }] });
const passes = (name = "example minimal") => result({ name, outcome: "passed", findings: [] });

function changes(before: Report, now: Report) {
  const earlier = readEarlier(JSON.stringify(before));
  return earlier && changesSince(earlier, now);
}

describe("what is new since the last report", () => {
  test("is what was not found then, and gone is what is not found any more", () => {
    const now = report({ results: [breaks("a string"), breaks("a number", "other")] });
    const [first] = causesOf([breaks("a string")]);
    expect(changes(report({ results: [breaks("a list"), breaks("a number", "other")] }), now)).toEqual({
      fresh: [first?.key],
      gone: ["response-conforms › signInMagicLinkEmail: expected a list (line 3 of openapi/schemas/EmailSent.yaml)"],
    });
  });

  test("is nothing where only the line in the contract has moved", () => {
    const moved = result({ findings: [{ ...finding, location: { ...finding.location, line: 90 } }] });
    expect(changes(report(), report({ results: [moved] }))).toEqual({ fresh: [], gone: [] });
  });

  test("leaves out cases that the other run did not have", () => {
    const one = report({ results: [passes()] });
    const other = report({ results: [breaks("a list", "other")] });
    expect(changes(one, other)).toEqual({ fresh: [], gone: [] });
    expect(changes(other, one)).toEqual({ fresh: [], gone: [] });
  });

  test("is not told of another target, nor of what is no report", () => {
    expect(changes(report({ target: "elsewhere" }), report())).toBeUndefined();
    for (const text of ["", "{}", "[]", '{"target":"a","results":[{"id":"a","findings":[1]}]}']) {
      expect(readEarlier(text)).toBeUndefined();
    }
  });
});
