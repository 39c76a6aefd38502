import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { InputError } from "../contract-tests/model/errors.js";
import { lintAndBundle, ownContract, projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags } from "./command.js";
import { generatedFiles, mustBe } from "./generate/files.js";

const usage = `Usage: npm run generate [-- --check] [-- --contract <root file> --out <dir>]

Lints the contract, bundles it, and writes generated/.

  --check             write nothing; fail, naming the files, when any of them is stale
  --contract <file>   another contract than openapi/openapi.yaml; needs --out
  --out <dir>         where to write (default: generated/)`;

await command(usage, async () => {
  const { check, contract, out } = flags({
    check: { type: "boolean" },
    contract: { type: "string" },
    out: { type: "string" },
  });
  if (contract !== undefined && out === undefined) {
    throw new InputError("--contract needs --out <dir>: generated/ belongs to our own contract.");
  }
  const directory = out === undefined ? join(projectRoot, "generated") : resolve(out);
  const shown = relative(process.cwd(), directory) || ".";
  const files = await generatedFiles(await lintAndBundle(contract === undefined ? ownContract : resolve(contract)));

  if (check) {
    await mustBe(files, directory);
    console.log(`${shown}/ is fresh.`);
    return;
  }
  await mkdir(directory, { recursive: true });
  for (const [name, content] of files) await writeFile(join(directory, name), content);
  console.log(`Wrote ${[...files.keys()].join(", ")} to ${shown}/.`);
});
