import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "./command.js";
import { allPass, type NamedCheck } from "./package/all-pass.js";
import { checkWithAttw, checkWithPublint } from "./package/linters.js";
import { checkSize } from "./package/size.js";
import { checkAsStranger } from "./package/stranger.js";
import { packInto } from "./package/tarball.js";

const usage = `Usage: npm run package-check

Packs what \`npm run build\` left in dist/, and checks the tarball as its users get it: its files, publint, attw, the size
of the client in a bundle, and an empty project that compiles against it and makes a call.`;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  const directory = await mkdtemp(join(tmpdir(), "descope-links-"));
  try {
    const tarball = await packInto(directory);
    const checks: readonly NamedCheck[] = [
      ["tarball", async () => tarball.summary],
      ["publint", () => checkWithPublint(tarball)],
      ["attw", () => checkWithAttw(tarball)],
      ["size", () => checkSize(join(projectRoot, "dist"))],
      ["stranger", () => checkAsStranger(tarball, directory)],
    ];
    return await allPass(checks, io);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

await start(import.meta.url, main);
