import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../contract-tests/model/errors.js";
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
  base: string,
  revision: string,
  format: "json" | "markdown" | "stylish",
): Promise<RedoclyDiff> {
  const directory = await mkdtemp(join(tmpdir(), "redocly-diff-"));
  try {
    const output = join(directory, "report");
    const fixed = [
      "--check-version",
      "--fail-on",
      "none",
      "--config",
      join(projectRoot, "scripts", "compare", "redocly-diff.yaml"),
    ];
    const { code, stderr } = await redocly("diff", base, revision, ...fixed, "--format", format, "--output", output);
    const report = await readFile(output, "utf8").catch(() => undefined);
    const problems = stderr.split("\n").flatMap((line) => (line.startsWith("❌ ") ? [line.slice(2).trim()] : []));
    if (report === undefined || (code !== 0 && problems.length === 0)) {
      throw new InputError(`redocly diff cannot compare ${base} with ${revision}.\n\n${stderr}`);
    }
    return { report: report.trim(), problems };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
