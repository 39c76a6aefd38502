import type { Comparison } from "./difference.js";
import { operationsOf, select, summary, whereOf, witnessText } from "./report.js";

/** The report for a job summary or a comment. */
export function markdownReport(comparison: Comparison, all: boolean): string {
  const selection = select(comparison, all);
  const rows = selection.rows.map((row) =>
    [
      `**${row.verdict}**`,
      code(operationsOf(row, comparison, ", ")),
      code(whereOf(row)),
      text(row.message),
      row.witness ? `${text(row.witness.what)}: ${code(witnessText(row))}` : "",
    ].join(" | "),
  );
  const table = [
    "| | operation | where | what | shown by |",
    "|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ];
  return [
    "## Ours against theirs",
    ...comparison.notes.map((note) => `> ${text(note)}`),
    ...(rows.length > 0 ? [table.join("\n")] : []),
    summary(comparison, selection),
  ].join("\n\n");
}

function text(value: string): string {
  return value
    .replaceAll(/[\\`*_{}[\]|]/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replaceAll("\n", " ");
}

/** Code in a table: a pipe ends the cell even there, and the fence has to be longer than any run of ticks inside. */
function code(value: string): string {
  if (value === "") return "";
  const longest = Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${value.replaceAll("|", "\\|").replaceAll("\n", " ")}${space}${fence}`;
}
