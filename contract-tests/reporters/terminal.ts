import { checkNames } from "../cases/case.js";
import { forTerminal, oneLine } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import { counted } from "../model/text.js";
import { type Cause, causesOf, grouped } from "./causes.js";
import type { Row } from "./matrix.js";
import { againCommand, type Report, sentencesOf } from "./report.js";
import { type CaseResult, type Counts, countOf, gradeOf, receivedOf } from "./result.js";

/** How many of each thing are shown: whatever a run finds, it stays under 200 lines. The page has all of it. */
const most = { rows: 40, causes: 8, briefly: 15, gaps: 15, notTried: 10, reasons: 6, curlLines: 5, curl: 1_500 };

/** The coverage table, the findings by cause and the verdict, for a terminal. */
export function terminal(report: Report): string {
  const { gaps, notTried, run, verdict } = report;
  const causes = causesOf(report.results);
  const lines = [
    "Cases passed, by operation, status and check; after a slash, of how many:",
    "",
    ...coverageTable(report),
    ...withoutOutcome(report),
    ...causes.slice(0, most.causes).flatMap((cause) => ["", ...described(cause)]),
    ...listed("Further causes:", "cause", most.briefly, causes.slice(most.causes), inBrief),
    // A part of the suite leaves gaps everywhere: the page has them.
    ...listed(
      "Required by the contract and covered by no case with an outcome:",
      "gap",
      most.gaps,
      verdict.gated ? gaps : [],
      ({ operation, text, location }) =>
        `${oneLine(`${operation}: ${text}`, 200)} — ${oneLine(showLocation(location))} (line ${location.line})`,
    ),
    ...listed("Beyond the limits of generated cases, and not a gap:", "such line", most.notTried, notTried, (text) =>
      oneLine(text, 240),
    ),
    "",
    `Seed ${run.seed}: ${oneLine(againCommand(run), 600)} runs the same cases again.`,
    ...rerunLine(report),
    verdictLine(report),
    ...sentencesOf(verdict).map((text) => oneLine(text, 600)),
  ];
  return forTerminal(lines.join("\n"));
}

function described({ check, operation, count, result, finding }: Cause): string[] {
  const { severity, expected, location } = finding;
  const curl = result.curl?.split("\n") ?? [];
  const isShown = curl.length <= most.curlLines && curl.join("").length <= most.curl;
  return [
    `${severity.toUpperCase()} ${oneLine(`${check} › ${operation}`, 240)} (${counted(count, "case")})`,
    `  contract: ${oneLine(showLocation(location))} (line ${location.line})`,
    `  expected: ${oneLine(expected)}`,
    `  received: ${oneLine(receivedOf(finding), 600)}`,
    `  for example: ${oneLine(result.name)}`,
    ...(isShown ? curl.map((line) => `  ${oneLine(line, most.curl)}`) : ["  The page has the request."]),
  ];
}

function inBrief({ check, operation, count, finding: { severity, expected } }: Cause): string {
  return `${severity} ${oneLine(`${check} › ${operation}: expected ${expected}`, 200)} (${counted(count, "case")})`;
}

/** Some things, a line each, under a title; nothing if there are none. */
function listed<T>(
  title: string,
  noun: string,
  shown: number,
  things: readonly T[],
  lineOf: (thing: T) => string,
): string[] {
  const lines = things.slice(0, shown).map((thing) => `  ${lineOf(thing)}`);
  return things.length === 0 ? [] : ["", title, ...lines, ...rest(things.length - shown, noun)];
}

function rest(count: number, noun: string): string[] {
  return count > 0 ? [`  and ${counted(count, `more ${noun}`)}: see the page`] : [];
}

