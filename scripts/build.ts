import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "./command.js";
import { tsc } from "./package/run.js";

const usage = `Usage: npm run build

Bundles src/ and generated/ as the ES module dist/index.js, and puts their declarations and the bundled contract beside it.`;

/** How the package is bundled. */
export const bundling = { bundle: true, packages: "external", format: "esm", target: "es2022" } as const;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const dist = join(projectRoot, "dist");
  await rm(dist, { recursive: true, force: true });
  await tsc(["-p", "tsconfig.build.json"], projectRoot);
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

await start(import.meta.url, main);
