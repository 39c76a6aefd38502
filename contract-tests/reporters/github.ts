import { showLocation } from "../model/source.js";
import type { Report } from "./report.js";
import { type Standing, standing } from "./result.js";

/** Workflow commands that put each finding and gap at the line of the contract that it is about. */
export function annotations({ results, gaps, verdict, strict }: Report): string {
  const found = results.flatMap(({ check, operation, name, findings }) =>
    findings.map(({ severity, expected, received, place }) => {
      const level = severity === "breaking" || strict ? "error" : "warning";
      return command(
        level,
        place.file,
        place.line,
        `${check} › ${operation}`,
        `${name}: expected ${expected}; received: ${received}`,
      );
    }),
  );
  const open = gaps.map(({ operation, text, place }) =>
    command(verdict.gated ? "error" : "notice", place.file, place.line, `coverage › ${operation}`, text),
  );
  return [...found, ...open].join("\n");
}

function command(
  level: "error" | "warning" | "notice",
  file: string,
  line: number,
  title: string,
  message: string,
): string {
  const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  return `::${level} file=${property(file)},line=${line},title=${property(title)}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** The run as Markdown, for a job summary. */
export function summary({ title, target, results, rows, gaps, verdict }: Report): string {
  const count = (one: Standing) => results.filter((result) => standing(result) === one).length;
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const table = (head: readonly string[], lines: readonly (readonly string[])[]) =>
    [head, head.map(() => "---"), ...lines].map((line) => `| ${line.map(cell).join(" | ")} |`).join("\n");
  const findings = results.flatMap((result) => result.findings.map((finding) => ({ ...result, ...finding })));
  const cases = rows.map(({ operation, status, cells }) => {
    const all = Object.values(cells);
    const sum = (key: "cases" | "passed" | "open") => String(all.reduce((total, one) => total + one[key], 0));
    return [operation, status, sum("cases"), sum("passed"), sum("open")];
  });
  return [
    `## ${{ OK: "✅", FAILED: "❌", INCONCLUSIVE: "❔" }[verdict.word]} Contract suite: ${title}`,
    `Target: ${target}. ${results.length} cases, ${count("passed")} passed, ${count("breaking")} breaking, ${count("lenient")} lenient, ${gaps.length} gaps. ${[verdict.inconclusive, verdict.basis].filter(Boolean).join(" ")}`,
    table(["operation", "status", "cases", "passed", "no outcome"], cases),
    ...(findings.length > 0
      ? [
          table(
            ["severity", "case", "expected", "received", "contract"],
            findings.map((one) => [
              one.severity,
              `${one.check} › ${one.operation} › ${one.name}`,
              one.expected,
              one.received,
              showLocation(one.place),
            ]),
          ),
        ]
      : []),
    ...(gaps.length > 0
      ? [
          table(
            ["operation", "gap", "contract"],
            gaps.map((gap) => [gap.operation, gap.text, showLocation(gap.place)]),
          ),
        ]
      : []),
    "",
  ].join("\n\n");
}
