/**
 * Runs the unit tests in a copy of this tree whose contract has grown: `node --import tsx tests/grown.ts`. A test that
 * is red there holds for today's operations and fields alone, and takes a fixture of its own.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { grownTree } from "./scripts/grown.js";

const { root, remove } = await grownTree();
// Tests that copy the tree ask git for its files.
for (const args of [
  ["init", "-q"],
  ["add", "-A"],
]) {
  execFileSync("git", args, { cwd: root });
}
const vitest = join("node_modules", "vitest", "vitest.mjs");
// The one that grows a tree has no place for the same operations again.
const flags = ["run", "--project", "unit", "--exclude", "**/fifth-operation.test.ts", ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [vitest, ...flags], { cwd: root, stdio: "inherit" });
await remove();
process.exitCode = status ?? 2;
