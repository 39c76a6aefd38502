import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Table from "cli-table3";
import { isObject, type JsonObject } from "../contract-tests/model/json.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "../scripts/command.js";
import { run } from "../scripts/test.js";

const usage = `Usage: npm run benchmark:contract [-- --sizes 4,10,50]

Measures the contract suite: its processor time beside the least that it could take, which is Vitest with as many empty
tests, Redocly's lint and bundle, Prism's import and the same requests sent bare; and how time and memory grow with the
contract, ours repeated under other paths. Figures only: nothing here fails.

  --sizes <list>   numbers of operations (default: 4,10,50)`;

export const main = command(usage, async (argv, io) => {
  const { sizes = "4,10,50" } = flags(argv, { sizes: { type: "string" } });
  const document: unknown = JSON.parse(await readFile(join(projectRoot, "generated", "openapi.json"), "utf8"));
  if (!isObject(document)) {
    throw new Error("generated/openapi.json is not an object");
  }
  const directory = await mkdtemp(join(tmpdir(), "descope-links-benchmark-"));
  try {
    io.out(await floorTable(directory));
    io.out(await growthTable(document, sizes.split(",").map(Number), directory));
  } finally {
    await rm(directory, { recursive: true });
  }
});

const rounds = 3;

/** The least work of a run, each part as a command line. */
async function floorTable(directory: string): Promise<string> {
  const requests = await recorded(directory);
  const at = (name: string) => JSON.stringify(join(directory, name));
  const files: Record<string, string> = {
    "empty.test.js": `for (let index = 0; index < ${requests}; index++) test("case " + index, () => {});`,
    "bare.mjs": bare,
    "package.json": '{ "type": "module" }',
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(directory, name), text)));
  const parts = {
    "npm run contract": "npm run -s contract -- --seed 1",
    "Vitest, empty tests": `vitest run --globals --pool threads --maxWorkers 1 --no-isolate --root ${at("")}`,
    "Redocly's lint": "redocly lint openapi/openapi.yaml --config redocly.yaml",
    "Redocly's bundle": `redocly bundle openapi/openapi.yaml --output ${at("bundled.json")}`,
    "Prism's import": `node --input-type=module -e "import '@stoplight/prism-http'"`,
    [`${requests} requests, bare`]: `node ${at("bare.mjs")} ${at("requests.json")}`,
  };
  const took = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, line] of Object.entries(parts)) {
      const { code, output, seconds = Number.NaN } = await run(line).end;
      if (code !== 0) {
        throw new Error(`${line} failed:\n${output}`);
      }
      took.set(name, [...(took.get(name) ?? []), seconds]);
    }
  }
  const median = (name: string) => [...(took.get(name) ?? [])].sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
  const [whole = "", ...least] = Object.keys(parts);
  const floor = least.reduce((sum, name) => sum + median(name), 0);
  const table = newTable(["processor time", `median of ${rounds}`]);
  table.push(...least.map((name) => [name, `${median(name).toFixed(2)} s`]));
  table.push(["together: the floor", `${floor.toFixed(2)} s`], [whole, `${median(whole).toFixed(2)} s`]);
  table.push(["of the floor", (median(whole) / floor).toFixed(2)]);
  return table.toString();
}

/** Writes down all requests that the suite sends, and returns how many these are. */
async function recorded(directory: string): Promise<number> {
  const requests: object[] = [];
  const server = createServer(async (incoming, reply) => {
    const { method, url, headers } = incoming;
    requests.push({ method, url, headers, body: await text(incoming) });
    reply.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await run(`npm run -s contract -- --seed 1 --prefer --target http://127.0.0.1:${port} --report ${directory}`).end;
  server.closeAllConnections();
  server.close();
  await writeFile(join(directory, "requests.json"), JSON.stringify(requests));
  return requests.length;
}

/** Sends requests by `fetch`, eight at a time as the suite does, to a server in the same process. */
const bare = `import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const requests = JSON.parse(readFileSync(process.argv[2], "utf8")).values();
const server = createServer((request, reply) => {
  request.resume().on("end", () => reply.writeHead(200, { "content-type": "application/json" }).end("{}"));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = "http://127.0.0.1:" + server.address().port;
const own = new Set(["host", "connection", "content-length", "accept-encoding", "keep-alive"]);
const worker = async () => {
  for (const { method, url, headers, body } of requests) {
    const kept = Object.entries(headers).filter(([name]) => !own.has(name));
    const response = await fetch(base + url, { method, headers: kept, ...(body !== "" && { body }) });
    await response.text();
  }
};
await Promise.all(Array.from({ length: 8 }, worker));
process.exit();
`;

async function growthTable(document: JsonObject, sizes: readonly number[], directory: string): Promise<string> {
  const table = newTable(["operations", "cases", "start to verdict", "per case", "peak memory"]);
  for (const size of sizes) {
    const file = join(directory, `${size}.json`);
    await writeFile(file, JSON.stringify(repeated(document, size)));
    const begun = performance.now();
    const peak = await peakOf(`npm run -s contract -- --contract ${file} --report ${directory}`);
    const seconds = (performance.now() - begun) / 1000;
    const { results }: { results: unknown[] } = JSON.parse(await readFile(join(directory, "results.json"), "utf8"));
    const perCase = `${((seconds / results.length) * 1000).toFixed(2)} ms`;
    table.push([size, results.length, `${seconds.toFixed(1)} s`, perCase, `${(peak / 1024).toFixed(0)} MB`]);
  }
  return table.toString();
}

function newTable(head: string[]) {
  return new Table({ style: { head: [], border: [] }, head });
}

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

/** Runs a command line, and returns the most memory, in KiB, that its whole process tree had at once. */
async function peakOf(line: string): Promise<number> {
  const { pid, end } = run(line);
  let peak = 0;
  const sampling = setInterval(async () => {
    peak = Math.max(peak, await treeMemory(pid ?? 0));
  }, 100);
  await end;
  clearInterval(sampling);
  return peak;
}

/** The resident memory of a process and all below it, from /proc; 0 if there is none. */
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
