import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { ContractError } from "../../contract-tests/model/errors.js";

/** The most that the client may add to somebody's bundle: 5.5 KiB, without the table, which grows with the contract. */
export const budget = 5632;

/** Bundles the client with openapi-fetch, minified and gzipped, and measures it without and with its operations. */
export async function checkSize(dist: string): Promise<string> {
  const client = await bundled(dist, [withoutOperations]);
  const whole = await bundled(dist, []);
  const figures = `${client} bytes without operations (budget: ${budget}), ${whole} bytes with all of them`;
  if (client > budget) throw new ContractError(`${figures}. The client is ${client - budget} bytes over.`);
  return figures;
}

async function bundled(dist: string, plugins: Plugin[]): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(dist, "index.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    plugins,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
}

const withoutOperations: Plugin = {
  name: "without-operations",
  setup({ onLoad }) {
    onLoad({ filter: /generated[\\/]operations\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      // What `generate` writes is a literal, so that its last entry can be replaced by hand.
      const contents = text.replace(/"operations": \{[\s\S]*\n {4}\}\n\};/, '"operations": {}\n};');
      if (contents === text) throw new Error(`${path} holds no table of operations`);
      return { contents };
    });
  },
};
