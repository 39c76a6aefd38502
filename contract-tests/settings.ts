import { join, resolve } from "node:path";
import type { ProvidedContext } from "vitest";
import { checkNames, isCheckName } from "./cases/case.js";
import { InputError } from "./model/errors.js";
import { ownContract, projectRoot } from "./model/redocly.js";
import { isUrl, wholeNumber } from "./model/text.js";
import { readTarget, type Target } from "./provider/target.js";

/** The variable that tells Vitest what each flag of `npm run contract` tells: the flags do nothing but set them. */
export const variables = {
  target: "CONTRACT_TARGET",
  "allow-sends": "CONTRACT_ALLOW_SENDS",
  prefer: "CONTRACT_PREFER",
  recipient: "DESCOPE_TEST_RECIPIENTS",
  rate: "CONTRACT_RATE",
  strict: "CONTRACT_STRICT",
  operation: "CONTRACT_OPERATION",
  check: "CONTRACT_CHECK",
  seed: "CONTRACT_SEED",
  contract: "CONTRACT_FILE",
  report: "CONTRACT_REPORT",
} as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** What a run of the suite is told. Plain data, so that it can be handed to Vitest as text. */
export interface Settings {
  /** The root file of the contract. */
  readonly file: string;
  /** The provider to ask; absent for a mock of the contract. */
  readonly target?: Target;
  /** Absent where none was given: one is drawn. */
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

/** Reads what a run is told from variables; paths start at `cwd`. Throws {@link InputError} in one sentence. */
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
  const target = readGivenTarget(env, text("target"));
  const file = text("contract");
  return {
    file: file === undefined ? ownContract : path(file),
    ...(target && { target }),
    ...(seed !== undefined && { seed }),
    strict: strict || !target,
    ...(operation !== undefined && { operation }),
    ...(check !== undefined && { check }),
    report: path(text("report") ?? join(projectRoot, "contract-report")),
    annotate: env.GITHUB_ACTIONS === "true",
    ...(env.GITHUB_STEP_SUMMARY && { summary: env.GITHUB_STEP_SUMMARY }),
  };
}

function readGivenTarget(env: Variables, url: string | undefined): Target | undefined {
  const rate = wholeNumber("rate", env[variables.rate] || undefined, 1, 100_000);
  const prefer = isOn(env, "prefer");
  const allowSends = isOn(env, "allow-sends");
  if (url !== undefined) {
    return readTarget(url, {
      projectId: env.DESCOPE_PROJECT_ID,
      bearer: env.CONTRACT_BEARER,
      anyBearer: Boolean(env[variables.contract]),
      credential: env.CONTRACT_CREDENTIAL,
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

function isOn(env: Variables, name: "prefer" | "strict" | "allow-sends"): boolean {
  const value = env[variables[name]] || "false";
  if (value !== "true" && value !== "false") {
    throw new InputError(`${variables[name]} is true or false, not ${JSON.stringify(value)}.`);
  }
  return value === "true";
}

/** What a run was told: by whoever started Vitest, or by variables. Throws {@link InputError}. */
export function settingsFrom({ settings }: Partial<ProvidedContext>): Settings {
  return settings === undefined
    ? readSettings(process.env, process.env.INIT_CWD ?? process.cwd())
    : JSON.parse(settings);
}
