import Table from "cli-table3";
import { forTerminal } from "../../contract-tests/model/harmless-text.js";
import { type Comparison, type Difference, fingerprintOf, type Verdict, verdicts } from "./difference.js";
import { rankOf } from "./kinds.js";
import { type Row, rowsOf } from "./rows.js";
import { effectOf, fateOf, messageOf, whereOf } from "./words.js";

/** How many rows of each verdict are shown without --all: the rest is counted. */
const shownUnasked: Readonly<Record<Verdict, number>> = { breaking: 20, undecided: 10, compatible: 0 };

/** The contents of a report: which rows, and how many of each verdict there are and are left out. */
interface Selection {
  readonly rows: readonly Row[];
  readonly counts: readonly { readonly verdict: Verdict; readonly total: number; readonly hidden: number }[];
}

/** The handful that matters first; everything on request. */
export function select({ differences }: Comparison, all: boolean): Selection {
  const rows = rowsOf(differences.filter(({ accepted }) => accepted === undefined));
  const chosen = verdicts.map((verdict) => {
    const found = rows.filter((row) => row.verdict === verdict).sort(byWeight);
    return { verdict, found, shown: all ? found : found.slice(0, shownUnasked[verdict]) };
  });
  return {
    rows: chosen.flatMap(({ shown }) => shown),
    counts: chosen.map(({ verdict, found: { length: total }, shown }) => {
      return { verdict, total, hidden: total - shown.length };
    }),
  };
}

/** Whole operations go before values, and among these what most operations meet. */
function byWeight(a: Row, b: Row): number {
  return rankOf(a.kind) - rankOf(b.kind) || b.operations.length - a.operations.length;
}

/** The report on a terminal: a table, the worst first, then what shows each row. */
export function tableReport(comparison: Comparison, all: boolean): string {
  const selection = select(comparison, all);
  const { rows } = selection;
  const parts = [...comparison.notes];
  if (rows.length > 0) {
    const table = new Table({
      head: ["", "", "operation", "where", "what"],
      style: { head: [], border: [] },
    });
    for (const [index, row] of rows.entries()) {
      table.push([
        index + 1,
        row.verdict,
        operationsOf(row, comparison, ",\n"),
        wrapped(placeOf(row), 34),
        wrapped(row.message, 44),
      ]);
    }
    parts.push(table.toString(), ...rows.map((row, index) => detail(row, index + 1)).filter((text) => text !== ""));
  }
  return forTerminal([...parts, summary(comparison, selection)].join("\n\n"));
}

/** Lines of whole words; a word that is longer than a line is broken, as a pattern without spaces has no other end. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [""];
  for (const word of text.split(" ").flatMap((one) => one.match(new RegExp(`.{1,${width}}`, "gu")) ?? [one])) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
    }
  }
  return lines.join("\n");
}

export function operationsOf(row: Row, comparison: Comparison, separator: string): string {
  if (row.operations.length > 1 && row.operations.length === comparison.operations.length) {
    return "all operations";
  }
  if (row.operations.length > 3) {
    return `${row.operations.length} operations, such as${separator.endsWith("\n") ? "\n" : " "}${row.operations[0]}`;
  }
  return row.operations.join(separator);
}

export function placeOf(row: Row): string {
  const where = whereOf(row);
  return row.places > 1 ? `${where}, and ${row.places - 1} more ${row.places === 2 ? "place" : "places"}` : where;
}

function detail(row: Row, index: number): string {
  const { ours, theirs } = row;
  const lines = [
    [idOf(row), ...effectText(row)].join("; "),
    ...(row.witness ? [`${fateOf(row)}: ${witnessText(row)}`] : []),
    ...(ours === undefined ? [] : [`before  ${ours}`]),
    ...(theirs === undefined ? [] : [`now     ${theirs}`]),
  ];
  return lines.map((line, at) => `${(at === 0 ? `${index}.` : "").padEnd(4)}${line}`).join("\n");
}

/** The kind of a row and the fingerprints of its differences, as --ignore takes them. */
export function idOf({ kind, fingerprints }: Row): string {
  const more = fingerprints.length > 4 ? ` and ${fingerprints.length - 4} more` : "";
  return `${kind} ${fingerprints.slice(0, 4).join(",")}${more}`;
}

/** The effect of a row on code that uses the client; undefined unless it is breaking. */
export function effectText(row: Row): string[] {
  const effect = effectOf(row);
  return effect === undefined ? [] : [`code that relies on it ${effect}`];
}

/** A witness in a line. */
export function witnessText({ witness }: Difference): string {
  const text = witness?.message ?? JSON.stringify(witness?.value);
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}

/** One sentence of counts, and how to see what is not shown. */
export function summary(
  { differences, operations, stale = [], ignored = 0 }: Comparison,
  { counts }: Selection,
): string {
  const counted = counts.map(({ verdict, total }) => `${total} ${verdict}`).join(", ");
  const left = counts.filter(({ hidden }) => hidden > 0).map(({ verdict, hidden }) => `${hidden} ${verdict}`);
  const accepted = rowsOf(differences.filter((one) => one.accepted !== undefined)).length;
  return [
    `${operations.length} operations compared: ${counted}.`,
    accepted > 0 ? ` Besides, ${accepted} accepted.` : "",
    ignored > 0 ? ` Ignored: ${ignored}.` : "",
    left.length > 0 ? ` Not shown: ${left.join(", ")} (--all shows them).` : "",
    ...stale.map((one) => `\nAccepted, but not there any more, so take it out of the file: ${one}`),
  ].join("");
}

/** Everything, for a program to read. */
export function jsonReport(comparison: Comparison): string {
  const differences = comparison.differences.map((one) => ({
    fingerprint: fingerprintOf(one),
    where: whereOf(one),
    message: messageOf(one),
    effect: effectOf(one),
    ...one,
    ...(one.witness && { witness: { what: fateOf(one), ...one.witness } }),
  }));
  return JSON.stringify({ ...comparison, differences, breaking: !isFine({ ...comparison, stale: [] }) }, null, 2);
}

/** Whether nothing that was not accepted is as bad as a verdict, or worse, and no accepted difference is gone. */
export function isFine({ differences, stale = [] }: Comparison, failOn: Verdict = "breaking"): boolean {
  const worst = verdicts.indexOf(failOn);
  const isBad = ({ verdict, accepted }: Difference) => accepted === undefined && verdicts.indexOf(verdict) <= worst;
  return stale.length === 0 && !differences.some(isBad);
}
