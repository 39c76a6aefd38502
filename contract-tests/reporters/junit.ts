import { forMarkup } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import type { Report } from "./report.js";
import { type CaseResult, standing } from "./result.js";

/** The run as JUnit XML: a suite a check, and in it a test a case. What fails the run is a failure. */
export function junit({ results, strict, milliseconds }: Report): string {
  const fails = (result: CaseResult) => standing(result) === "breaking" || (strict && standing(result) === "lenient");
  const isSkipped = ({ outcome }: CaseResult) => outcome === "undecided" || outcome === "not-testable";
  const totals = (some: readonly CaseResult[]) =>
    `tests="${some.length}" failures="${some.filter(fails).length}" errors="0" skipped="${some.filter(isSkipped).length}"`;
  const names = [...new Set(results.map(({ check }) => check))];
  const suites = names.map((name) => [name, results.filter(({ check }) => check === name)] as const);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="contract" ${totals(results)} time="${(milliseconds / 1000).toFixed(3)}">`,
    ...suites.flatMap(([check, some]) => [
      `  <testsuite name="${forMarkup(check)}" ${totals(some)}>`,
      ...some.map((result) => testCase(result, fails(result), isSkipped(result))),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(result: CaseResult, fails: boolean, isSkipped: boolean): string {
  const { check, operation, name, findings, reason, curl } = result;
  const head = `    <testcase classname="${forMarkup(`${check}.${operation}`)}" name="${forMarkup(name)}"`;
  if (isSkipped) {
    return `${head}><skipped message="${forMarkup(reason ?? "")}"/></testcase>`;
  }
  const [first] = findings;
  if (!first) {
    return `${head}/>`;
  }
  const text = [
    ...findings.map(
      ({ severity, expected, received, quote, location }) =>
        `${severity}: expected ${expected}\nreceived: ${received}${quote === undefined ? "" : `: ${quote}`}\ncontract: ${showLocation(location)} (line ${location.line})`,
    ),
    ...(curl === undefined ? [] : [curl]),
  ].join("\n");
  const element = fails
    ? `<failure type="${first.severity}" message="${forMarkup(`expected ${first.expected}`)}">${forMarkup(text)}</failure>`
    : `<system-out>${forMarkup(text)}</system-out>`;
  return `${head}>${element}</testcase>`;
}
