import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, relative, sep } from "node:path";
import { promisify } from "node:util";
import { InputError } from "../../contract-tests/model/errors.js";
import { fromHere, isUrl } from "../../contract-tests/model/text.js";

/** A file at a revision of a Git repository. */
interface Revision {
  readonly commit: string;
  /** The repository's own folder. */
  readonly root: string;
  /** From there, with `/`. */
  readonly path: string;
}

const run = promisify(execFile);

async function git(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await run("git", [...args], { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 });
  return stdout.trim();
}

/**
 * What a word of the command line names in the repository around a folder: `v1.2.0:openapi/openapi.yaml`, or `v1.2.0`
 * alone for a file of ours, which `usual` is. Undefined if it is a file or a URL, or no revision.
 */
export async function revisionOf(word: string, cwd: string, usual: string): Promise<Revision | undefined> {
  if (isUrl(word) || existsSync(join(cwd, word))) {
    return undefined;
  }
  const [name = "", ...rest] = word.split(":");
  try {
    const root = await git(cwd, ["rev-parse", "--show-toplevel"]);
    const commit = await git(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
    const path = rest.length > 0 ? posix.normalize(rest.join(":")) : relative(root, usual).split(sep).join("/");
    return { commit, root, path };
  } catch {
    return undefined;
  }
}

/**
 * Calls with a file as it was at a revision, in a folder with all that was beside it or below then, and removes them. An
 * error names the revision, and not the folder.
 */
export async function atRevision<T>(
  { commit, root, path }: Revision,
  word: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const place = await mkdtemp(join(tmpdir(), "revision-"));
  const folder = posix.dirname(path);
  try {
    const index = { GIT_INDEX_FILE: join(place, "index") };
    const tree = join(place, "tree");
    await git(root, ["read-tree", folder === "." ? `${commit}^{tree}` : `${commit}:${folder}`], index).catch(() => {
      throw new InputError(`${word}: there is no folder ${folder} at this revision.`);
    });
    await git(root, ["checkout-index", "--all", `--prefix=${tree}/`], index);
    return await use(join(tree, posix.basename(path))).catch((error: unknown) => {
      throw error instanceof InputError ? new InputError(named(error.message, tree)) : error;
    });
  } finally {
    await rm(place, { recursive: true, force: true });
  }

  function named(message: string, tree: string): string {
    const shown = `${commit.slice(0, 10)}:${folder === "." ? "" : `${folder}/`}`;
    return [fromHere(tree), tree].reduce((text, one) => text.replaceAll(`${one}/`, shown), message);
  }
}
