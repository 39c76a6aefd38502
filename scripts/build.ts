import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { ContractError } from "../contract-tests/model/errors.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "./command.js";

const usage = `Usage: npm run build

Compiles src/ and generated/ to dist/, as ES modules with declarations, and puts the bundled contract beside them.`;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const dist = join(projectRoot, "dist");
  await rm(dist, { recursive: true, force: true });
  compile(projectRoot);
  await lift(dist);
  await cp(join(projectRoot, "generated", "openapi.json"), join(dist, "openapi.json"));
  io.out(`Built dist/: index.js, openapi.json and ${(await readdir(dist)).length - 2} files beside them.`);
});

/** Compiles what the tsconfig.build.json of a folder names. Throws {@link ContractError} where it does not compile. */
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

/** dist/src/ becomes dist/ itself, so that what users see in a stack is short; generated/ stays a directory. */
async function lift(dist: string): Promise<void> {
  await mkdir(join(dist, "generated"), { recursive: true });
  for (const name of await readdir(join(dist, "src"))) {
    await rename(join(dist, "src", name), join(dist, name));
  }
  await rm(join(dist, "src"), { recursive: true });
  await replaceIn(dist, '"../generated/', '"./generated/');
  await replaceIn(dist, '"../../src/', '"../src/'); // in the source maps
  await replaceIn(join(dist, "generated"), '"../src/', '"../');
}

async function replaceIn(directory: string, from: string, to: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isFile()) {
      continue;
    }
    const file = join(directory, entry.name);
    await writeFile(file, (await readFile(file, "utf8")).replaceAll(from, to));
  }
}

await start(import.meta.url, main);
