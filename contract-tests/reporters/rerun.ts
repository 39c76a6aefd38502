import { oneLine } from "../model/harmless-text.js";
import type { Report } from "./report.js";
import { standing } from "./result.js";

/** As wide as a line may be that a terminal shows whole. */
const columns = 80;

/** How to run the failed cases alone, by Vitest's `-t`: a line for a terminal, or none if nothing failed. */
export function rerunLine({ results, run: { seed, strict } }: Pick<Report, "results" | "run">): string[] {
  const failed = results.filter((one) => standing(one) === "breaking" || (strict && standing(one) === "lenient"));
  if (failed.length === 0) {
    return [];
  }
  const checks = [...new Set(failed.map(({ check }) => check))];
  const names = [...new Set(failed.map(({ operation, name }) => pattern(`${operation} ${name}`)))];
  const operations = [...new Set(failed.map(({ operation }) => pattern(operation)))];
  const flags = `${checks.length === 1 ? `${checks[0]} ` : ""}--seed ${seed}`;
  const lines = [
    `Only what failed: -- ${flags} -t "(${names.join("|")})$"`,
    `What failed, and more: -- ${flags} -t "${operations.join("|")}"`,
    `What failed, and more: -- ${flags}`,
  ];
  return lines.filter(({ length }) => length <= columns).slice(0, 1);
}

/** A name as Vitest shows it, as a pattern that no shell changes. */
function pattern(name: string): string {
  return oneLine(name, 200).replaceAll(/[^\w -]/gu, ".");
}
