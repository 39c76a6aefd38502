import { createHash } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { caseId, checkNames } from "../contract-tests/cases/case.js";
import { readShard, whole } from "../contract-tests/cases/shard.js";
import { type Derived, derive, isCheckName } from "../contract-tests/checks/derive.js";
import { notTried } from "../contract-tests/coverage/not-tried.js";
import { describeLeftOut } from "../contract-tests/model/carry.js";
import { type Contract, readContract } from "../contract-tests/model/contract.js";
import { readLinted } from "../contract-tests/model/document.js";
import { InputError } from "../contract-tests/model/errors.js";
import type { JsonObject } from "../contract-tests/model/json.js";
import { ownContract, projectRoot } from "../contract-tests/model/redocly.js";
import { sourceOf } from "../contract-tests/model/source.js";
import { decide } from "../contract-tests/outcome.js";
import { messageLimit } from "../contract-tests/provider/synthetic-identities.js";
import { madeUpProjectId, mustBeThere, readTarget, type Target } from "../contract-tests/provider/target.js";
import { changesSince } from "../contract-tests/reporters/earlier.js";
import { clearReports, writeReports } from "../contract-tests/reporters/files.js";
import { annotations, summary } from "../contract-tests/reporters/github.js";
import { matrix } from "../contract-tests/reporters/matrix.js";
import type { Report } from "../contract-tests/reporters/report.js";
import { terminal } from "../contract-tests/reporters/terminal.js";
import { command, flags, fromUser, type Io, start, wholeNumber } from "./command.js";
import { type MergedShards, mergeShards } from "./contract/merge.js";
import { mustBeFresh } from "./generate/files.js";
import { createDeriving, createProgress } from "./progress.js";

const usage = `Usage: npm run contract [-- flags]

Lints the contract, checks that generated/ is fresh, starts a mock built from the contract, runs the contract suite
through the client and prints what was covered. Reports go to contract-report/.

  --target <url>       a provider that is running already, instead of the mock. On a loopback host everything is sent;
                       elsewhere only what is harmless even if accepted. Off loopback DESCOPE_PROJECT_ID is required.
                       CONTRACT_CREDENTIAL is user:password for HTTP basic, or the API key, where a contract asks for one
  --allow-sends        send everything off loopback too: this delivers messages and creates users
  --prefer             the provider honours Prism's Prefer header, so that documented errors can be called up
  --recipient <id>     an email address or phone number that sign-ins may really be sent to, with its owner's consent,
                       so that a success can be seen; repeatable, at most ${messageLimit} messages a run. Also taken from
                       DESCOPE_TEST_RECIPIENTS, separated by commas
  --rate <n>           requests a minute (default: 60 off loopback, unlimited on it)
  --strict             lenient findings fail too (always so on our own mock)
  --operation <id>     only this operation
  --check <name>       only this check: ${checkNames.join(", ")}
  --seed <n>           the seed of an earlier run, to send the same fuzz cases again
  --contract <file>    another contract than openapi/openapi.yaml
  --report <dir>       where reports go (default: contract-report/)
  --shard <i>/<n>      only the i-th of n parts, each with a --seed and a --report of its own; gaps are left to --merge
  --merge <dir>        run nothing: one report and one verdict of the shards' reports; give it once for each of them

Exit codes: 0 fine, 1 a finding, a lint problem or a stale file, 2 it could not run.`;

function readFlags(argv: readonly string[]) {
  const given = flags(argv, {
    target: { type: "string" },
    "allow-sends": { type: "boolean", default: false },
    prefer: { type: "boolean", default: false },
    recipient: { type: "string", multiple: true, default: [] },
    rate: { type: "string" },
    strict: { type: "boolean", default: false },
    operation: { type: "string" },
    check: { type: "string" },
    seed: { type: "string" },
    contract: { type: "string" },
    report: { type: "string" },
    shard: { type: "string" },
    merge: { type: "string", multiple: true, default: [] },
  });
  const seed = wholeNumber("seed", given.seed, 0, 2 ** 31 - 1) ?? Math.floor(Math.random() * 2 ** 31);
  const rate = wholeNumber("rate", given.rate, 1, 100_000);
  const { check } = given;
  if (check !== undefined && !isCheckName(check)) {
    throw new InputError(`--check ${JSON.stringify(check)} is no check. There are ${checkNames.join(", ")}.`);
  }
  if (given.shard !== undefined && given.seed === undefined) {
    throw new InputError("--shard goes with --seed: all parts of a run have to derive the same cases.");
  }
  const alone = (["recipient", "allow-sends", "prefer"] as const).find((name) => isGiven(given[name]));
  if (given.target === undefined && alone !== undefined) {
    throw new InputError(`--${alone} goes with --target: without it the provider is a mock.`);
  }
  const shard = given.shard === undefined ? whole : readShard(given.shard);
  return { ...given, seed, rate, check, shard };
}

