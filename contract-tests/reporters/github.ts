import { forMarkdown, forWorkflowCommand, oneLine } from "../model/harmless-text.js";
import { type SourceLocation, showLocation } from "../model/source.js";
import { counted } from "../model/text.js";
import { causesOf } from "./causes.js";
import { type Report, sentencesOf } from "./report.js";
import { countOf, receivedOf } from "./result.js";

/** The most annotations of a run. GitHub itself shows only the first ten errors, warnings and notices of a step. */
const mostAnnotations = 49;

/** Workflow commands that put each cause and gap at the line of the contract that it is about, what fails first. */
export function annotations({ results, gaps, verdict, run: { strict } }: Report): string {
  const found = causesOf(results).map(({ check, operation, count, result, finding }) =>
    annotation(
      finding.severity === "breaking" || strict ? "error" : "warning",
      finding.location,
      `${check} › ${operation}`,
      `${counted(count, "case")}, for example ${result.name}: expected ${oneLine(finding.expected)}; received: ${oneLine(receivedOf(finding), 600)}`,
    ),
  );
  const open = gaps.map(({ operation, text, location }) =>
    annotation(verdict.gated ? "error" : "notice", location, `coverage › ${operation}`, text),
  );
  const all = [...found, ...open];
  const left = all.length - mostAnnotations;
  const note = `::notice title=contract suite::${counted(left, "more annotation")}: see the report.`;
  return [...all.slice(0, mostAnnotations), ...(left > 0 ? [note] : [])].join("\n");
}

/** A workflow command that puts a message at a line of a file. */
export function annotation(
  level: "error" | "warning" | "notice",
  { file, line }: Pick<SourceLocation, "file" | "line">,
  title: string,
  message: string,
): string {
  const property = (text: string) => forWorkflowCommand(oneLine(text), true);
  return `::${level} file=${property(file)},line=${line},title=${property(title)}::${forWorkflowCommand(oneLine(message, 1_500))}`;
}

/**
 * How many rows each table of the summary has, and how long a text in it may be: together some 300 KiB at the very
 * most, where GitHub drops a summary of more than 1 MiB.
 */
const most = { rows: 50, text: 200, name: 80 };

/** The run as Markdown, for a job summary. */
export function summary(report: Report): string {
  const { title, run, results, gaps, verdict } = report;
  const count = countOf(results);
  const cell = (text: string) => forMarkdown(text, most.text);
  const name = (text: string) => forMarkdown(text, most.name);
  const icon = { OK: "✅", FAILED: "❌", INCONCLUSIVE: "❔" }[verdict.word];
  const causes = causesOf(results).map(({ check, operation, count: cases, finding }) => {
    const { severity, expected, location } = finding;
    const said = [expected, receivedOf(finding), showLocation(location)].map(cell);
    return [severity, name(check), name(operation), String(cases), ...said];
  });
  return [
    `## ${icon} Contract suite: ${cell(title)}`,
    `Target: ${cell(run.target)}. ${counted(count.cases, "case")}, ${count.passed} passed, ${count.breaking} breaking, ${count.lenient} lenient, ${counted(gaps.length, "gap")}.`,
    ...sentencesOf(verdict).map((text) => forMarkdown(text, 600)),
    ...table(["severity", "check", "operation", "cases", "expected", "received", "contract"], causes),
    ...table(
      ["operation", "gap", "contract"],
      gaps.map(({ operation, text, location }) => [name(operation), cell(text), cell(showLocation(location))]),
    ),
    "",
  ].join("\n\n");
}

/** A table whose cells are harmless already, with a word on the rows left out; nothing if there are none. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [head, head.map(() => "---"), ...rows.slice(0, most.rows)].map((line) => `| ${line.join(" | ")} |`);
  const left = rows.length - most.rows;
  const note = left > 0 ? [`${counted(left, "more row")}: see the report.`] : [];
  return rows.length === 0 ? [] : [lines.join("\n"), ...note];
}
