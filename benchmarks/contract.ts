import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { isObject, type JsonObject } from "../contract-tests/model/json.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "../scripts/command.js";

const usage = `Usage: npm run benchmark:contract [-- --sizes 4,10,50,200]

Runs the contract suite on larger and larger contracts, ours repeated under other paths, each against its own mock, and
reports how time and memory grow. Figures only: nothing here fails.

  --sizes <list>   numbers of operations (default: 4,10,50)`;

export const main = command(usage, async (argv, io) => {
  const { sizes = "4,10,50" } = flags(argv, { sizes: { type: "string" } });
  const document: unknown = JSON.parse(await readFile(join(projectRoot, "generated", "openapi.json"), "utf8"));
  if (!isObject(document)) {
    throw new Error("generated/openapi.json is no object");
  }
  const directory = await mkdtemp(join(tmpdir(), "descope-links-benchmark-"));
  const table = new Table({
    style: { head: [], border: [] },
    head: ["operations", "cases", "start to verdict", "per operation", "per case", "cases a second", "peak memory"],
  });
  for (const size of sizes.split(",").map(Number)) {
    const file = join(directory, `${size}.json`);
    await writeFile(file, JSON.stringify(repeated(document, size)));
    const peak = await run(file);
    const report: { milliseconds: number; results: unknown[] } = JSON.parse(
      await readFile(join(projectRoot, "contract-report", "results.json"), "utf8"),
    );
    const { milliseconds, results } = report;
    table.push([
      size,
      results.length,
      `${(milliseconds / 1000).toFixed(1)} s`,
      `${(milliseconds / size).toFixed(0)} ms`,
      `${(milliseconds / results.length).toFixed(2)} ms`,
      ((results.length / milliseconds) * 1000).toFixed(0),
      `${(peak / 1024).toFixed(0)} MB`,
    ]);
    io.err(`${size} operations done`);
  }
  await rm(directory, { recursive: true });
  io.out(table.toString());
});

/** Our contract with its operations repeated under other paths until there are `size` of them. */
function repeated(document: JsonObject, size: number): JsonObject {
  const paths = isObject(document.paths) ? Object.entries(document.paths) : [];
  const more = Array.from({ length: size }, (_, index) => {
    const [path, item] = paths[index % paths.length] ?? ["/", {}];
    if (index < paths.length) {
      return [path, item];
    }
    const copy = JSON.stringify(item).replace(/"operationId":"(\w+)"/, `"operationId":"$1Copy${index}"`);
    return [`/copy-${index}${path}`, JSON.parse(copy)];
  });
  return { ...document, paths: Object.fromEntries(more) };
}

/** Runs the suite on a contract, and returns the most memory, in KiB, that its whole process tree had at once. */
async function run(file: string): Promise<number> {
  const child = spawn("npm", ["run", "-s", "contract", "--", "--contract", file], {
    cwd: projectRoot,
    stdio: "ignore",
    // On Windows npm is a script of the shell's.
    shell: process.platform === "win32",
  });
  let peak = 0;
  const sampling = setInterval(async () => {
    peak = Math.max(peak, await treeMemory(child.pid ?? 0));
  }, 100);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(sampling);
  return peak;
}

/** The resident memory of a process and all below it, from /proc; 0 where there is none. */
async function treeMemory(root: number): Promise<number> {
  const parents = new Map<number, { parent: number; rss: number }>();
  for (const name of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(name)) {
      continue;
    }
    const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? -1);
    parents.set(Number(name), { parent, rss: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) });
  }
  const inTree = (pid: number): boolean => pid === root || (parents.has(pid) && inTree(parents.get(pid)?.parent ?? -1));
  return [...parents].reduce((sum, [pid, { rss }]) => sum + (inTree(pid) ? rss : 0), 0);
}

await start(import.meta.url, main);
