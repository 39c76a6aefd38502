import { forMarkdown, forMarkdownProse } from "../../contract-tests/model/harmless-text.js";
import type { Comparison } from "./difference.js";
import { effectText, idOf, operationsOf, placeOf, select, summary, witnessText } from "./report.js";
import { fateOf } from "./words.js";

/** The report for a job summary or a comment. */
export function markdownReport(comparison: Comparison, all: boolean): string {
  const selection = select(comparison, all);
  const rows = selection.rows.map((row) =>
    [
      `**${row.verdict}**`,
      code(operationsOf(row, comparison, ", ")),
      code(placeOf(row)),
      text([row.message, ...effectText(row)].join("; ")),
      row.witness ? `${text(fateOf(row))}: ${code(witnessText(row))}` : "",
      code(idOf(row)),
    ].join(" | "),
  );
  const table = [
    "| | operation | where | what | shown by | kind |",
    "|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ];
  return [
    "## Differences",
    ...comparison.notes.map((note) => `> ${text(note)}`),
    ...(rows.length > 0 ? [table.join("\n")] : []),
    summary(comparison, selection),
  ].join("\n\n");
}

/** How long a text in a cell may be: a witness can be a whole body. */
const most = 1_000;

function text(value: string): string {
  return forMarkdownProse(value, most);
}

function code(value: string): string {
  return forMarkdown(value, most);
}
