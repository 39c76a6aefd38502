import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import Table from "cli-table3";
import { build } from "esbuild";
import createOpenapiFetch from "openapi-fetch";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "../scripts/command.js";
import { npm } from "../scripts/package/run.js";

const usage = `Usage: npm run benchmark

Measures what a call costs through this client, openapi-fetch, ky, the vendor's core SDK and a bare fetch: in processor
time on loopback and with a fetch that is stubbed, as medians of interleaved rounds, and in bytes of a bundle. Installs
ky and the SDK from npm into a temporary folder. Figures only: nothing here fails.`;

const others = { ky: "ky@1.14.3", sdk: "@descope/core-js-sdk@2.71.0" };
const rounds = 15;
const path = "/v1/auth/magiclink/signin/email";
const loginId = "ada@example.com";
const sent = '{"maskedEmail":"a**@e******.com"}';
const contentType = { "content-type": "application/json" };

type Calls = Readonly<Record<string, () => Promise<unknown>>>;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const folder = await mkdtemp(join(tmpdir(), "descope-links-benchmark-"));
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(200, contentType).end(sent));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const realFetch = globalThis.fetch;
  try {
    await npm(["install", "--prefix", folder, "--no-save", "--ignore-scripts", ...Object.values(others)], folder);
    const calls = await callsOf(folder, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const loopback = await measure(calls, 200);
    globalThis.fetch = async () => new Response(sent, { headers: contentType });
    const stubbed = await measure(calls, 2000);
    const sizes = await sizesOf(folder);
    const table = new Table({
      style: { head: [], border: [] },
      head: ["", "loopback", "of a bare fetch", "stubbed", "of a bare fetch", "gzipped"],
    });
    for (const name of Object.keys(calls)) {
      const cells = [loopback, stubbed].flatMap((of) => {
        const [all = [], bare = []] = [of[name], of["bare fetch"]];
        // Of the two in one round: what else the machine did then, it did to both.
        const ratios = all.map((one, round) => one / (bare[round] ?? Number.NaN));
        return [`${median(all).toFixed(1)} µs`, median(ratios).toFixed(2)];
      });
      table.push([name, ...cells, sizes[name] ? `${sizes[name]} B` : ""]);
    }
    io.out(`Node ${process.versions.node}: processor time a call, medians of ${rounds} interleaved rounds`);
    io.out(table.toString());
  } finally {
    globalThis.fetch = realFetch;
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

const installed = (folder: string, name: string) => createRequire(join(folder, "package.json")).resolve(name);
const dist = join(projectRoot, "dist", "index.js");

/** One call through each. Each looks the global `fetch` up at the call. */
async function callsOf(folder: string, baseUrl: string): Promise<Calls> {
  const { createDescopeClient }: typeof import("../src/index.js") = await import(pathToFileURL(dist).href);
  const { default: ky } = await import(pathToFileURL(installed(folder, "ky")).href);
  const { default: createSdk } = await import(pathToFileURL(installed(folder, "@descope/core-js-sdk")).href);
  const authorization = "Bearer P2abc";
  const ours = createDescopeClient({ projectId: "P2abc", baseUrl });
  const http = createOpenapiFetch({ baseUrl, headers: { authorization }, fetch: (request) => fetch(request) });
  const sdk = (createSdk.default ?? createSdk)({
    projectId: "P2abc",
    baseUrl,
    fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
  });
  return {
    "bare fetch": async () => {
      const body = JSON.stringify({ loginId });
      const response = await fetch(baseUrl + path, {
        method: "POST",
        headers: { authorization, ...contentType },
        body,
      });
      return response.json();
    },
    "descope-links": () => ours.signInMagicLinkEmail({ loginId }),
    "openapi-fetch": () => http.request("post", path as never, { body: { loginId } } as never),
    ky: () =>
      ky
        .post(baseUrl + path, {
          json: { loginId },
          headers: { authorization },
          fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
        })
        .json(),
    "vendor's core SDK": () => sdk.magicLink.signIn.email(loginId),
  };
}

/**
 * Microseconds of processor time a call, by round: of the whole process, so that on loopback the server's share is in it.
 */
async function measure(calls: Calls, times: number): Promise<Readonly<Record<string, readonly number[]>>> {
  const measured: Record<string, number[]> = {};
  for (let round = -3; round < rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const before = process.cpuUsage();
      for (let n = 0; n < times; n++) {
        await call();
      }
      const { user, system } = process.cpuUsage(before);
      measured[name] ??= [];
      if (round >= 0) {
        measured[name].push((user + system) / times); // the first rounds are for the compiler
      }
    }
  }
  return measured;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function sizesOf(folder: string): Promise<Readonly<Record<string, number>>> {
  const entries = {
    "descope-links": dist,
    "openapi-fetch": installed(projectRoot, "openapi-fetch"),
    ky: installed(folder, "ky"),
    "vendor's core SDK": join(folder, "node_modules", "@descope", "core-js-sdk", "dist", "index.esm.js"),
  };
  const sizes: Record<string, number> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      write: false,
    });
    sizes[name] = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
  }
  return sizes;
}

await start(import.meta.url, main);
