import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { ContractError } from "../contract-tests/model/errors.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "./command.js";

const usage = `Usage: npm run build

Bundles src/ and generated/ as the ES module dist/index.js, and puts their declarations and the bundled contract beside it.`;

/** How the package is bundled. */
export const bundling = { bundle: true, packages: "external", format: "esm", target: "es2022" } as const;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const dist = join(projectRoot, "dist");
  await rm(dist, { recursive: true, force: true });
  compile(projectRoot);
  await build({
    ...bundling,
    entryPoints: [join(projectRoot, "src", "index.ts")],
    outfile: join(dist, "index.js"),
    sourcemap: true,
    sourcesContent: false, // the package has the sources themselves
  });
  await cp(join(projectRoot, "generated", "openapi.json"), join(dist, "openapi.json"));
  io.out("Built dist/: index.js, its declarations and openapi.json.");
});

/** Type-checks what the tsconfig.build.json of a folder names and writes what it asks for. Throws {@link ContractError} if it does not compile. */
export function compile(root: string): void {
  const { config } = ts.readConfigFile(join(root, "tsconfig.build.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(fileNames, options);
  const problems = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problems.length === 0) {
    return;
  }
  throw new ContractError(
    ts.formatDiagnostics(problems, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => "\n",
    }),
  );
}

await start(import.meta.url, main);
