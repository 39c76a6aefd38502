import { checkNames } from "../cases/case.js";
import { forTerminal, oneLine } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import { type Cause, causesOf, counted, countStandings } from "./causes.js";
import type { Cell, Row } from "./matrix.js";
import type { Report } from "./report.js";
import { rerunLine } from "./rerun.js";

/** How many of each thing are shown: whatever a run finds, it stays under 200 lines. The page has all of it. */
const most = { rows: 40, causes: 8, briefly: 15, gaps: 15, notTried: 10, reasons: 6, curlLines: 5, curl: 1_500 };

/** The coverage table, the findings by cause and the verdict, for a terminal. */
export function terminal(report: Report): string {
  const {
    gaps,
    notTried,
    run: { seed },
    verdict,
  } = report;
  const causes = causesOf(report.results);
  const lines = [
    "Cases passed, by operation, status and check; after a slash, of how many:",
    "",
    ...coverageTable(report),
    ...withoutOutcome(report),
    ...causes.slice(0, most.causes).flatMap((cause) => ["", ...described(cause)]),
    ...inBrief(causes.slice(most.causes)),
    // A part of the suite leaves gaps everywhere: the page has them.
    ...(gaps.length > 0 && verdict.gated
      ? [
          "",
          "Required by the contract and covered by no case:",
          ...gaps
            .slice(0, most.gaps)
            .map(
              ({ operation, text, location }) =>
                `  ${oneLine(`${operation}: ${text}`, 200)} — ${oneLine(showLocation(location))} (line ${location.line})`,
            ),
          ...rest(gaps.length - most.gaps, "gap"),
        ]
      : []),
    ...(notTried.length > 0
      ? [
          "",
          "Beyond the limits of generated cases, and not a gap:",
          ...notTried.slice(0, most.notTried).map((text) => `  ${oneLine(text, 240)}`),
          ...rest(notTried.length - most.notTried, "such line"),
        ]
      : []),
    "",
    `Seed ${seed}: -- --seed ${seed} runs the same cases again.`,
    ...rerunLine(report),
    verdictLine(report),
    ...[verdict.inconclusive, verdict.basis, verdict.advice].flatMap((text) =>
      text === undefined ? [] : [oneLine(text, 600)],
    ),
  ];
  return forTerminal(lines.join("\n"));
}

function described(cause: Cause): string[] {
  const { severity, expected, location, count, sample } = cause;
  const { received, quote } = sample.finding;
  const curl = sample.result.curl?.split("\n") ?? [];
  const isShown = curl.length <= most.curlLines && curl.join("").length <= most.curl;
  return [
    `${severity.toUpperCase()} ${oneLine(`${cause.check} › ${cause.operation}`, 240)} (${counted(count, "case")})`,
    `  contract: ${oneLine(showLocation(location))} (line ${location.line})`,
    `  expected: ${oneLine(expected)}`,
    `  received: ${oneLine(received)}${quote === undefined ? "" : `: ${oneLine(quote)}`}`,
    `  for example: ${oneLine(sample.result.name)}`,
    ...(isShown ? curl.map((line) => `  ${oneLine(line, most.curl)}`) : ["  The page has the request."]),
  ];
}

function inBrief(causes: readonly Cause[]): string[] {
  if (causes.length === 0) {
    return [];
  }
  const lines = causes
    .slice(0, most.briefly)
    .map(
      ({ severity, check, operation, expected, count }) =>
        `  ${severity} ${oneLine(`${check} › ${operation}: expected ${expected}`, 200)} (${counted(count, "case")})`,
    );
  return ["", "Further causes:", ...lines, ...rest(causes.length - most.briefly, "cause")];
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

function show({ cases, passed }: Cell): string {
  if (cases === 0) {
    return "·";
  }
  return passed === cases ? String(passed) : `${passed}/${cases}`;
}

function withoutOutcome({ results }: Report): string[] {
  const reasons = new Map<string, number>();
  for (const { outcome, reason } of results) {
    if (outcome !== "undecided" && outcome !== "not-testable") {
      continue;
    }
    const key = `${outcome === "undecided" ? "undecided" : "not testable on this target"}: ${reason ?? ""}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  const byCount = [...reasons].sort(([, a], [, b]) => b - a);
  return [
    ...byCount.slice(0, most.reasons).map(([reason, times]) => `${counted(times, "case")} ${oneLine(reason)}`),
    ...rest(byCount.length - most.reasons, "reason"),
  ];
}

/** Programs read the line of the verdict: without the commas that {@link counted} sets. */
function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function verdictLine({ results, gaps, verdict: { word, gated }, milliseconds }: Report): string {
  const count = countStandings(results);
  const parts = [
    plural(results.length, "case"),
    `${count.passed} passed`,
    `${count.breaking} breaking`,
    `${count.lenient} lenient`,
    `${count.undecided + count["not-testable"]} without an outcome`,
    // A part of the suite gives no verdict on gaps.
    ...(gated || gaps.length > 0
      ? [`${plural(gaps.length, "gap")} in coverage${gated ? "" : " (on the page, not red: this is not a full run)"}`]
      : []),
  ];
  return `${word}: ${parts.join(", ")}, in ${(milliseconds / 1000).toFixed(1)} s.`;
}
