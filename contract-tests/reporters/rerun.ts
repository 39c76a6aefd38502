import { oneLine } from "../model/harmless-text.js";
import type { Report } from "./report.js";
import { standing } from "./result.js";

/** As wide as a line may be that a terminal shows whole. */
const columns = 80;

/**
 * How to run the failed cases alone, by a file and Vitest's `-t` behind the command of the run: a line for a terminal, or
 * none if nothing failed or no line is short enough.
 */
export function rerunLine({ results, run: { strict } }: Pick<Report, "results" | "run">): string[] {
  const failed = results.filter((one) => standing(one) === "breaking" || (strict && standing(one) === "lenient"));
  if (failed.length === 0) {
    return [];
  }
  const checks = [...new Set(failed.map(({ check }) => check))];
  const names = [...new Set(failed.map(({ operation, name }) => pattern(`${operation} ${name}`)))];
  const operations = [...new Set(failed.map(({ operation }) => pattern(operation)))];
  const only = checks.length === 1 ? `${checks[0]} ` : "";
  const lines = [
    `Only what failed: the same with ${only}-t "(${names.join("|")})$"`,
    `What failed, and more: the same with ${only}-t "${operations.join("|")}"`,
    ...(only === "" ? [] : [`What failed, and more: the same with ${only.trim()}`]),
  ];
  return lines.filter(({ length }) => length <= columns).slice(0, 1);
}

/** A name as Vitest shows it, as a pattern that no shell changes. */
function pattern(name: string): string {
  return oneLine(name, 200).replaceAll(/[^\w -]/gu, ".");
}
