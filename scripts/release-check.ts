import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readDocument } from "../contract-tests/model/document.js";
import { InputError } from "../contract-tests/model/errors.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flagsAndWords, fromUser, oneOf, start } from "./command.js";
import { markdownReport } from "./compare/markdown.js";
import { checkRelease, releaseVerdict } from "./compare/release.js";
import { tableReport } from "./compare/report.js";
import { documentNamed, sides } from "./compare/revision.js";

const usage = `Usage: npm run release-check -- <base document> [flags]

Whether the version follows the contract: what has changed since the base document, as \`npm run compare\` tells it, and
whether info.version and package.json took the step that this needs. A deliberate break with its step is fine. The base
is a file, a URL, or a Git revision, as for \`npm run compare\`: v0.2.0 is our contract at that revision.

  --contract <root file>       another contract than generated/openapi.json; package.json is left aside then
  --format text|markdown       how to report (default: text)

Below 1.0 a minor step is enough for a break.

Exit codes: 0 the version honours the changes, 1 it does not, 2 could not run.`;

export const main = command(usage, async (argv, io) => {
  const { values, positionals } = flagsAndWords(argv, {
    contract: { type: "string" },
    format: { type: "string", default: "text" },
  });
  const [base, ...more] = positionals;
  if (base === undefined || base === "" || more.length > 0) {
    throw new InputError("Name one base document, such as an older generated/openapi.json (--help lists the flags).");
  }
  const isMarkdown = oneOf(["text", "markdown"], "--format", values.format) === "markdown";
  const { contract: other } = values;
  const contract = other === undefined ? join(projectRoot, "generated", "openapi.json") : fromUser(io, other);
  const before = await documentNamed(base, io.cwd, contract);
  const [older, newer] = await Promise.all([before.read(), readDocument(contract)]);
  const { version } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8"));
  const release = checkRelease(older, newer, other === undefined ? String(version) : undefined);
  const comparison = { ...release.comparison, notes: [sides(base, contract), ...release.comparison.notes] };
  const report = (isMarkdown ? markdownReport : tableReport)(comparison, true);
  const verdict = releaseVerdict(release).map((line) => (isMarkdown ? `**${line}**` : line));
  io.out([report, ...verdict].join("\n\n"));
  return release.problems.length === 0;
});

await start(import.meta.url, main);
