import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command, flags, start } from "./command.js";
import { allPass, type NamedCheck } from "./package/all-pass.js";
import { npm, run } from "./package/run.js";
import { project, resolutions } from "./package/stranger.js";
import { packInto } from "./package/tarball.js";

const usage = `Usage: npm run consumers

Uses the package as packed as other projects do: strict TypeScript from 5.4 to the newest, CommonJS, ts-jest, and
esbuild, Rollup, Vite and webpack without a warning. Installs these from npm into a temporary folder. Needs a shell.`;

/** Further files of the project that uses the package. Each script and bundle prints the masked address of its call. */
const files: Readonly<Record<string, string>> = {
  ...project,
  "entry.js": `import { createDescopeClient } from "descope-links";
const descope = createDescopeClient({ projectId: "P2abc", fetch: async () => Response.json({ maskedEmail: "a@b" }) });
descope.signInMagicLinkEmail({ loginId: "ada@example.com" }).then(({ data }) => console.log(data.maskedEmail));
`,
  "it.test.ts": `import { createDescopeClient } from "descope-links";
test("calls", async () => {
  const descope = createDescopeClient({ projectId: "P2abc", fetch: async () => Response.json({ maskedEmail: "x" }) });
  expect((await descope.signInMagicLinkEmail({ loginId: "ada@example.com" })).ok).toBe(true);
});
`,
  "jest.config.json": JSON.stringify({
    extensionsToTreatAsEsm: [".ts"],
    transform: {
      ts$: ["ts-jest", { useESM: true, tsconfig: { module: "esnext", moduleResolution: "bundler", target: "es2022" } }],
    },
  }),
  "vite.config.js":
    "export default { build: { lib: { entry: 'entry.js', formats: ['es'], fileName: () => 'vite.js' }, outDir: 'out', emptyOutDir: false } };\n",
};

/** A way to use the package: the packages that it takes, and the commands that have to succeed. */
type Consumer = readonly [name: string, packages: readonly string[], ...commands: string[]];

function typescript(version: string): Consumer {
  const alias = `typescript-${version}`;
  const compile = (how: string) => `node node_modules/${alias}/bin/tsc -p . --noEmit ${how}`;
  return [`TypeScript ${version}`, [`${alias}@npm:typescript@${version}`], ...resolutions.map(compile)];
}

/** A bundler, whose command leaves a file that runs. One without a flag to fail at a warning has to print nothing. */
function bundler(name: string, packages: readonly string[], bundle: string, isSilent = false): Consumer {
  const made = `node_modules/.bin/${bundle}`;
  return [name, packages, isSilent ? `! ${made} 2>&1 | grep . >&2` : made, `node out/${name}.js | grep -x a@b`];
}

const consumers: readonly Consumer[] = [
  ...["5.4", "5.9", "latest"].map(typescript),
  [
    "CommonJS by require",
    [],
    "sed 's/import \\(.*\\) from \\(.*\\);/const \\1 = require(\\2);/' entry.js > entry.cjs",
    "node entry.cjs | grep -x a@b",
  ],
  [
    "ts-jest",
    ["jest@30", "ts-jest@29", "@types/jest@30", "typescript@5.9"],
    "node --experimental-vm-modules node_modules/jest/bin/jest.js --config jest.config.json",
  ],
  bundler(
    "esbuild",
    ["esbuild@0.28"],
    "esbuild entry.js --bundle --format=esm --log-level=warning --outfile=out/esbuild.js",
    true,
  ),
  bundler(
    "rollup",
    ["rollup@4", "@rollup/plugin-node-resolve@16"],
    "rollup entry.js --plugin node-resolve --failAfterWarnings --file out/rollup.js",
  ),
  bundler("vite", ["vite@latest"], "vite build --logLevel warn", true),
  bundler(
    "webpack",
    ["webpack@5", "webpack-cli@6"],
    "webpack ./entry.js --mode production --fail-on-warnings -o out --output-filename webpack.js",
  ),
];

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const folder = await mkdtemp(join(tmpdir(), "descope-links-consumers-"));
  try {
    const { file } = await packInto(folder);
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder, name), text);
    }
    io.err("Installing …");
    const packages = consumers.flatMap(([, own]) => own);
    await npm(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", file, ...packages], folder);
    const checks = consumers.map(
      ([name, , ...commands]): NamedCheck => [name, () => run("sh", ["-c", commands.join(" && ")], folder)],
    );
    return await allPass(checks, io);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

await start(import.meta.url, main);