function isGiven(flag: boolean | readonly string[]): boolean {
  return typeof flag === "boolean" ? flag : flag.length > 0;
}

function givenTarget(given: ReturnType<typeof readFlags>, io: Io): Target | undefined {
  if (given.target === undefined) {
    return undefined;
  }
  return readTarget(given.target, {
    projectId: io.env.DESCOPE_PROJECT_ID,
    credential: io.env.CONTRACT_CREDENTIAL,
    prefer: given.prefer,
    allowSends: given["allow-sends"],
    rate: given.rate,
    recipients: [...given.recipient, ...namedRecipients(io)],
  });
}

export const main = command(usage, async (argv, io) => {
  const given = readFlags(argv);
  const target = givenTarget(given, io);
  const directory = given.report === undefined ? join(projectRoot, "contract-report") : fromUser(io, given.report);
  const shards = given.merge.map((one) => fromUser(io, one));
  if (shards.includes(directory)) {
    throw new InputError("--report names a folder that --merge reads: name another one.");
  }
  // Before anything can fail: an older run's report beside a newer verdict would be taken for it.
  const earlier = await clearReports(directory);
  if (target) {
    io.out(opening(target));
    await mustBeThere(target);
  }

  const rootFile = given.contract === undefined ? ownContract : fromUser(io, given.contract);
  // Prism and Vitest take two seconds to load: time enough for Redocly, and too long before a flag is refused.
  const [document, { startMock }, { runSuite }] = await Promise.all([
    readLinted(rootFile),
    import("../contract-tests/provider/mock.js"),
    import("../contract-tests/runner.js"),
  ]);
  if (given.contract === undefined) {
    await mustBeFresh(document, join(projectRoot, "generated"));
  }
  const contract = readContract(document);
  for (const line of remarks(contract)) {
    io.err(line);
  }
  const digest = createHash("sha256").update(JSON.stringify(document)).digest("hex");
  const common = { contract, document, locate: sourceOf(rootFile), digest };
  const found =
    shards.length > 0
      ? await mergedRun(common, shards)
      : await freshRun(common, given, target, rootFile, { startMock, runSuite });
  const changes = earlier && changesSince(earlier, found);
  const report: Report = { ...found, ...(changes && { changes }) };
  io.out(terminal(report));
  await writeReports(directory, report);
  io.out(`Reports: ${relative(io.cwd, join(directory, "index.html"))}, results.json, junit.xml`);
  await reportToGitHub(report, io);
  return report.verdict.exitCode;
});

interface Common {
  readonly contract: Contract;
  readonly document: JsonObject;
  readonly locate: ReturnType<typeof sourceOf>;
  /** Tells the contract from every other. */
  readonly digest: string;
}

/** Derives the cases that the flags leave, runs them, and decides. */
async function freshRun(
  common: Common,
  given: ReturnType<typeof readFlags>,
  target: Target | undefined,
  rootFile: string,
  { startMock, runSuite }: Loaded,
): Promise<Report> {
  const { contract, document, digest } = common;
  const { seed, operation, check, shard } = given;
  const selection = { operation, check, shard };
  mustKnow(contract, operation);
  const derived = derive(contract, seed, selection, createDeriving(contract.operations.length));
  const { cases } = derived;
  if (cases.length === 0) {
    throw new InputError("There is no case to run: the contract and the flags leave none.");
  }
  const order = new Map(cases.map((one, index) => [caseId(one), index]));
  const started = performance.now();
  const mock = target ? undefined : await startMock(contract.document, 0, madeUpProjectId);
  const provider: Target = target ?? mockTarget(mock?.url ?? "");
  const results = await runSuite({
    settings: { document: JSON.stringify(document), rootFile, target: provider, seed, selection },
    progress: createProgress(cases.length, provider.rate),
  }).finally(() => mock?.close());
  const { remote, ownMock = false, harmlessOnly } = provider;
  return reportOf(common, derived, {
    seed,
    strict: given.strict || !target,
    target: target ? target.url : "a mock built from the contract",
    run: { contract: digest, provider: { remote, ownMock, harmlessOnly }, selection },
    milliseconds: performance.now() - started,
    results: results.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
  });
}

