/**
 * What the suite and `compare` do today, as data, to be held against what they do after a rebuilding; deleted with it.
 *
 *   node --import tsx tests/frozen/freeze.ts take  <folder> <document or folder of documents>…
 *   node --import tsx tests/frozen/freeze.ts check <folder> <document or folder of documents>…
 *
 * `take` writes what each document comes to into the folder, in a gzipped file each; `check` says what has changed, and
 * exits with 1 if anything has. With `--mutants`, whether each breaking mutant is killed is part of it.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { parse } from "yaml";
import { caseId } from "../../contract-tests/cases/case.js";
import { deriveCases } from "../../contract-tests/checks/derive.js";
import { readContract } from "../../contract-tests/model/contract.js";
import { InputError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { asOpenApi31 } from "../../contract-tests/model/json-schema.js";
import { withOperationIds } from "../../contract-tests/model/operation-id.js";
import { createHarness } from "../../contract-tests/mutation/harness.js";
import { mutantsOf } from "../../contract-tests/mutation/operators/index.js";
import { subjects } from "../../contract-tests/mutation/subject.js";
import { compareDocuments } from "../../scripts/compare/compare.js";
import { rowsOf } from "../../scripts/compare/rows.js";
import { whereOf } from "../../scripts/compare/words.js";
import { tried } from "../contract-tests/one-operation.js";
import { base } from "../fixtures/compare-pairs/base.js";
import { changed, changes } from "../fixtures/compare-pairs/changes.js";

/** Lines under a heading each; a changed line is a changed behaviour. */
type Frozen = Readonly<Record<string, readonly string[]>>;

const [mode = "", folder = "", ...given] = process.argv.slice(2).filter((one) => one !== "--mutants");
const withMutants = process.argv.includes("--mutants");

const hash = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);

/** The same text for the same failure: a document that cannot be read stays one that cannot. */
async function orReason(make: () => Promise<Frozen> | Frozen): Promise<Frozen> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof InputError || error instanceof RangeError || error instanceof TypeError) {
      return { cannot: [error.message] };
    }
    throw error;
  }
}

async function ofContract(document: JsonObject): Promise<Frozen> {
  const contract = readContract(withOperationIds(asOpenApi31(document)));
  const cases = deriveCases(contract, 7);
  const { findings, gaps, reasons } = await tried(document);
  return {
    cases: cases.map((one) => `${caseId(one)} ${hash(one.plan)}`),
    gaps,
    findings,
    reasons,
    verdict: [findings.length + gaps.length === 0 ? "fine" : "red"],
    ...(withMutants && { mutants: await mutantsIn(document) }),
  };
}

async function mutantsIn(document: JsonObject): Promise<string[]> {
  const contract = readContract(withOperationIds(asOpenApi31(document)));
  const cases = deriveCases(contract, 7);
  const measure = await createHarness(contract, cases, subjects.reference);
  const lines: string[] = [];
  for (const mutant of mutantsOf(contract, "reference").filter(({ effect }) => effect === "breaking")) {
    lines.push(`${mutant.id}: ${(await measure(mutant, false)).outcome}`);
  }
  return lines;
}

function rowsBetween(ours: JsonObject, theirs: JsonObject): string[] {
  return rowsOf(compareDocuments(ours, theirs).differences).map(
    (row) => `${row.verdict} ${row.kind} ${whereOf(row)}: ${row.message} (${row.operations.join(", ")})`,
  );
}

/** With the folder, as many a document is called openapi.yaml. */
const nameOf = (path: string) => `${basename(dirname(resolve(path)))}/${basename(path)}`;

const isDocument = (name: string) => /\.(?:ya?ml|json)$/.test(name);

async function documentsIn(path: string): Promise<[name: string, document: JsonObject][]> {
  const names = (await stat(path)).isDirectory()
    ? (await readdir(path))
        .filter(isDocument)
        .sort()
        .map((name) => join(path, name))
    : [path];
  return Promise.all(
    names.map(async (name): Promise<[string, JsonObject]> => [nameOf(name), parse(await readFile(name, "utf8"))]),
  );
}

/** What every document comes to, and each pair of an older one (`name.old.yaml`) and the one of its name. */
async function all(): Promise<[name: string, frozen: Frozen][]> {
  const archives = given.filter((one) => one.endsWith(".json.gz"));
  const documents = (await Promise.all(given.filter((one) => !archives.includes(one)).map(documentsIn))).flat();
  const found: [string, Frozen][] = [
    [
      "made-pairs",
      Object.fromEntries(
        changes.flatMap((change) => [
          [`forward ${change.name}`, rowsBetween(base, changed(change))],
          [`back ${change.name}`, rowsBetween(changed(change), base)],
        ]),
      ),
    ],
  ];
  for (const [name, document] of documents) {
    process.stderr.write(`${name}\n`);
    found.push([`contract ${name}`, await orReason(() => ofContract(document))]);
    const older = documents.find(([other]) => other.replace(".old.", ".") === name && other !== name);
    if (older) {
      found.push([`pair ${name}`, await orReason(() => ({ rows: rowsBetween(older[1], document) }))]);
      found.push([`pair back ${name}`, await orReason(() => ({ rows: rowsBetween(document, older[1]) }))]);
    }
  }
  return [...found, ...(await Promise.all(archives.map(ofArchive)))];
}

/** Pairs in one file: `cases` name two of its `documents` (or `docs`) each. */
async function ofArchive(path: string): Promise<[name: string, frozen: Frozen]> {
  const archive = JSON.parse(gunzipSync(await readFile(path)).toString());
  const documents: Record<string, JsonObject | string> = archive.documents ?? archive.docs;
  const documentOf = (id: string): JsonObject => {
    const one = documents[id] ?? {};
    return typeof one === "string" ? parse(one) : one;
  };
  const rows: [string, readonly string[]][] = [];
  for (const { id, ours, theirs } of archive.cases) {
    const made = await orReason(() => ({ rows: rowsBetween(documentOf(ours), documentOf(theirs)) }));
    rows.push([id, made.rows ?? made.cannot ?? []]);
  }
  return [`pairs ${nameOf(path)}`, Object.fromEntries(rows)];
}

const fileOf = (name: string) => join(folder, `${name.replaceAll(/[^\w.-]/g, "_")}.json.gz`);

if (!["take", "check"].includes(mode) || folder === "") {
  process.stderr.write("Usage: freeze.ts take|check <folder> <document or folder>…\n");
  process.exit(2);
}
await mkdir(folder, { recursive: true });
let differing = 0;
for (const [name, now] of await all()) {
  if (mode === "take") {
    await writeFile(fileOf(name), gzipSync(JSON.stringify(now)));
    continue;
  }
  const before: Frozen = JSON.parse(gunzipSync(await readFile(fileOf(name))).toString());
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [old, fresh] = [before[key] ?? [], now[key] ?? []];
    const [gone, come] = [old.filter((one) => !fresh.includes(one)), fresh.filter((one) => !old.includes(one))];
    differing += gone.length + come.length;
    for (const line of [...gone.map((one) => `- ${one}`), ...come.map((one) => `+ ${one}`)].slice(0, 20)) {
      process.stdout.write(`${name}, ${key}: ${line}\n`);
    }
  }
}
process.stdout.write(mode === "take" ? `Written to ${folder}.\n` : `${differing} lines differ.\n`);
process.exitCode = differing > 0 ? 1 : 0;
