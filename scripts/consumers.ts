import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command, flags, start } from "./command.js";
import { consumers, shared } from "./consumers/kinds.js";
import { allPass, type NamedCheck } from "./package/all-pass.js";
import { npm } from "./package/run.js";
import { packInto } from "./package/tarball.js";

const usage = `Usage: npm run consumers

Uses the package as packed in the ways in which others do: strict TypeScript from 5.4 to the newest, CommonJS, ts-jest,
and esbuild, Rollup, Vite and webpack without a warning. Installs these from npm into a temporary folder.`;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const folder = await mkdtemp(join(tmpdir(), "descope-links-consumers-"));
  try {
    const { file } = await packInto(folder);
    for (const [name, text] of Object.entries(shared)) {
      await writeFile(join(folder, name), text);
    }
    io.err("Installing …");
    const packages = consumers.flatMap((consumer) => consumer.packages);
    await npm(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", file, ...packages], folder);
    const checks = consumers.map(({ name, check }): NamedCheck => [name, () => check(folder)]);
    return await allPass(checks, io);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

await start(import.meta.url, main);
