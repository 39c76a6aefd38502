import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { build } from "esbuild";
import { InputError } from "../contract-tests/model/errors.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "./command.js";
import { npm, run } from "./package/run.js";
import { packInto } from "./package/tarball.js";
import { behavioursOf } from "./runtimes/behaviours.js";
import { type Runtime, runtimes } from "./runtimes/runners.js";
import { startRuntimeServer } from "./runtimes/server.js";

const usage = `Usage: npm run runtimes [-- --only <names>]

Runs the client as packed in each runtime that it supports, against a server of this machine that behaves and
misbehaves, and prints a table of what each does alike. On Linux x64. Installs the runtimes from npm into a temporary
folder; Chromium has to be there.

  --only <names>   some of them, separated by commas: ${runtimes.map(({ name }) => name).join(", ")}`;

export const main = command(usage, async (argv, io) => {
  const { only } = flags(argv, { only: { type: "string" } });
  const wanted = only?.split(",").map((name) => name.trim());
  const unknown = wanted?.filter((name) => !runtimes.some((runtime) => runtime.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new InputError(`There is no runtime ${unknown.join(", ")}.`);
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new InputError("The runtimes are for Linux x64.");
  }
  const chosen = runtimes.filter(({ name }) => wanted?.includes(name) ?? true);

  const folder = await mkdtemp(join(tmpdir(), "descope-links-runtimes-"));
  try {
    await prepare(folder);
    const results = new Map<string, Record<string, string>>();
    for (const runtime of chosen) {
      io.err(`${runtime.name} …`);
      results.set(runtime.name, await differencesOf(runtime, folder));
    }
    io.out(table(chosen, results));
    const surprises = chosen.flatMap(({ name, expected = [] }) =>
      Object.entries(results.get(name) ?? {})
        .filter(([behaviour]) => !expected.includes(behaviour))
        .map(([behaviour, instead]) => `${name}: ${behaviour}: ${instead}`),
    );
    for (const surprise of surprises) {
      io.err(`FAIL  ${surprise}`);
    }
    return surprises.length === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Puts the behaviours, bundled with the client as packed, where the runtimes find them. */
async function prepare(folder: string): Promise<void> {
  const { file } = await packInto(folder);
  await run("tar", ["-xzf", file, "-C", folder], folder);
  await build({
    entryPoints: [join(projectRoot, "scripts", "runtimes", "behaviours.ts")],
    outfile: join(folder, "behaviours.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    nodePaths: [join(projectRoot, "node_modules")],
    plugins: [
      {
        name: "as-packed",
        setup: ({ onResolve }) =>
          onResolve({ filter: /src\/index\.js$/ }, () => ({ path: join(folder, "package", "dist", "index.js") })),
      },
    ],
  });
  const main =
    'import { run } from "./behaviours.js";\nconsole.log(JSON.stringify(await run((globalThis.Deno?.args ?? process.argv).at(-1))));\n';
  await writeFile(join(folder, "main.js"), main);
  await writeFile(
    join(folder, "vitest.config.js"),
    "export default { test: { include: ['dom.test.js'], dangerouslyIgnoreUnhandledErrors: true } };\n",
  );
  await writeFile(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
}

/** What a runtime does otherwise; `*` where it could not be run at all. */
async function differencesOf(runtime: Runtime, folder: string): Promise<Record<string, string>> {
  const page = `<!doctype html><script type="module">
    import { run } from "/behaviours.js";
    await fetch("/report", { method: "POST", body: JSON.stringify(await run("http://127.0.0.1:" + location.port)) });
  </script>`;
  const server = await startRuntimeServer(page, join(folder, "behaviours.js"));
  try {
    if (runtime.packages.length > 0) {
      await npm(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", ...runtime.packages], folder);
    }
    return await runtime.run({ folder, server });
  } catch (error) {
    return { "*": error instanceof Error ? error.message.slice(-1500) : String(error) };
  } finally {
    await server.close();
  }
}

function table(chosen: readonly Runtime[], results: ReadonlyMap<string, Record<string, string>>): string {
  const rows = new Table({ head: ["", ...chosen.map(({ name }) => name)], style: { head: [], border: [] } });
  for (const behaviour of Object.keys(behavioursOf(""))) {
    const cells = chosen.map(({ name }) =>
      results.get(name)?.["*"] ? "?" : (results.get(name)?.[behaviour] ?? "yes"),
    );
    rows.push([behaviour, ...cells.map((cell) => cell.slice(0, 24))]);
  }
  return rows.toString();
}

await start(import.meta.url, main);
