import { join, resolve } from "node:path";
import type { ProvidedContext } from "vitest";
import { checkNames, isCheckName } from "./cases/case.js";
import { type Knowledge, nothingKnown } from "./cases/knowledge.js";
import { readValues } from "./cases/values-file.js";
import { InputError } from "./model/errors.js";
import { ownContract, projectRoot } from "./model/redocly.js";
import { isUrl, wholeNumber } from "./model/text.js";
import { readTarget, type Target } from "./provider/target.js";

/** The variable of each flag of `npm run contract`, for Vitest: the flags only set them. */
export const variables = {
  target: "CONTRACT_TARGET",
  "allow-sends": "CONTRACT_ALLOW_SENDS",
  prefer: "CONTRACT_PREFER",
  recipient: "DESCOPE_TEST_RECIPIENTS",
  values: "CONTRACT_VALUES",
  header: "CONTRACT_HEADERS",
  rate: "CONTRACT_RATE",
  strict: "CONTRACT_STRICT",
  operation: "CONTRACT_OPERATION",
  check: "CONTRACT_CHECK",
  seed: "CONTRACT_SEED",
  contract: "CONTRACT_FILE",
  report: "CONTRACT_REPORT",
} as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** The settings of a run of the suite. Plain data, so that it can be handed to Vitest as text. */
export interface Settings {
  /** The root file of the contract. */
  readonly file: string;
  /** The provider to ask; absent for a mock of the contract. */
  readonly target?: Target;
  /** The provider's knowledge, and the file that states it. */
  readonly known?: Knowledge;
  readonly values?: string;
  /** Absent if not given: one is drawn. */
  readonly seed?: number;
  /** Whether lenient findings fail. Always so on our own mock. */
  readonly strict: boolean;
  /** The part of the suite that the run is limited to. */
  readonly operation?: string;
  readonly check?: string;
  /** The folder for reports. */
  readonly report: string;
  /** Whether GitHub reads workflow commands from standard output, and the file that it takes a job's summary from. */
  readonly annotate: boolean;
  readonly summary?: string;
}

/** Reads the settings of a run from variables; paths start at `cwd`. Throws {@link InputError} in one sentence. */
export function readSettings(env: Variables, cwd: string): Settings {
  const text = (name: keyof typeof variables) => env[variables[name]] || undefined;
  const path = (given: string) => (isUrl(given) ? given : resolve(cwd, given));
  const strict = isOn(env, "strict");
  const seed = wholeNumber("seed", text("seed"), 0, 2 ** 31 - 1);
  const check = text("check");
  if (check !== undefined && !isCheckName(check)) {
    throw new InputError(`--check ${JSON.stringify(check)} is not a check. There are ${checkNames.join(", ")}.`);
  }
  const operation = text("operation");
  const { refreshJwt, ...told } = readGivenValues(text("values"), path);
  const target = readGivenTarget(env, text("target"), env.DESCOPE_TEST_REFRESH_JWT || refreshJwt);
  const file = text("contract");
  return {
    file: file === undefined ? ownContract : path(file),
    ...(target && { target }),
    ...((target || told.values) && withKnowledge(told, target)),
    ...(seed !== undefined && { seed }),
    strict: strict || !target,
    ...(operation !== undefined && { operation }),
    ...(check !== undefined && { check }),
    report: path(text("report") ?? join(projectRoot, "contract-report")),
    annotate: env.GITHUB_ACTIONS === "true",
    ...(env.GITHUB_STEP_SUMMARY && { summary: env.GITHUB_STEP_SUMMARY }),
  };
}

type Told = ReturnType<typeof readValues> & { readonly file: string };

function readGivenValues(values: string | undefined, path: (given: string) => string): Partial<Told> {
  const file = values === undefined ? undefined : path(values);
  return file === undefined ? {} : { ...readValues(file), file };
}

function withKnowledge({ file, ...told }: Partial<Told>, target: Target | undefined) {
  const known: Knowledge = { ...nothingKnown, ...told, refreshJwt: target?.refreshJwt !== undefined };
  return { known, ...(file !== undefined && { values: file }) };
}

function readGivenTarget(env: Variables, url: string | undefined, refreshJwt: string | undefined): Target | undefined {
  const rate = wholeNumber("rate", env[variables.rate] || undefined, 1, 100_000);
  const prefer = isOn(env, "prefer");
  const allowSends = isOn(env, "allow-sends");
  if (url !== undefined) {
    return readTarget(url, {
      projectId: env.DESCOPE_PROJECT_ID,
      bearer: env.CONTRACT_BEARER,
      anyBearer: Boolean(env[variables.contract]),
      credential: env.CONTRACT_CREDENTIAL,
      refreshJwt,
      headers: readHeaders(env[variables.header] ?? ""),
      prefer,
      allowSends,
      rate,
      recipients: recipients(env),
    });
  }
  if (prefer || allowSends) {
    const flag = prefer ? "prefer" : "allow-sends";
    throw new InputError(`--${flag} goes with --target: without it the provider is a mock.`);
  }
  return undefined;
}

function recipients(env: Variables): string[] {
  return (env[variables.recipient] ?? "").split(",").flatMap((one) => one.trim() || []);
}

/** Headers that the suite, the client or HTTP itself sets in every request. */
const ownHeaders =
  /^(?:accept|authorization|connection|content-.*|cookie|expect|host|prefer|transfer-encoding|upgrade)$/i;

/** Headers, a line each. Throws {@link InputError}, which does not show a value, for one that the suite sets itself. */
function readHeaders(lines: string): [name: string, value: string][] {
  return lines.split("\n").flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+):\s*([\x20-\x7e]*\S)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !ownHeaders.test(name)) {
      return [[name, value]];
    }
    if (line.trim() === "") {
      return [];
    }
    throw new InputError(
      name === undefined
        ? '--header takes "Name: value", in printable ASCII.'
        : `--header ${name} is not possible: the suite sets that header itself.`,
    );
  });
}

function isOn(env: Variables, name: "prefer" | "strict" | "allow-sends"): boolean {
  const value = env[variables[name]] || "false";
  if (value !== "true" && value !== "false") {
    throw new InputError(`${variables[name]} is true or false, not ${JSON.stringify(value)}.`);
  }
  return value === "true";
}

/** The settings of a run: from the caller of Vitest, or from variables. Throws {@link InputError}. */
export function settingsFrom({ settings }: Partial<ProvidedContext>): Settings {
  return settings === undefined
    ? readSettings(process.env, process.env.INIT_CWD ?? process.cwd())
    : JSON.parse(settings);
}
