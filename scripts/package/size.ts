import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { ContractError } from "../../contract-tests/model/errors.js";

/** The most, in bytes, that the client may add to somebody's bundle with everything it needs. The aim is 7,200. */
export const budget = 7875;

/** The client with openapi-fetch and all operations. */
export async function checkSize(dist: string): Promise<string> {
  const size = await bundledSize(join(dist, "index.js"));
  const figures = `${size} bytes of at most ${budget}, minified and gzipped, with everything`;
  if (size > budget) {
    throw new ContractError(
      `${figures}. That is ${size - budget} bytes too many for the budget in scripts/package/size.ts.`,
    );
  }
  return figures;
}

/** How many bytes a module and all it imports are, bundled, minified and gzipped. */
export async function bundledSize(entry: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "node", // whose own modules others import
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
}
