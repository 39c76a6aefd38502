import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { onItsOwn } from "../../contract-tests/model/document.js";
import { InputError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { projectRoot, redocly } from "../../contract-tests/model/redocly.js";

/** What `redocly diff` says of two documents. */
export interface RedoclyDiff {
  /** In the format asked for. */
  readonly report: string;
  /** What is wrong with the revision, such as a version step that is too small; empty where all is well. */
  readonly problems: readonly string[];
}

/**
 * Runs `redocly diff` and lets its own view of the version decide, and nothing else. Its rules are
 * in redocly-diff.yaml.
 */
export async function redoclyDiff(
  base: JsonObject,
  revision: JsonObject,
  format: "json" | "markdown" | "stylish",
): Promise<RedoclyDiff> {
  return onItsOwn([base, revision], async ([before = "", after = "", output = ""]) => {
    const config = join(projectRoot, "scripts", "compare", "redocly-diff.yaml");
    const fixed = ["--check-version", "--fail-on", "none", "--config", config];
    const { code, stderr } = await redocly("diff", before, after, ...fixed, "--format", format, "--output", output);
    const report = await readFile(output, "utf8").catch(() => undefined);
    const problems = stderr.split("\n").flatMap((line) => (line.startsWith("❌ ") ? [line.slice(2).trim()] : []));
    if (report === undefined || (code !== 0 && problems.length === 0)) {
      throw new InputError(`redocly diff cannot compare the two documents.\n\n${stderr}`);
    }
    return { report: report.trim(), problems };
  });
}
