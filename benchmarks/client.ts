import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Table from "cli-table3";
import createOpenapiFetch from "openapi-fetch";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "../scripts/command.js";
import { npm } from "../scripts/package/run.js";
import { bundledSize } from "../scripts/package/size.js";

const usage = `Usage: npm run benchmark

Measures the processor time of a call through this client and through others, as a multiple of a bare fetch's: a success,
a refusal and a connection that breaks; with a server in another process, and with a fetch that is stubbed. Installs the
others from npm into a temporary folder. Figures only: nothing here fails.`;

const others = ["ofetch@1.5.1", "@hey-api/client-fetch@0.13.1", "@descope/node-sdk@2.13.0"];
const rounds = 16;
const path = "/v1/auth/magiclink/signin/email";
const loginId = "ada@example.com";
const json = { "content-type": "application/json" };
const success = '{"maskedEmail":"a**@e******.com"}';
const refusal = '{"errorCode":"E062108","errorDescription":"User not found"}';

/** Responds as the first part of the path says. */
const server = `import { createServer } from "node:http";
const responses = { success: [200, ${JSON.stringify(success)}], refusal: [400, ${JSON.stringify(refusal)}] };
const server = createServer((request, response) => request.resume().on("end", () => {
  const [status, body] = responses[request.url.split("/")[1]] ?? [];
  status ? response.writeHead(status, ${JSON.stringify(json)}).end(body) : request.socket.destroy();
}));
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
`;

const stubs: Readonly<Record<string, () => Promise<Response>>> = {
  success: async () => new Response(success, { headers: json }),
  refusal: async () => new Response(refusal, { status: 400, headers: json }),
  "broken connection": async () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) });
  },
};

type Calls = Readonly<Record<string, () => Promise<unknown>>>;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const folder = await mkdtemp(join(tmpdir(), "descope-links-benchmark-"));
  await writeFile(join(folder, "server.mjs"), server);
  const child = fork(join(folder, "server.mjs"), { execArgv: [] });
  const realFetch = globalThis.fetch;
  try {
    const [port] = await once(child, "message");
    await npm(
      ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--legacy-peer-deps", ...others],
      folder,
    );
    const table = new Table({ style: { head: [], border: [] }, head: ["", ...Object.keys(stubs), "gzipped"] });
    const rows: Record<string, string[]> = {};
    for (const [outcome, stub] of Object.entries(stubs)) {
      const calls = await callsOf(folder, `http://127.0.0.1:${port}/${outcome.split(" ")[0]}`);
      globalThis.fetch = realFetch;
      const loopback = await measure(calls, 100);
      globalThis.fetch = stub;
      const stubbed = await measure(calls, 1000);
      for (const name of Object.keys(calls)) {
        rows[name] = [...(rows[name] ?? []), `${loopback[name]} / ${stubbed[name]}`];
      }
    }
    const sizes = await sizesOf(folder);
    for (const [name, cells] of Object.entries(rows)) {
      table.push([name, ...cells, sizes[name] ?? ""]);
    }
    const date = new Date().toISOString().slice(0, 10);
    io.out(`Node ${process.versions.node}, ${date}: processor time of a call, as a multiple of a bare fetch's`);
    io.out("With a server in another process / with a fetch that is stubbed");
    io.out(table.toString());
  } finally {
    globalThis.fetch = realFetch;
    child.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

const dist = join(projectRoot, "dist", "index.js");
const entryOf = (name: string, folder: string) => createRequire(join(folder, "package.json")).resolve(name);
const load = (file: string) => import(pathToFileURL(file).href);

/** One call through each. Each looks the global `fetch` up at the call, and sends the same. */
async function callsOf(folder: string, baseUrl: string): Promise<Calls> {
  const { createDescopeClient }: typeof import("../src/index.js") = await load(dist);
  const { ofetch } = await load(entryOf("ofetch", folder));
  const { createClient } = await load(entryOf("@hey-api/client-fetch", folder));
  const { default: DescopeSdk } = await load(entryOf("@descope/node-sdk", folder));
  const headers = { authorization: "Bearer P2abc" };
  const later = (...args: Parameters<typeof fetch>) => fetch(...args);
  const ours = createDescopeClient({ projectId: "P2abc", baseUrl });
  const withMiddleware = createDescopeClient({ projectId: "P2abc", baseUrl });
  withMiddleware.http.use({ onRequest: ({ request }) => request.headers.set("x-trace", "1") });
  const openapi = createOpenapiFetch({ baseUrl, headers, fetch: later });
  const hey = createClient({ baseUrl, headers, fetch: later });
  const sdk = (DescopeSdk.default ?? DescopeSdk)({ projectId: "P2abc", baseUrl });
  return {
    "bare fetch": async () => {
      const body = JSON.stringify({ loginId });
      const response = await fetch(baseUrl + path, { method: "POST", headers: { ...headers, ...json }, body });
      return JSON.parse(await response.text());
    },
    "descope-links": () => ours.signInMagicLinkEmail({ loginId }),
    "descope-links, one middleware": () => withMiddleware.signInMagicLinkEmail({ loginId }),
    "openapi-fetch": () => openapi.request("post", path as never, { body: { loginId } } as never),
    ofetch: () => ofetch(baseUrl + path, { method: "POST", body: { loginId }, headers }),
    "hey-api": () => hey.post({ url: path, body: { loginId } }),
    "the vendor's Node SDK": () => sdk.magicLink.signIn.email(loginId),
  };
}

/** The median of each call's ratios to the bare fetch of the same round. The order rotates from round to round. */
async function measure(calls: Calls, times: number): Promise<Readonly<Record<string, string>>> {
  const names = Object.keys(calls);
  const ratios = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = -3; round < rounds; round++) {
    const spent = new Map<string, number>();
    for (const [index] of names.entries()) {
      const name = names[(index + round + names.length) % names.length] ?? "";
      const before = process.cpuUsage();
      for (let n = 0; n < times; n++) {
        await calls[name]?.().catch(() => {});
      }
      const { user, system } = process.cpuUsage(before);
      spent.set(name, user + system);
    }
    for (const name of round < 0 ? [] : names) {
      // The first rounds are for the compiler. Other load on the machine in a round falls on all.
      ratios.get(name)?.push((spent.get(name) ?? 0) / (spent.get("bare fetch") ?? 0));
    }
  }
  return Object.fromEntries(
    [...ratios].map(([name, all]) => [name, all.sort((a, b) => a - b)[rounds >> 1]?.toFixed(2) ?? ""]),
  );
}

async function sizesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const module = (name: string, ...file: string[]) => join(folder, "node_modules", ...name.split("/"), ...file);
  const entries = {
    "descope-links": dist,
    "openapi-fetch": entryOf("openapi-fetch", projectRoot),
    ofetch: module("ofetch", "dist", "index.mjs"),
    "hey-api": module("@hey-api/client-fetch", "dist", "index.js"),
    "the vendor's Node SDK": module("@descope/node-sdk", "dist", "index.esm.js"),
  };
  const sizes = Object.entries(entries).map(async ([name, entry]) => [name, `${await bundledSize(entry)} B`]);
  return Object.fromEntries(await Promise.all(sizes));
}

await start(import.meta.url, main);
