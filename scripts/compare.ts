import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError, writing } from "../contract-tests/model/errors.js";
import { child, objectAt, rootNode } from "../contract-tests/model/node.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { isUrl } from "../contract-tests/model/text.js";
import { command, flagsAndWords, fromUser, type Io, oneOf, start } from "./command.js";
import { type Accepted, readAccepted, withAccepted, writeAccepted } from "./compare/accepted.js";
import { compareDocuments } from "./compare/compare.js";
import { type Comparison, verdicts } from "./compare/difference.js";
import { githubReport } from "./compare/github.js";
import { markdownReport } from "./compare/markdown.js";
import { readPolicy, withPolicy } from "./compare/policy.js";
import { isFine, jsonReport, tableReport } from "./compare/report.js";
import { documentNamed, type NamedDocument, sides } from "./compare/revision.js";

const usage = `Usage: npm run compare -- <document> [flags]
       npm run compare -- <old document> <new document> [flags]

Reports how two OpenAPI documents differ in the operations of the first: what each difference means for a
consumer generated from it, with a value that only one of the two allows.

A document is a file, a URL, or a file at a Git revision, such as v0.2.0:openapi/openapi.yaml. A file or a URL alone is
held against our contract: generated/openapi.json, which the client was generated from. A revision alone is the other
way round: what has changed in our contract since then. v0.2.0 without a path is our contract at that revision.

  --contract <root file>             another contract than ours
  --operation <operationId>          this operation alone (may be repeated)
  --path <path>                      the operations at this path and below it (may be repeated)
  --accepted <file>                  differences that were accepted: counted, not shown (default for our own contract:
                                     openapi/accepted-differences.yaml, if it is about the other document)
  --accept <reason>                  write all differences into that file, new ones with this reason
  --ignore <kind or fingerprint>     leave out differences of a kind, or one (may be repeated)
  --severity <file>                  YAML: another verdict for a kind or a fingerprint, or ignore
  --fail-on <verdict>                breaking|undecided|compatible: exit with 1 from this verdict on (default: breaking)
  --allow-remote-refs                let documents refer to hosts that you have not named, and be redirected to them
  --literal                          take a document that marks nothing as required at its word
  --format <name>                    table|json|markdown|github: how to report (default: table)
  --all                              show everything; by default compatible differences are only counted

Exit codes: 0 nothing breaking, 1 something breaking or an accepted difference that is gone, 2 could not run.`;

const formats = ["table", "json", "markdown", "github"] as const;

const many: string[] = [];

const options = {
  contract: { type: "string" },
  literal: { type: "boolean", default: false },
  format: { type: "string", default: "table" },
  all: { type: "boolean", default: false },
  accepted: { type: "string" },
  accept: { type: "string" },
  operation: { type: "string", multiple: true, default: many },
  path: { type: "string", multiple: true, default: many },
  ignore: { type: "string", multiple: true, default: many },
  severity: { type: "string" },
  "fail-on": { type: "string", default: "breaking" },
  "allow-remote-refs": { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof flagsAndWords<typeof options>>["values"];

export const main = command(usage, async (argv, io) => {
  const { values, positionals } = flagsAndWords(argv, options);
  const format = oneOf(formats, "--format", values.format);
  const failOn = oneOf(verdicts, "--fail-on", values["fail-on"]);
  const [older, newer] = await namedBy(positionals, values, io);
  const policy = await readPolicy(values.ignore, values.severity && fromUser(io, values.severity));
  const reading = { allowRemoteRefs: values["allow-remote-refs"] };
  const [ours, theirs] = await Promise.all([older.read(reading), newer.read(reading)]);
  const { title } = objectAt(child(rootNode(theirs), "info"));
  const list = await acceptedFor(typeof title === "string" ? title : undefined, values, positionals, io);
  const found = compareDocuments(ours, theirs, {
    literal: values.literal,
    onOperation: progress(io),
    only: ({ id, path }) => isChosen(id, path, values),
  });
  const compared = withPolicy({ ...found, notes: [sides(older.word, newer.word), ...found.notes] }, policy);
  if (values.accept !== undefined) {
    return accept(values.accept, compared, list, io);
  }
  const held = list ? withAccepted(compared, list) : compared;
  // Parts that were not compared may be there all the same.
  const comparison = values.operation.length + values.path.length > 0 ? { ...held, stale: [] } : held;
  if (format === "github") {
    const file = newer.source === undefined || isUrl(newer.source) ? undefined : newer.source;
    const { annotations, counts } = githubReport(comparison, values.all, theirs, file);
    annotations.forEach(io.obeyed);
    io.out(counts);
  } else {
    const write = { table: tableReport, markdown: markdownReport, json: jsonReport }[format];
    io.out(write(comparison, values.all));
  }
  return isFine(comparison, failOn);
});

/** The document that a consumer was generated from, and the one that it is held against. */
async function namedBy(
  words: readonly string[],
  { contract = usual }: Values,
  io: Io,
): Promise<[NamedDocument, NamedDocument]> {
  const [first, second, ...more] = words;
  if (first === undefined || first === "" || second === "" || more.length > 0) {
    throw new InputError("Name one other OpenAPI document, or an old and a new one (--help lists the flags).");
  }
  const named = (word: string) => documentNamed(word, io.cwd, fromUser(io, contract));
  const [one, other] = [await named(first), await named(second ?? contract)];
  return second === undefined && one.source !== undefined ? [other, one] : [one, other];
}

/** Our contract as the client was generated from it. */
const usual = join(projectRoot, "generated", "openapi.json");

function isChosen(id: string, path: string, { operation, path: paths }: Values): boolean {
  const isBelow = (one: string) => path === one || path.startsWith(one.endsWith("/") ? one : `${one}/`);
  return (operation.length === 0 || operation.includes(id)) && (paths.length === 0 || paths.some(isBelow));
}

const ownList = join(projectRoot, "openapi", "accepted-differences.yaml");

/** The accepted differences that the user names, or our own contract's if they are about the other document. */
async function acceptedFor(
  title: string | undefined,
  { accepted, contract, accept }: Values,
  words: readonly string[],
  io: Io,
): Promise<Accepted | undefined> {
  if (accepted !== undefined) {
    const file = fromUser(io, accepted);
    const isNew = accept !== undefined && !existsSync(file);
    return isNew ? { file, shown: accepted, about: title, differences: [] } : readAccepted(file, accepted);
  }
  const isOurs = contract === undefined && words.length < 2 && existsSync(ownList);
  const own = isOurs ? await readAccepted(ownList, "openapi/accepted-differences.yaml") : undefined;
  return own?.about !== undefined && own.about === title ? own : undefined;
}

/** Accepts all that differs, so that the same command is fine from then on. */
async function accept(reason: string, comparison: Comparison, list: Accepted | undefined, io: Io): Promise<void> {
  if (reason.trim() === "") {
    throw new InputError("--accept needs a reason: the text that the file gives for each new difference.");
  }
  if (!list) {
    throw new InputError("--accept needs --accepted <file> besides: the file to write.");
  }
  const count = await writing(list.shown, "out", () => writeAccepted(comparison, list, reason));
  io.out(`Wrote ${list.shown}. Accepted differences: ${count}.`);
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
