import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ContractError, InputError } from "../contract-tests/model/errors.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { main as build } from "./build.js";
import { command, flags, fromUser, type Io, type Main, start } from "./command.js";
import { run } from "./package/run.js";
import { packInto } from "./package/tarball.js";
import { main as packageCheck } from "./package-check.js";
import {
  notesOf,
  type ReleaseFiles,
  type ReleaseRepository,
  releaseProblems,
  repositoryProblems,
  versionOf,
} from "./release/problems.js";
import { main as releaseCheck } from "./release-check.js";

const usage = `Usage: npm run release [-- flags]

Checks and packs a release, and publishes nothing: whether the versions, the changelog and the tag agree, whether the
version honours what changed in the contract since the release before, and whether the package works for its users.
The release workflow runs the same before it publishes.

  --tag <name>     the tag that is being released
  --base <file>    the contract of the release before (default: that of the newest tag before this version)
  --out <dir>      leave the tarball and notes.md there

Exit codes: 0 ready to be released, 1 not, 2 could not run.`;

/** What a release is checked by. Tests hand in their own. */
interface Parts {
  readonly files: () => Promise<ReleaseFiles>;
  /** What the repository holds, as far as a release of this version is concerned. */
  readonly repository: (version: string) => Promise<ReleaseRepository>;
  /** Further checks, each with an exit code; `base` is the contract of the release before, where the user names it. */
  readonly steps: (base: string | undefined, version: string, io: Io) => readonly (() => Promise<number>)[];
}

/** The command made of its parts. Every step runs, so that one run tells all that is missing. */
export function releaseOf(parts: Parts): Main {
  return command(usage, async (argv, io) => {
    const given = flags(argv, { tag: { type: "string" }, base: { type: "string" }, out: { type: "string" } });
    const files = await parts.files();
    const version = versionOf(files.packageJson);
    const problems = [
      ...releaseProblems(files, { tag: given.tag, repository: io.env.GITHUB_REPOSITORY }),
      ...repositoryProblems(await parts.repository(version), version),
    ];
    for (const problem of problems) {
      io.err(problem);
    }
    const base = given.base === undefined ? undefined : fromUser(io, given.base);
    const codes: number[] = problems.map(() => 1);
    for (const step of parts.steps(base, version, io)) {
      codes.push(await step());
    }
    if (codes.includes(1)) {
      throw new ContractError(`\n${version} is not ready to be released.`);
    }
    if (codes.includes(2)) {
      throw new InputError(`\nWhether ${version} is ready could not be told.`);
    }
    if (given.out !== undefined) {
      await leave(fromUser(io, given.out), notesOf(files.changelog, version) ?? "");
    }
    io.out(`\n${version} is ready. To release it, push the tag v${version}.`);
  });
}

export const main = releaseOf({
  files: readFiles,
  repository: readRepository,
  steps: (base, version, io) => [
    () => honoursChanges(base, version, io),
    () => build([], io),
    () => packageCheck([], io),
  ],
});

async function readFiles(): Promise<ReleaseFiles> {
  const read = (...parts: string[]) => readFile(join(projectRoot, ...parts), "utf8");
  const [packageJson, packageLock, contract, changelog] = await Promise.all([
    read("package.json"),
    read("package-lock.json"),
    read("generated", "openapi.json"),
    read("CHANGELOG.md"),
  ]);
  return { packageJson, packageLock, contract, changelog };
}

/** Git's view of the working tree and of this version's tag. */
async function readRepository(version: string): Promise<ReleaseRepository> {
  const git = (...args: string[]) => run("git", args, projectRoot);
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");
  const tag = `v${version}`;
  const [changed, tags, tagsHere] = await Promise.all([
    git("diff", "--name-only", "HEAD"),
    git("tag", "--list", tag),
    git("tag", "--list", tag, "--points-at", "HEAD"),
  ]);
  return { changed: lines(changed), taggedElsewhere: tags !== tagsHere };
}

/** The release check against the contract of the release before, where there was one. */
async function honoursChanges(base: string | undefined, version: string, io: Io): Promise<number> {
  if (base !== undefined) {
    return releaseCheck([base], io);
  }
  const tags = await run("git", ["tag", "--list", "v[0-9]*", "--merged", "HEAD", "--sort=-v:refname"], projectRoot);
  const before = tags.split("\n").find((tag) => tag !== "" && tag !== `v${version}`);
  if (before === undefined) {
    io.out("No tag of an earlier release is here: nothing to compare the contract with (--base names a document).");
    return 0;
  }
  const directory = await mkdtemp(join(tmpdir(), "release-"));
  try {
    const file = join(directory, "openapi.json");
    await writeFile(file, await run("git", ["show", `${before}:generated/openapi.json`], projectRoot));
    io.out(`Changes of the contract since ${before}:`);
    return await releaseCheck([file], io);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Puts what is to be published into a folder. */
async function leave(directory: string, notes: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const packed = await mkdtemp(join(tmpdir(), "release-"));
  try {
    const { file } = await packInto(packed);
    await copyFile(file, join(directory, basename(file)));
    await writeFile(join(directory, "notes.md"), `${notes}\n`);
  } finally {
    await rm(packed, { recursive: true, force: true });
  }
}

await start(import.meta.url, main);
