import { join } from "node:path";
import { readDocument } from "../contract-tests/model/document.js";
import { InputError } from "../contract-tests/model/errors.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flagsAndWords, fromUser, start } from "./command.js";
import { compareDocuments } from "./compare/compare.js";
import { markdownReport } from "./compare/markdown.js";
import { isBreaking, jsonReport, tableReport } from "./compare/report.js";

const usage = `Usage: npm run compare -- <file or URL> [flags]

What differs between our contract and another OpenAPI document, for our operations: each difference judged for a
consumer generated from ours, and shown by a value that only one of the two allows. Ours is generated/openapi.json,
which the client was generated from.

  --contract <root file>             another contract than ours
  --literal                          judge a loose document to the letter
  --format table|json|markdown       how to report (default: table)
  --all                              show everything; by default what is compatible is only counted

Exit codes: 0 nothing breaking, 1 something breaking, 2 could not run.`;

const formats = ["table", "json", "markdown"];

export const main = command(usage, async (argv, io) => {
  const { values, positionals } = flagsAndWords(argv, {
    contract: { type: "string" },
    literal: { type: "boolean" },
    format: { type: "string", default: "table" },
    all: { type: "boolean" },
  });
  const [source, ...more] = positionals;
  if (source === undefined || source === "" || more.length > 0)
    throw new InputError("Name one other OpenAPI document, a file or a URL (--help lists the flags).");
  const { format, all = false, literal = false } = values;
  if (!formats.includes(format))
    throw new InputError(`--format takes ${formats.join(", ")}, not ${JSON.stringify(format)}.`);

  const [ours, theirs] = await Promise.all([
    readDocument(
      values.contract === undefined ? join(projectRoot, "generated", "openapi.json") : fromUser(io, values.contract),
    ),
    readDocument(fromUser(io, source)),
  ]);
  const comparison = compareDocuments(ours, theirs, { literal });
  if (format === "json") io.out(jsonReport(comparison));
  else io.out(format === "markdown" ? markdownReport(comparison, all) : tableReport(comparison, all));
  return !isBreaking(comparison);
});

await start(import.meta.url, main);
