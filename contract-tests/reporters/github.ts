import { forMarkdown, forWorkflowCommand, oneLine } from "../model/harmless-text.js";
import { type SourceLocation, showLocation } from "../model/source.js";
import { counted } from "../model/text.js";
import { causesOf } from "./causes.js";
import { type Report, sentencesOf } from "./report.js";
import { type Counts, countOf, receivedOf } from "./result.js";

/** The most annotations of a run. GitHub itself shows only the first ten errors, warnings and notices of a step. */
const mostAnnotations = 50;

/** Workflow commands that put each cause and gap at the line of the contract that it is about, what fails first. */
export function annotations({ results, gaps, verdict, run: { strict } }: Report): string {
  const found = causesOf(results).map(({ check, operation, severity, expected, location, count, sample }) => {
    return annotation(
      severity === "breaking" || strict ? "error" : "warning",
      location,
      `${check} › ${operation}`,
      `${counted(count, "case")}, for example ${sample.result.name}: expected ${oneLine(expected)}; received: ${oneLine(receivedOf(sample.finding), 600)}`,
    );
  });
  const open = gaps.map(({ operation, text, location }) =>
    annotation(verdict.gated ? "error" : "notice", location, `coverage › ${operation}`, text),
  );
  const all = [...found, ...open];
  if (all.length <= mostAnnotations) {
    return all.join("\n");
  }
  const left = all.length - mostAnnotations + 1;
  return [
    ...all.slice(0, mostAnnotations - 1),
    `::notice title=contract suite::${counted(left, "more annotation")}: see the report.`,
  ].join("\n");
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
const most = { rows: 60, causes: 50, gaps: 50, text: 200, name: 80 };

/** The run as Markdown, for a job summary. */
export function summary(report: Report): string {
  const { title, run, results, rows, gaps, verdict } = report;
  const count = countOf(results);
  const cell = (text: string) => forMarkdown(text, most.text);
  const name = (text: string) => forMarkdown(text, most.name);
  const icon = { OK: "✅", FAILED: "❌", INCONCLUSIVE: "❔" }[verdict.word];
  return [
    `## ${icon} Contract suite: ${cell(title)}`,
    `Target: ${cell(run.target)}. ${counted(count.cases, "case")}, ${count.passed} passed, ${count.breaking} breaking, ${count.lenient} lenient, ${counted(gaps.length, "gap")}.`,
    ...sentencesOf(verdict).map((text) => forMarkdown(text, 600)),
    ...table(
      ["severity", "check", "operation", "cases", "expected", "received", "contract"],
      causesOf(results),
      most.causes,
      ({ severity, check, operation, count: cases, expected, location, sample }) => [
        severity,
        name(check),
        name(operation),
        String(cases),
        cell(expected),
        cell(receivedOf(sample.finding)),
        cell(showLocation(location)),
      ],
    ),
    ...table(["operation", "gap", "contract"], gaps, most.gaps, ({ operation, text, location }) => [
      name(operation),
      cell(text),
      cell(showLocation(location)),
    ]),
    ...table(
      ["operation", "status", "cases", "passed", "no outcome"],
      rows,
      most.rows,
      ({ operation, status, cells }) => {
        const sum = (key: keyof Counts) => String(Object.values(cells).reduce((all, one) => all + one[key], 0));
        return [name(operation), name(status), sum("cases"), sum("passed"), sum("open")];
      },
    ),
    "",
  ].join("\n\n");
}

/** A table of things whose cells are harmless already, with a word on those left out; nothing if there are none. */
function table<T>(
  head: readonly string[],
  things: readonly T[],
  shown: number,
  lineOf: (thing: T) => readonly string[],
): string[] {
  if (things.length === 0) {
    return [];
  }
  const lines = [head, head.map(() => "---"), ...things.slice(0, shown).map(lineOf)];
  const left = things.length - shown;
  const written = lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
  return [written, ...(left > 0 ? [`${counted(left, "more row")}: see the report.`] : [])];
}
