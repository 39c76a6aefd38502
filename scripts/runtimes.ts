import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ContractError, InputError } from "../contract-tests/model/errors.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flagsAndWords, start } from "./command.js";
import { behaviours, origin } from "./runtimes/behaviours.js";
import { startRuntimeServer } from "./runtimes/server.js";

const usage = `Usage: npm run runtimes -- [--except <behaviour>]… -- <command…>

Runs the built client in a runtime, against a server of this machine that behaves and misbehaves. The command runs the
behaviours in that runtime, from a folder that has main.js (a module), page.html (served at ${origin}/page.html),
worker.js with config.capnp (for workerd), and dom.test.js with vitest.config.js. There is a command for each supported
runtime in .github/workflows/ci.yml.

  --except <behaviour>   what the runtime is known to do otherwise, as docs/client.md says; may be given several times

Exit codes: 0 it behaves, 1 it does not, 2 could not run.`;

/** Inside of the project, so that the command finds packages that are installed in it. */
const folder = join(projectRoot, "node_modules", ".cache", "runtimes");

const entries: Readonly<Record<string, string>> = {
  "package.json": '{ "type": "module", "private": true }',
  "main.js": 'import { report } from "./behaviours.js"; await report();',
  "page.html": '<!doctype html><script type="module">import { report } from "./behaviours.js"; report();</script>',
  "worker.js": 'import { report } from "./behaviours.js"; export default { test: report };',
  "dom.test.js":
    'import { test } from "vitest"; import { report } from "./behaviours.js"; test("behaviours", report, 60_000);',
  "vitest.config.js": "export default { test: { include: ['dom.test.js'], exclude: [] } };",
  "config.capnp": `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "behaviours.js", esModule = embed "behaviours.js")],
    compatibilityDate = "2025-05-01",
  )),
  (name = "internet", network = (allow = ["private", "local"])),
]);`,
};

export const main = command(usage, async (argv, io) => {
  const { values, positionals } = flagsAndWords(argv, { except: { type: "string", multiple: true, default: [] } });
  const [program, ...args] = positionals;
  const known = Object.keys(behaviours);
  const unknown = values.except.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`There is no behaviour ${JSON.stringify(unknown)}. There are: ${known.join(", ")}.`);
  }
  if (program === undefined) {
    throw new InputError("Name a command that runs main.js (--help says more).");
  }
  await prepare();
  const server = await startRuntimeServer(folder);
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new ContractError(`${program} ended with ${code} and reported nothing.`));
    });
  });
  try {
    const differences = Object.entries(await Promise.race([server.reported, ended]));
    for (const [name, instead] of differences) {
      io.err(`${values.except.includes(name) ? "known" : "FAIL "} ${name}: ${instead}`);
    }
    io.out(`${known.length - differences.length} of ${known.length} behaviours as they should be.`);
    return differences.every(([name]) => values.except.includes(name));
  } finally {
    child.kill();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Puts the behaviours, bundled with the built client, into the folder. */
async function prepare(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const dist = join(projectRoot, "dist", "index.js");
  await build({
    entryPoints: [join(projectRoot, "scripts", "runtimes", "behaviours.ts")],
    outfile: join(folder, "behaviours.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    plugins: [
      {
        name: "as-built",
        setup: ({ onResolve }) => onResolve({ filter: /src\/index\.js$/ }, () => ({ path: dist })),
      },
    ],
  });
  for (const [name, text] of Object.entries(entries)) {
    await writeFile(join(folder, name), `${text}\n`);
  }
}

await start(import.meta.url, main);