/** All rows if they are few; else those that did not pass, as far as they go. At most 80 columns wide. */
function coverageTable({ rows }: Report): string[] {
  const notPassed = ({ cells }: Row) => Object.values(cells).some(({ cases, passed }) => passed < cases);
  const chosen = rows.length <= most.rows ? rows : rows.filter(notPassed).slice(0, most.rows);
  // The names of the checks, a word a line.
  const heads = checkNames.map((name) => name.split(/(?<=-)(?=[^-]{3,}-|[^-]+$)/));
  const height = Math.max(...heads.map((words) => words.length));
  const widths = heads.map((words) => Math.max(...words.map((word) => word.length)));
  const line = (first: string, cells: readonly string[]) =>
    [first.padEnd(10), ...cells.map((cell, index) => cell.padStart(widths[index] ?? 0))].join(" ").trimEnd();
  const head = Array.from({ length: height }, (_, index) =>
    line(
      index === height - 1 ? "status" : "",
      heads.map((words) => words[index - height + words.length] ?? ""),
    ),
  );
  const body = chosen.flatMap(({ operation, status, cells }, index) => [
    ...(chosen[index - 1]?.operation === operation ? [] : [oneLine(operation, 78)]),
    line(
      `  ${oneLine(status, 8)}`,
      checkNames.map((check) => show(cells[check])),
    ),
  ]);
  const left = rows.length - chosen.length;
  return [
    ...head,
    ...body,
    ...(left > 0 ? [`${counted(left, "row")} more, of ${rows.length}: the page has them all.`] : []),
  ];
}

function show({ cases, passed }: Counts): string {
  if (cases === 0) {
    return "·";
  }
  return passed === cases ? String(passed) : `${passed}/${cases}`;
}

function withoutOutcome({ results }: Report): string[] {
  const open = results.filter(({ outcome }) => outcome === "undecided" || outcome === "not-testable");
  const reasons = grouped(open, ({ outcome, reason = "" }) => {
    return `${outcome === "undecided" ? outcome : "not testable on this target"}: ${reason}`;
  });
  const byCount = [...reasons].sort(([, a], [, b]) => b.length - a.length);
  return [
    ...byCount.slice(0, most.reasons).map(([reason, { length }]) => `${counted(length, "case")} ${oneLine(reason)}`),
    ...rest(byCount.length - most.reasons, "reason"),
  ];
}

/**
 * How to run the failed cases alone, by a file and Vitest's `-t` behind the command of the run, if something failed and a
 * terminal shows the line whole.
 */
function rerunLine({ results, run: { strict } }: Report): string[] {
  const failed = results.filter((one) => gradeOf(one) === "breaking" || (strict && gradeOf(one) === "lenient"));
  const distinct = (textOf: (one: CaseResult) => string) => [...new Set(failed.map(textOf))];
  // As Vitest shows it, in a pattern that no shell changes.
  const all = (textOf: (one: CaseResult) => string) =>
    distinct((one) => oneLine(textOf(one), 200).replaceAll(/[^\w -]/gu, ".")).join("|");
  const checks = distinct(({ check }) => check);
  const only = checks.length === 1 ? `${checks[0]} ` : "";
  const lines = [
    `Only what failed: the same with ${only}-t "(${all(({ operation, name }) => `${operation} ${name}`)})$"`,
    `What failed, and more: the same with ${only}-t "${all(({ operation }) => operation)}"`,
  ];
  return failed.length === 0 ? [] : lines.filter(({ length }) => length <= 80).slice(0, 1);
}

function verdictLine({ results, gaps, verdict: { word, gated }, milliseconds }: Report): string {
  const count = countOf(results);
  const parts = [
    counted(count.cases, "case"),
    `${count.passed} passed`,
    `${count.breaking} breaking`,
    `${count.lenient} lenient`,
    `${count.open} without an outcome`,
    // A part of the suite gives no verdict on gaps.
    ...(gated || gaps.length > 0
      ? [`${counted(gaps.length, "gap")} in coverage${gated ? "" : " (on the page, not red: this is not a full run)"}`]
      : []),
  ];
  return `${word}: ${parts.join(", ")}, in ${(milliseconds / 1000).toFixed(1)} s.`;
}
