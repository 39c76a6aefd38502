import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { onItsOwn, readDocument } from "../contract-tests/model/document.js";
import { InputError, writing } from "../contract-tests/model/errors.js";
import { ownContract, projectRoot, redocly } from "../contract-tests/model/redocly.js";
import { command, flags, fromUser, start } from "./command.js";

const usage = `Usage: npm run docs [-- flags]

Writes the API reference as one page that needs no server and no network: each operation with its fields and examples.

  --out <file>        where to write it (default: docs/api/index.html, which Git ignores)
  --contract <file>   another contract than openapi/openapi.yaml

Exit codes: 0 written, 2 could not run.`;

export const main = command(usage, async (argv, io) => {
  const { out, contract } = flags(argv, { out: { type: "string" }, contract: { type: "string" } });
  const file = out === undefined ? join(projectRoot, "docs", "api", "index.html") : fromUser(io, out);
  const source = contract === undefined ? ownContract : fromUser(io, contract);
  const document = await readDocument(source);
  const shown = relative(io.cwd, file) || ".";
  if (out === undefined) {
    await mkdir(dirname(file), { recursive: true });
  }
  await writing(shown, "out", () => writeFile(file, ""));
  // Without its own scripts the page would fetch them, and its fonts, from somebody else's server.
  const offline = ["--inlineBundle", "--openapi.disableGoogleFont"];
  const template = join(projectRoot, "scripts", "docs.hbs");
  const { code, stdout, stderr } = await onItsOwn(document, (alone) =>
    redocly("build-docs", alone, "--output", file, "--template", template, ...offline),
  );
  if (code !== 0) {
    throw new InputError(`The page could not be written.\n${stdout}${stderr}`.replaceAll(/\n{2,}/g, "\n").trim());
  }
  io.out(`Wrote ${shown}.`);
});

await start(import.meta.url, main);
