import { resolve } from "node:path";
import { describe, inject, type TestContext, test } from "vitest";
import type { Case, CheckName } from "./cases/case.js";
import { derive } from "./checks/derive.js";
import { runCase } from "./checks/run-case.js";
import { evidenceOf, leftOutCases } from "./coverage/covered.js";
import { forTerminal, oneLine } from "./model/harmless-text.js";
import { ownContract } from "./model/redocly.js";
import { showLocation, sourceOf } from "./model/source.js";
import { fromHere, shownSource } from "./model/text.js";
import { openTarget } from "./provider/open-target.js";
import { madeUpProjectId, type Target } from "./provider/target.js";
import { describer } from "./reporters/describe.js";
import { expectedStatus } from "./reporters/matrix.js";
import type { RunFacts } from "./reporters/report.js";
import { type CaseResult, gradeOf, type ReportedFinding, receivedOf } from "./reporters/result.js";
import { contractOf, digestOf, type Run } from "./run.js";
import type { Settings } from "./settings.js";

/** The tests of one check: a test for each of its cases, by operation. */
export function checkTests(check: CheckName): void {
  const suite = suiteOf(inject("run"));
  const cases = suite.cases.filter((one) => one.check === check);
  for (const id of new Set(cases.map(({ operation }) => operation.id))) {
    describe.concurrent(oneLine(id), () => {
      for (const one of cases.filter(({ operation }) => operation.id === id)) {
        test(nameOf(one), (context) => suite.run(one, context));
      }
    });
  }
}

/** The name of a case as Vitest shows it. */
function nameOf({ name }: { readonly name: string }): string {
  return oneLine(name, 200);
}

interface Suite {
  readonly cases: readonly Case[];
  readonly run: (one: Case, context: TestContext) => Promise<void>;
}

/** The files of a worker share one suite, unless Vitest isolates them, or the contract has changed under watch. */
let latest: { readonly text: string; readonly suite: Suite } | undefined;

function suiteOf(text: string): Suite {
  if (latest?.text !== text) {
    latest = { text, suite: begin(JSON.parse(text)) };
  }
  return latest.suite;
}

function furtherFlags({ file, values }: Settings, { ownMock, prefer, remote, harmlessOnly }: Target): string[] {
  return [
    ...(file === ownContract ? [] : ["--contract", shownSource(file)]),
    ...(values === undefined ? [] : ["--values", fromHere(values)]),
    ...(prefer && !ownMock ? ["--prefer"] : []),
    ...(remote && !harmlessOnly ? ["--allow-sends"] : []),
  ];
}

function begin({ document, file, target, seed, settings, shard }: Run): Suite {
  const contract = contractOf(document);
  const { operation, check, strict } = settings;
  const selection = { operation, check };
  const { cases, leftOut } = derive(contract, seed, selection, undefined, settings.known);
  const { remote, ownMock = false, harmlessOnly, bearerName = "DESCOPE_PROJECT_ID" } = target;
  const isMadeUp = !ownMock && target.projectId === madeUpProjectId;
  const facts: RunFacts = {
    contract: digestOf(document),
    seed,
    strict,
    target: ownMock ? "a mock built from the contract" : target.url,
    provider: { remote, ownMock, harmlessOnly, ...(isMadeUp && { bearerNotSet: bearerName }) },
    selection,
    further: furtherFlags(settings, target),
    total: cases.length,
    leftOut: leftOutCases(contract, leftOut),
    shard,
  };
  const provider = openTarget(contract, target);
  const describe = describer(contract, target, sourceOf(file));
  const isNew = firstOfEach();
  return {
    // Neighbours take about as long: they go to different shards.
    cases: cases.filter((_, place) => place % shard.count === shard.index - 1),
    run: async (one, { task, skip, annotate }) => {
      const outcome = await runCase(contract, one, provider);
      const { covers, replaced = [], arrived } = evidenceOf(one, outcome);
      const status = expectedStatus(one);
      const result: CaseResult = {
        ...describe(one, outcome),
        ...(status !== undefined && { status }),
        covers: covers.filter((key) => isNew(`${outcome.outcome} ${one.operation.id} ${key}`)),
        replaced: replaced.filter((key) => isNew(`replaced ${one.operation.id} ${key}`)),
        arrived: arrived.filter((status) => isNew(`arrived ${one.operation.id} ${status}`)),
      };
      task.meta.result = result;
      task.file.meta.runs = [facts];
      if (result.outcome === "undecided" || result.outcome === "not-testable") {
        skip(forTerminal([result.reason ?? result.outcome, result.needs?.join(", ")].filter(Boolean).join(": ")));
      }
      const fails = gradeOf(result) === "breaking" || strict;
      for (const finding of fails ? [] : result.findings) {
        await annotate(findingText(finding), "lenient");
      }
      const [first, ...more] = fails ? result.findings : [];
      if (first) {
        throw failure(first, more, result.curl);
      }
    },
  };
}

/** Whether a key comes for the first time: what every case says again would only be carried about. */
function firstOfEach(): (key: string) => boolean {
  const known = new Set<string>();
  return (key) => !known.has(key) && known.add(key) !== undefined;
}

function findingText(finding: ReportedFinding): string {
  const { expected, location } = finding;
  return `expected ${forTerminal(expected)}; received ${forTerminal(receivedOf(finding))}; contract: ${oneLine(showLocation(location))} (line ${location.line})`;
}

/**
 * A finding as Vitest shows a failed assertion: expected and received as a diff, and as its place the line of the contract
 * that says so.
 */
function failure(finding: ReportedFinding, more: readonly ReportedFinding[], curl: string | undefined): Error {
  const { severity, location } = finding;
  const lines = [finding, ...more].map(findingText);
  const error = new Error([...lines, ...(curl === undefined ? [] : [forTerminal(curl)])].join("\n"));
  error.name = severity;
  error.stack = `${severity}: ${error.message}\n    at ${location.file} (${resolve(location.file)}:${location.line}:1)`;
  return Object.assign(error, { expected: forTerminal(finding.expected), actual: forTerminal(receivedOf(finding)) });
}
