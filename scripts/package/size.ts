import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ContractError } from "../../contract-tests/model/errors.js";

/** The most, in bytes, that the client may add to somebody's bundle with everything it needs. The aim is 7,200. */
export const budget = 7830;

/** Bundles the client with openapi-fetch and all operations, minified and gzipped, and measures that. */
export async function checkSize(dist: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(dist, "index.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  const size = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
  const figures = `${size} bytes of at most ${budget}, minified and gzipped, with everything`;
  if (size > budget) {
    throw new ContractError(
      `${figures}. That is ${size - budget} bytes too many for the budget in scripts/package/size.ts.`,
    );
  }
  return figures;
}
