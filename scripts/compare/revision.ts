import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { readDocument } from "../../contract-tests/model/document.js";
import { InputError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { fromHere, isUrl, shownSource } from "../../contract-tests/model/text.js";

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

/** A document that a word of the command line names. */
export interface NamedDocument {
  readonly word: string;
  /** The file or the URL; undefined for a file at a revision. */
  readonly source: string | undefined;
  readonly read: (options?: { readonly allowRemoteRefs?: boolean }) => Promise<JsonObject>;
}

/**
 * The document that a word names: a URL, a file, or a file at a revision of the repository around a folder, such as
 * `v1.2.0:openapi/openapi.yaml`, or `v1.2.0` alone for a file of ours, which `usual` is. Throws {@link InputError} for a
 * revision that is not there.
 */
export async function documentNamed(word: string, cwd: string, usual: string): Promise<NamedDocument> {
  const source = isUrl(word) ? word : resolve(cwd, word);
  const ofSource: NamedDocument = { word, source, read: (options) => readDocument(source, options) };
  const [name = "", ...rest] = word.split(":");
  const isPath =
    /[\\/]/.test(name) || /^[a-z]:[\\/]/i.test(word) || (rest.length === 0 && /\.(?:json|ya?ml)$/i.test(name));
  if (isUrl(word) || isPath || existsSync(source)) {
    return ofSource;
  }
  const root = await git(cwd, ["rev-parse", "--show-toplevel"]).catch(() => undefined);
  if (root === undefined) {
    throw new InputError(`There is no file ${word}, and no Git repository here that could have a revision ${name}.`);
  }
  const commit = await git(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]).catch(() => {
    throw new InputError(
      `There is no file ${word}, and no revision ${name} in the Git repository (git fetch --tags fetches tags).`,
    );
  });
  const path = rest.length > 0 ? posix.normalize(rest.join(":")) : relative(root, usual).split(sep).join("/");
  const revision = { commit, root, path };
  return {
    word,
    source: undefined,
    read: (options) => atRevision(revision, word, (file) => readDocument(file, options)),
  };
}

/** Which document is which, in a line for the head of a report. */
export function sides(older: string, newer: string): string {
  return `Before: ${shownSource(older)}. Now: ${shownSource(newer)}.`;
}

/**
 * Calls with a file as it was at a revision, in a folder with all that was beside it or below then, and removes them. An
 * error names the revision, and not the folder.
 */
async function atRevision<T>(
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
