import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { readLinted } from "../contract-tests/model/document.js";
import { InputError, writing } from "../contract-tests/model/errors.js";
import { generatedFiles, mustBe, withoutLeftOut } from "../contract-tests/model/generated-files.js";
import type { JsonObject } from "../contract-tests/model/json.js";
import { ownContract, projectRoot } from "../contract-tests/model/redocly.js";
import { describeUnsupported } from "../contract-tests/model/supported.js";
import { command, flags, fromUser, type Io, start } from "./command.js";

const usage = `Usage: npm run generate -- [--check] [--contract <root file> --out <dir>]

Lints the contract, bundles it, and writes generated/.

  --check             write nothing; fail, and name the files, if any is stale
  --contract <file>   another contract than openapi/openapi.yaml; needs --out. Operations that the client cannot carry
                      are named and left out; of our own contract it has to carry all
  --out <dir>         where to write (default: generated/)

Exit codes: 0 fine, 1 a lint problem or a stale file, 2 could not run.`;

export const main = command(usage, async (argv, io) => {
  const { check, contract, out } = flags(argv, {
    check: { type: "boolean" },
    contract: { type: "string" },
    out: { type: "string" },
  });
  if (contract !== undefined && out === undefined) {
    throw new InputError("--contract needs --out <dir>: generated/ belongs to our own contract.");
  }
  const directory = out === undefined ? join(projectRoot, "generated") : fromUser(io, out);
  const shown = relative(io.cwd, directory) || ".";
  const files = await generatedFiles(await readWhat(io, contract));

  if (check) {
    await mustBe(files, directory);
    io.out(`${shown}/ is fresh.`);
    return;
  }
  await writing(shown, "out", async () => {
    await mkdir(directory, { recursive: true });
    for (const [name, content] of files) {
      await writeFile(join(directory, name), content);
    }
  });
  io.out(`Wrote ${[...files.keys()].join(", ")} to ${shown}/.`);
});

/**
 * The source of the generated files: our own contract as it is, since a client that lacks a method does not say so; of
 * another one, the part that the client can carry.
 */
async function readWhat(io: Io, contract: string | undefined): Promise<JsonObject> {
  if (contract === undefined) {
    return readLinted(ownContract);
  }
  const { document, leftOut } = withoutLeftOut(await readLinted(fromUser(io, contract)));
  if (leftOut.length > 0) {
    io.err(`${describeUnsupported(leftOut)}\nThe client is generated without them.`);
  }
  return document;
}

await start(import.meta.url, main);