interface Loaded {
  readonly startMock: typeof import("../contract-tests/provider/mock.js").startMock;
  readonly runSuite: typeof import("../contract-tests/runner.js").runSuite;
}

/** Decides anew over the results of all shards. */
async function mergedRun(common: Common, directories: readonly string[]): Promise<Report> {
  const merged = await mergeShards(directories, common.digest);
  return reportOf(common, derive(common.contract, merged.seed, merged.run.selection), merged);
}

function reportOf({ contract, document, locate }: Common, { cases, leftOut }: Derived, facts: MergedShards): Report {
  const { results, strict, run } = facts;
  const { gaps, tooMany, ...verdict } = decide({
    contract,
    cases,
    leftOut,
    results,
    strict,
    selection: run.selection,
    target: run.provider,
  });
  return {
    ...facts,
    title: `${String(Object(document.info).title ?? "")} ${String(Object(document.info).version ?? "")}`.trim(),
    verdict,
    rows: matrix(contract, cases, results),
    gaps: gaps.map(({ operation, text, at }) => ({ operation, text, location: locate(at) })),
    notTried: [...notTried(contract), ...tooMany],
  };
}

async function reportToGitHub(report: Report, io: Io): Promise<void> {
  if (io.env.GITHUB_ACTIONS === "true") {
    io.workflow(annotations(report));
  }
  if (io.env.GITHUB_STEP_SUMMARY) {
    await appendFile(io.env.GITHUB_STEP_SUMMARY, summary(report));
  }
}

/** The mock takes any project ID, and all that the contract has. */
function mockTarget(url: string): Target {
  return {
    url,
    projectId: madeUpProjectId,
    prefer: true,
    ownMock: true,
    remote: false,
    harmlessOnly: false,
    recipients: [],
  };
}

/** What the reader of a report has to know about the contract: what was left out of it, and why. */
function remarks(contract: Contract): string[] {
  const { warnings, leftOut } = contract;
  const shown = warnings.slice(0, 10).map(({ text }) => `Warning: ${text}.`);
  const more = warnings.length > shown.length ? [`Warning: ${warnings.length - shown.length} more examples.`] : [];
  return [...shown, ...more, ...(leftOut.length > 0 ? [`${describeLeftOut(leftOut)}\nThe others are tested.`] : [])];
}

function mustKnow({ operations, leftOut }: Contract, id: string | undefined): void {
  if (id === undefined || operations.some((operation) => operation.id === id)) {
    return;
  }
  const unfit = leftOut.filter((one) => one.id === id);
  if (unfit.length > 0) {
    throw new InputError(describeLeftOut(unfit));
  }
  throw new InputError(
    `--operation ${JSON.stringify(id)} is not in the contract. It has ${operations.map((operation) => operation.id).join(", ")}.`,
  );
}

function namedRecipients({ env }: Io): string[] {
  return (env.DESCOPE_TEST_RECIPIENTS ?? "").split(",").flatMap((one) => one.trim() || []);
}

function opening({ url, remote, harmlessOnly, recipients = [], rate }: Target): string {
  const pace = rate === undefined ? "" : ` ${rate} requests a minute.`;
  if (!remote) {
    return `Target ${url}: a loopback host, so everything is sent. If that port forwards to a live API, real messages go out.${pace}`;
  }
  return harmlessOnly
    ? `Target ${url}: only requests that are harmless even if accepted are sent.${messages(recipients)}${pace}`
    : `Target ${url}: everything is sent; messages will be delivered.${pace}`;
}

function messages(recipients: readonly string[]): string {
  if (recipients.length === 0) {
    return "";
  }
  const whom = recipients.length === 1 ? "the recipient named" : `the ${recipients.length} recipients named`;
  return ` Beside these, at most ${messageLimit} sign-in messages are delivered to ${whom}.`;
}

await start(import.meta.url, main);
