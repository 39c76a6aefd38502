import { dirname, join } from "node:path";
import type { TestProject } from "vitest/node";
import { mustFit } from "./cases/values-file.js";
import { startMock } from "./mock/mock.js";
import type { Listening } from "./mock/server.js";
import type { Contract } from "./model/contract.js";
import { readLinted } from "./model/document.js";
import { InputError, told } from "./model/errors.js";
import { mustBeFresh } from "./model/generated-files.js";
import { forTerminal } from "./model/harmless-text.js";
import { ownContract, projectRoot } from "./model/redocly.js";
import { describeUnsupported } from "./model/supported.js";
import { madeUpCredential } from "./provider/credentials.js";
import { messageLimit } from "./provider/synthetic-identities.js";
import { madeUpProjectId, mustBeThere, type Target } from "./provider/target.js";
import { clearReports } from "./reporters/files.js";
import { contractOf, type Run } from "./run.js";
import { settingsFrom } from "./settings.js";

/**
 * Vitest's global setup: lints the contract, checks that `generated/` is fresh, and starts the mock or looks whether the
 * target is there. It never throws, as Vitest would show a stack trace: what is wrong becomes the run's one sentence.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let mock: Listening | undefined;
  const begin = async () => {
    await mock?.close();
    mock = undefined;
    const run = await ready(project, (started) => {
      mock = started;
    }).catch(told);
    project.provide("run", JSON.stringify(run));
  };
  await begin();
  project.onTestsRerun(begin);
  return async () => mock?.close();
}

async function ready(project: TestProject, started: (mock: Listening) => void): Promise<Run> {
  const { logger, config } = project.vitest;
  const settings = settingsFrom(project.getProvidedContext());
  const { file, target, report } = settings;
  const shard = config.shard ?? { index: 1, count: 1 };
  if (shard.count > 1 && settings.seed === undefined) {
    throw new InputError("--shard goes with --seed: all parts of a run have to derive the same cases.");
  }
  // Before anything is sent: an older run's report beside a newer verdict would be taken for it.
  await clearReports(report);
  if (target) {
    logger.log(forTerminal(opening(target)));
  }
  const bundled = await readLinted(file);
  if (file === ownContract) {
    await mustBeFresh(bundled, join(projectRoot, "generated"));
  }
  const document = JSON.stringify(bundled);
  const contract = contractOf(document);
  for (const line of remarks(contract)) {
    logger.error(forTerminal(line));
  }
  mustKnow(contract, settings.operation);
  mustNotBeSet(contract, target?.headers ?? []);
  if (settings.known && settings.values !== undefined) {
    mustFit(contract, settings.known, settings.values);
  }
  if (target) {
    await mustBeThere(target);
  }
  if (config.watch) {
    project.vitest.vite.watcher.add(dirname(file));
  }
  return {
    file,
    document,
    target: target ?? (await mockTarget(contract, started)),
    seed: settings.seed ?? Math.floor(Math.random() * 2 ** 31),
    settings,
    shard,
  };
}

/** Our own mock: it has all that the contract has, and knows the made-up credentials. */
async function mockTarget(contract: Contract, started: (mock: Listening) => void): Promise<Target> {
  const mock = await startMock(contract, 0, { token: madeUpProjectId, secret: madeUpCredential });
  started(mock);
  return {
    url: mock.url,
    projectId: madeUpProjectId,
    prefer: true,
    ownMock: true,
    remote: false,
    harmlessOnly: false,
    recipients: [],
  };
}

/** Notes on the contract for the reader of a report: its parts that were left out, and why. */
function remarks(contract: Contract): string[] {
  const { warnings, leftOut } = contract;
  const shown = warnings.slice(0, 10).map((text) => `Warning: ${text}.`);
  const more = warnings.length > shown.length ? [`Warning: ${warnings.length - shown.length} more examples.`] : [];
  return [
    ...shown,
    ...more,
    ...(leftOut.length > 0 ? [`${describeUnsupported(leftOut)}\nThe others are tested.`] : []),
  ];
}

function mustKnow({ operations, leftOut }: Contract, id: string | undefined): void {
  if (id === undefined || operations.some((operation) => operation.id === id)) {
    return;
  }
  const unfit = leftOut.filter((one) => one.id === id);
  if (unfit.length > 0) {
    throw new InputError(describeUnsupported(unfit));
  }
  throw new InputError(
    `--operation ${JSON.stringify(id)} is not in the contract. It has ${operations.map((operation) => operation.id).join(", ")}.`,
  );
}

/** Throws {@link InputError} if a header that goes along is one that the contract's requests have or leave out. */
function mustNotBeSet({ operations }: Contract, headers: NonNullable<Target["headers"]>): void {
  const own = operations.flatMap(({ parameters, security }) => [
    ...parameters.flatMap(({ in: place, name }) => (place === "header" ? [name] : [])),
    ...security.credentials.flatMap((one) => (one.kind === "api-key" && one.in === "header" ? [one.name] : [])),
  ]);
  const clash = headers.find(([name]) => own.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (clash) {
    throw new InputError(`--header ${clash[0]} is not possible: it is a header of the contract.`);
  }
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
