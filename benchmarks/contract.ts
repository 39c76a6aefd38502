import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Table from "cli-table3";
import { command, flags, start } from "../scripts/command.js";
import { run } from "../scripts/test.js";

const usage = `Usage: npm run benchmark:contract

Measures the contract suite: its processor time beside the least that it could take, which is Vitest with as many empty
tests, Redocly's lint and bundle, Prism's import and the same requests sent bare. Figures only: nothing here fails.`;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const directory = await mkdtemp(join(tmpdir(), "descope-links-benchmark-"));
  try {
    io.out(await floorTable(directory));
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
  const table = new Table({ style: { head: [], border: [] }, head: ["processor time", `median of ${rounds}`] });
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

await start(import.meta.url, main);
