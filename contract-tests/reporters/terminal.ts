import Table from "cli-table3";
import { checkNames } from "../cases/case.js";
import { showLocation } from "../model/source.js";
import { describeResult } from "./describe.js";
import type { Cell } from "./matrix.js";
import type { Report } from "./report.js";
import { type CaseResult, type Standing, standing } from "./result.js";

/** The coverage table, the findings and the verdict, for a terminal. */
export function terminal(report: Report): string {
  const { results, gaps, seed, verdict } = report;
  const broken = results.filter((result) => standing(result) === "breaking");
  const lenient = results.filter((result) => standing(result) === "lenient");
  return [
    coverageTable(report),
    "Each number is cases passed; a slash precedes all cases where some did not pass.",
    ...open(report),
    ...broken.map((result) => `\n${describeResult(result)}`),
    ...(lenient.length > 0
      ? ["", "Lenient: accepted although the contract forbids it (the page has the requests):", ...lenient.map(oneLine)]
      : []),
    ...(gaps.length > 0
      ? [
          "",
          "Requirement by the contract and shown by no case:",
          ...gaps.map(
            ({ operation, text, place }) => `  ${operation}: ${text} — ${showLocation(place)} (line ${place.line})`,
          ),
        ]
      : []),
    "",
    `Seed ${seed}: -- --seed ${seed} runs the same cases again.`,
    verdictLine(report),
    ...(verdict.inconclusive === undefined ? [] : [verdict.inconclusive]),
    verdict.basis,
  ].join("\n");
}

function oneLine({ operation, name, findings }: CaseResult): string {
  const [finding] = findings;
  return `  ${operation} › ${name}${finding ? ` — ${showLocation(finding.place)}` : ""}`;
}

function coverageTable({ rows }: Report): string {
  const table = new Table({
    head: ["operation", "status", ...checkNames.map((name) => name.replace(/-(?=[^-]+$)/, "-\n"))],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  rows.forEach(({ operation, status, cells }, index) => {
    const again = rows[index - 1]?.operation === operation;
    table.push([again ? "" : operation, status, ...checkNames.map((check) => show(cells[check]))]);
  });
  return table.toString();
}

function show({ cases, passed }: Cell): string {
  if (cases === 0) return "·";
  return passed === cases ? String(passed) : `${passed}/${cases}`;
}

function open({ results }: Report): string[] {
  const reasons = new Map<string, number>();
  for (const { outcome, reason } of results) {
    if (outcome !== "undecided" && outcome !== "not-testable") continue;
    const key = `${outcome === "undecided" ? "undecided" : "not testable on this target"}: ${reason ?? ""}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  return [...reasons].map(([reason, times]) => `${times} ${times === 1 ? "case" : "cases"} ${reason}`);
}

function verdictLine({ results, gaps, verdict: { word, gated }, milliseconds }: Report): string {
  const count = (one: Standing) => results.filter((result) => standing(result) === one).length;
  const parts = [
    `${results.length} cases`,
    `${count("passed")} passed`,
    `${count("breaking")} breaking`,
    `${count("lenient")} lenient`,
    `${count("undecided") + count("not-testable")} without an outcome`,
    `${gaps.length} gaps in coverage${gaps.length > 0 && !gated ? " (shown, not red: this is not a full run)" : ""}`,
  ];
  return `${word}: ${parts.join(", ")}, in ${(milliseconds / 1000).toFixed(1)} s.`;
}
