import { execFileSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "../../contract-tests/model/redocly.js";

/** A copy of this tree to be changed at will, with what is installed linked. */
export async function copyTree(): Promise<{ readonly root: string; readonly remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), "descope-links-"));
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter((name) => name !== "")) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await copyFile(join(projectRoot, file), join(root, file)).catch((error: unknown) => {
      // Deleted in the working tree, and not yet in the index.
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
        throw error;
      }
    });
  }
  await symlink(join(projectRoot, "node_modules"), join(root, "node_modules"), "junction");
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Replaces a text that has to be there. */
export async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(file, "utf8");
  const after = before.replace(from, to);
  if (after === before) {
    throw new Error(`${file} does not have ${String(from)}`);
  }
  await writeFile(file, after);
}
