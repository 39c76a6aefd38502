import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotRun } from "../contract-model/errors.js";
import { isObject, type Json } from "../contract-model/json.js";
import { projectRoot, redocly } from "../contract-model/redocly.js";

/** What `redocly diff` says of two documents. */
export interface RedoclyDiff {
  readonly summary: { readonly major: number; readonly minor: number; readonly patch: number };
  /** The step the changes need; undefined where there is none. */
  readonly bump: string | undefined;
  readonly versions: { readonly base: string; readonly revision: string };
  /** What it has against the revision, such as a version that did not move far enough; empty where all is well. */
  readonly objections: readonly string[];
  readonly report: string;
}

/**
 * Runs `redocly diff` with its own judgement of the version, and nothing else, deciding. Its rules come from
 * `diff-recommended` in redocly.yaml: without them it calls every change a patch.
 */
export async function redoclyDiff(
  base: string,
  revision: string,
  format: "markdown" | "stylish",
): Promise<RedoclyDiff> {
  const directory = await mkdtemp(join(tmpdir(), "redocly-diff-"));
  try {
    const run = async (name: string, kind: string) => {
      const file = join(directory, name);
      const fixed = ["--check-version", "--fail-on", "none", "--config", join(projectRoot, "redocly.yaml")];
      const output = await redocly("diff", base, revision, ...fixed, "--format", kind, "--output", file);
      const text = await readFile(file, "utf8").catch(() => undefined);
      if (text === undefined)
        throw new CannotRun(`redocly diff cannot compare ${base} with ${revision}.\n\n${output.stderr}`);
      return { ...output, text };
    };
    const [data, report] = await Promise.all([run("diff.json", "json"), run("diff.txt", format)]);
    const objections = data.stderr
      .split("\n")
      .flatMap((line) => (line.startsWith("❌ ") ? [line.slice(2).trim()] : []));
    if (data.code !== 0 && objections.length === 0) throw new CannotRun(`redocly diff failed.\n\n${data.stderr}`);
    return { ...read(JSON.parse(data.text)), objections, report: report.text.trim() };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function read(value: unknown): Pick<RedoclyDiff, "summary" | "bump" | "versions"> {
  const { summary, bump, infoVersions } = isObject(value) ? value : {};
  const count = (name: string) => {
    const found = isObject(summary) ? summary[name] : undefined;
    if (typeof found !== "number") throw new CannotRun("redocly diff reported something that is not understood here.");
    return found;
  };
  const version = (side: string) => text(isObject(infoVersions) ? infoVersions[side] : undefined) ?? "none";
  return {
    summary: { major: count("major"), minor: count("minor"), patch: count("patch") },
    bump: text(bump),
    versions: { base: version("base"), revision: version("revision") },
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
