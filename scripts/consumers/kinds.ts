import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ContractError } from "../../contract-tests/model/errors.js";
import { run } from "../package/run.js";

/** A way of using the package: the packages it takes, and what has to go well. Rejects with what did not. */
export interface Consumer {
  readonly name: string;
  readonly packages: readonly string[];
  readonly check: (folder: string) => Promise<void>;
}

/** What every bundle and script says when the call went well. */
const said = "a**";

/** The files that the consumers share, by name. */
export const shared: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ type: "module", private: true }),
  "entry.js": `import { createDescopeClient } from "descope-links";
const fetch = async () => Response.json({ maskedEmail: "${said}" });
const descope = createDescopeClient({ projectId: "P2abc", fetch });
descope.signInMagicLinkEmail({ loginId: "ada@example.com" }).then(({ data }) => console.log(data.maskedEmail));
`,
  "main.ts": `import { createDescopeClient, type ErrorCode, isDescopeError } from "descope-links";
const descope = createDescopeClient({ projectId: "P2abc", timeoutMs: undefined, fetch });
const result = await descope.signInEnchantedLinkEmail({ loginId: "ada@example.com" }, { headers: { traceparent: "x" } });
export const shown: string | ErrorCode | undefined = result.ok ? result.data.linkId : result.error.code;
export const known: boolean = isDescopeError(result);
// @ts-expect-error an unknown field
void (() => descope.signInMagicLinkEmail({ loginId: "ada@example.com", nick: "ada" }));
// @ts-expect-error data is there only where the call went well
void result.data;
`,
};

function mustSay(out: string): void {
  if (out.trim() !== said) {
    throw new ContractError(`It said ${JSON.stringify(out)}, not ${JSON.stringify(said)}.`);
  }
}

function typescript(name: string, version: string): Consumer {
  const alias = `typescript-${name}`;
  // No `skipLibCheck`: the declarations have to stand on their own.
  const strict = "--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --noEmit --target es2022".split(" ");
  return {
    name: `TypeScript ${name}: bundler, node16, nodenext`,
    packages: [`${alias}@npm:typescript@${version}`],
    async check(folder) {
      const tsc = join(folder, "node_modules", alias, "bin", "tsc");
      for (const [module, resolution] of [
        ["esnext", "bundler"],
        ["node16", "node16"],
        ["nodenext", "nodenext"],
      ] as const) {
        const how = ["--module", module, "--moduleResolution", resolution, "--lib", "es2022,dom,dom.iterable"];
        await run(process.execPath, [tsc, ...strict, ...how, "--typeRoots", "none", "main.ts"], folder);
      }
    },
  };
}

/** A bundler, used by a script that leaves `out/<name>.js` and exits otherwise than 0 at a warning. */
function bundler(name: string, packages: readonly string[], script: string): Consumer {
  return {
    name,
    packages,
    async check(folder) {
      await writeFile(join(folder, `${name}.bundle.js`), script);
      await run(process.execPath, [`${name}.bundle.js`], folder);
      mustSay(await run(process.execPath, [join("out", `${name}.js`)], folder));
    },
  };
}

const refuseWarnings = "if (warnings.length > 0) throw new Error(warnings.map(String).join());";

export const consumers: readonly Consumer[] = [
  typescript("5.4", "5.4"),
  typescript("5.9", "5.9"),
  typescript("newest", "latest"),
  {
    name: "CommonJS by require",
    packages: [],
    async check(folder) {
      const script = shared["entry.js"]?.replace(/import (.*) from (.*);/, "const $1 = require($2);") ?? "";
      await writeFile(join(folder, "entry.cjs"), script);
      mustSay(await run(process.execPath, ["entry.cjs"], folder));
    },
  },
  {
    name: "ts-jest",
    packages: ["jest@30", "ts-jest@29", "@types/jest@30", "typescript@5.9"],
    async check(folder) {
      const options = { module: "esnext", moduleResolution: "bundler", target: "es2022", strict: true };
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
      const jest = { preset: "ts-jest/presets/default-esm", testMatch: ["**/it.test.ts"] };
      await writeFile(join(folder, "jest.config.json"), JSON.stringify(jest));
      const test = `import { createDescopeClient } from "descope-links";
        test("calls", async () => {
          const descope = createDescopeClient({ projectId: "P2abc", fetch: async () => Response.json({ maskedEmail: "x" }) });
          expect((await descope.signInMagicLinkEmail({ loginId: "ada@example.com" })).ok).toBe(true);
        });`;
      await writeFile(join(folder, "it.test.ts"), test);
      const args = [
        "--experimental-vm-modules",
        join("node_modules", "jest", "bin", "jest.js"),
        "--config",
        "jest.config.json",
      ];
      await run(process.execPath, args, folder);
    },
  },
  bundler(
    "esbuild",
    ["esbuild@0.28"],
    `import { build } from "esbuild";
    const { warnings } = await build({ entryPoints: ["entry.js"], bundle: true, format: "esm", outfile: "out/esbuild.js" });
    ${refuseWarnings}`,
  ),
  bundler(
    "rollup",
    ["rollup@4", "@rollup/plugin-node-resolve@16"],
    `import { nodeResolve } from "@rollup/plugin-node-resolve";
    import { rollup } from "rollup";
    const warnings = [];
    const bundle = await rollup({ input: "entry.js", plugins: [nodeResolve()], onwarn: ({ message }) => warnings.push(message) });
    await bundle.write({ file: "out/rollup.js" });
    ${refuseWarnings}`,
  ),
  bundler(
    "vite",
    ["vite@latest"],
    `import { build, createLogger } from "vite";
    const warnings = [];
    const customLogger = Object.assign(createLogger("warn"), { warn: (text) => warnings.push(text), warnOnce: (text) => warnings.push(text) });
    const lib = { entry: "entry.js", formats: ["es"], fileName: () => "vite.js" };
    await build({ configFile: false, customLogger, build: { lib, outDir: "out", emptyOutDir: false } });
    ${refuseWarnings}`,
  ),
  bundler(
    "webpack",
    ["webpack@5"],
    `import webpack from "webpack";
    const output = { path: process.cwd() + "/out", filename: "webpack.js" };
    const stats = await promised(webpack({ mode: "production", entry: "./entry.js", output }));
    const warnings = [...stats.compilation.warnings, ...stats.compilation.errors];
    ${refuseWarnings}
    function promised(compiler) {
      return new Promise((resolve, reject) => compiler.run((error, stats) => (error ? reject(error) : resolve(stats))));
    }`,
  ),
];
