import { existsSync } from "node:fs";
import { join } from "node:path";
import { readDocument } from "../contract-tests/model/document.js";
import { InputError } from "../contract-tests/model/errors.js";
import { isObject, type JsonObject } from "../contract-tests/model/json.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flagsAndWords, fromUser, type Io, start } from "./command.js";
import { type Accepted, readAccepted, withAccepted } from "./compare/accepted.js";
import { compareDocuments } from "./compare/compare.js";
import { markdownReport } from "./compare/markdown.js";
import { isFine, jsonReport, tableReport } from "./compare/report.js";

const usage = `Usage: npm run compare -- <file or URL> [flags]

Tells what differs between our contract and another OpenAPI document for our operations: what each difference means
for a consumer generated from ours, with a value that only one of the two allows. Ours is generated/openapi.json, which
the client was generated from.

  --contract <root file>             another contract than ours
  --accepted <file>                  differences that were accepted: counted, not shown (default for our own contract:
                                     openapi/accepted-differences.yaml, where it is about the other document)
  --allow-remote-refs                let documents refer to hosts that you have not named, and be redirected to them
  --literal                          take a document that marks nothing as required at its word
  --format table|json|markdown       how to report (default: table)
  --all                              show everything; by default what is compatible is only counted

Exit codes: 0 nothing breaking, 1 something breaking or an accepted difference that is gone, 2 could not run.`;

const formats = ["table", "json", "markdown"];

export const main = command(usage, async (argv, io) => {
  const { values, positionals } = flagsAndWords(argv, {
    contract: { type: "string" },
    literal: { type: "boolean" },
    format: { type: "string", default: "table" },
    all: { type: "boolean" },
    accepted: { type: "string" },
    "allow-remote-refs": { type: "boolean" },
  });
  const [source, ...more] = positionals;
  if (source === undefined || source === "" || more.length > 0) {
    throw new InputError("Name one other OpenAPI document, a file or a URL (--help lists the flags).");
  }
  const { format, all = false, literal = false } = values;
  if (!formats.includes(format)) {
    throw new InputError(`--format takes ${formats.join(", ")}, not ${JSON.stringify(format)}.`);
  }

  const allowRemoteRefs = values["allow-remote-refs"] ?? false;
  const [ours, theirs] = await Promise.all([
    readDocument(
      values.contract === undefined ? join(projectRoot, "generated", "openapi.json") : fromUser(io, values.contract),
      { allowRemoteRefs },
    ),
    readDocument(fromUser(io, source), { allowRemoteRefs }),
  ]);
  const accepted = await acceptedFor(theirs, values, io);
  const compared = compareDocuments(ours, theirs, { literal, onOperation: progress(io) });
  const comparison = accepted ? withAccepted(compared, accepted) : compared;
  if (format === "json") {
    io.out(jsonReport(comparison));
  } else {
    io.out(format === "markdown" ? markdownReport(comparison, all) : tableReport(comparison, all));
  }
  return isFine(comparison);
});

/** The accepted differences that the user names, or our own contract's where they are about the other document. */
async function acceptedFor(
  theirs: JsonObject,
  { accepted, contract }: { accepted?: string | undefined; contract?: string | undefined },
  io: Io,
): Promise<Accepted | undefined> {
  if (accepted !== undefined) {
    return readAccepted(fromUser(io, accepted), accepted);
  }
  const own = join(projectRoot, "openapi", "accepted-differences.yaml");
  if (contract !== undefined || !existsSync(own)) {
    return undefined;
  }
  const found = await readAccepted(own, "openapi/accepted-differences.yaml");
  const { info } = theirs;
  return found.about !== undefined && isObject(info) && info.title === found.about ? found : undefined;
}

/** Says how far the comparison is, once it has taken two seconds and every two seconds from then on. */
function progress(io: Io): (done: number, all: number) => void {
  let next = performance.now() + 2_000;
  return (done, all) => {
    if (performance.now() < next) {
      return;
    }
    next = performance.now() + 2_000;
    io.err(`Comparing: ${done} of ${all} operations.`);
  };
}

await start(import.meta.url, main);
