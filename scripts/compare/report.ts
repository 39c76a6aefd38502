import Table from "cli-table3";
import { forTerminal } from "../../contract-tests/model/harmless-text.js";
import { type Comparison, type Difference, fingerprintOf, type Verdict, verdicts } from "./difference.js";
import { isOfValues } from "./kinds.js";
import { type Row, rowsOf } from "./rows.js";
import { effectOf, fateOf, messageOf, whereOf } from "./words.js";

/** How many rows of each verdict are shown without --all: the rest is counted. */
const shownUnasked: Readonly<Record<Verdict, number>> = { breaking: 20, undecided: 10, compatible: 0 };

/** What a person reads: which rows, and how many of each verdict were left out. */
export interface Selection {
  readonly rows: readonly Row[];
  readonly hidden: Readonly<Record<Verdict, number>>;
  readonly total: Readonly<Record<Verdict, number>>;
}

/** The handful that matters first; everything on request. */
export function select({ differences }: Comparison, all: boolean): Selection {
  const rows = rowsOf(differences.filter(({ accepted }) => accepted === undefined));
  const of = (verdict: Verdict) => mostMet(rows.filter((row) => row.verdict === verdict));
  const shown = verdicts.flatMap((verdict) => of(verdict).slice(0, all ? rows.length : shownUnasked[verdict]));
  const counts = (count: (verdict: Verdict) => number) => ({
    breaking: count("breaking"),
    undecided: count("undecided"),
    compatible: count("compatible"),
  });
  return {
    rows: shown,
    total: counts((verdict) => of(verdict).length),
    hidden: counts((verdict) => of(verdict).length - shown.filter((row) => row.verdict === verdict).length),
  };
}

/** Of differences in values, those that most operations meet go first; what concerns a whole operation stays before. */
function mostMet(rows: readonly Row[]): Row[] {
  const others = rows.filter(({ kind }) => !isOfValues(kind));
  const values = rows.filter(({ kind }) => isOfValues(kind));
  const start = rows.findIndex(({ kind }) => isOfValues(kind));
  const sorted = values.sort((a, b) => b.operations.length - a.operations.length);
  return start < 0 ? [...rows] : [...others.slice(0, start), ...sorted, ...others.slice(start)];
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
  const { kind, ours, theirs } = row;
  const lines = [
    [`${kind} ${fingerprintOf(row)}`, ...effectText(row)].join("; "),
    ...(row.witness ? [`${fateOf(row)}: ${witnessText(row)}`] : []),
    ...(ours === undefined ? [] : [`ours    ${ours}`]),
    ...(theirs === undefined ? [] : [`theirs  ${theirs}`]),
  ];
  return lines.map((line, at) => `${(at === 0 ? `${index}.` : "").padEnd(4)}${line}`).join("\n");
}

/** What a row does to code that uses the client; nothing of what is not breaking. */
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
export function summary(comparison: Comparison, { total, hidden }: Selection): string {
  const counted = verdicts.map((verdict) => `${total[verdict]} ${verdict}`).join(", ");
  const left = verdicts.filter((verdict) => hidden[verdict] > 0).map((verdict) => `${hidden[verdict]} ${verdict}`);
  const rest = left.length > 0 ? ` Not shown: ${left.join(", ")} (--all shows them).` : "";
  const accepted = rowsOf(comparison.differences.filter((one) => one.accepted !== undefined)).length;
  const lived = accepted > 0 ? ` Besides, ${accepted} accepted.` : "";
  const { stale = [], ignored = 0 } = comparison;
  const passed = ignored > 0 ? ` Ignored: ${ignored}.` : "";
  const gone = stale.map((one) => `\nAccepted, but not there any more, so take it out of the file: ${one}`);
  return `${comparison.operations.length} operations compared: ${counted}.${lived}${passed}${rest}${gone.join("")}`;
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
