import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { CliOptions, Reporter, Vitest, VitestOptions } from "vitest/node";
import { checkNames } from "../contract-tests/cases/case.js";
import { emptyValues } from "../contract-tests/cases/values-file.js";
import { readContract } from "../contract-tests/model/contract.js";
import { readLinted } from "../contract-tests/model/document.js";
import { InputError, systemCode } from "../contract-tests/model/errors.js";
import { lazy } from "../contract-tests/model/lazy.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { counted, fromHere } from "../contract-tests/model/text.js";
import { messageLimit } from "../contract-tests/provider/synthetic-identities.js";
import { readSettings, type Settings, variables } from "../contract-tests/settings.js";
import config from "../vitest.config.js";
import { command, type ExitCode, flags, type Io, start } from "./command.js";
import { nowUnderWay } from "./under-way.js";

const usage = `Usage: npm run contract [-- flags]

Lints the contract, checks that generated/ is fresh, starts a mock built from the contract, runs the contract suite
through the client and prints its coverage. Reports go to contract-report/.

  --target <url>       a provider that is running already, instead of the mock. On a loopback host everything is sent;
                       elsewhere only what is harmless even if accepted. Off loopback DESCOPE_PROJECT_ID is required,
                       or CONTRACT_BEARER, which of another contract may be any bearer token.
                       CONTRACT_CREDENTIAL is user:password for HTTP basic, or the API key, where a contract asks for one
  --allow-sends        send everything off loopback too: this delivers messages and creates users
  --prefer             the provider honours Prism's Prefer header, so that documented errors can be called up
  --recipient <id>     an email address or phone number that sign-ins may really be sent to, with its owner's consent,
                       so that a success can be seen; repeatable, at most ${messageLimit} messages a run
  --values <file>      what the provider knows, in YAML or JSON: a field's name or dotted path with a list of values, which
                       are sent in place of made-up ones; under operations.<id> for one operation alone. refreshJwt there,
                       or DESCOPE_TEST_REFRESH_JWT, is that of a user who is signed in, and a secret
  --init-values <file> write such a file to fill in, and run nothing
  --header <line>      "Name: value" for every request to the target, for a gateway in front of it; repeatable, never
                       shown. CONTRACT_HEADERS has a line for each
  --rate <n>           requests a minute (default: 60 off loopback, unlimited on it)
  --strict             lenient findings fail too (always so on our own mock)
  --operation <id>     only this operation
  --check <name>       only this check: ${checkNames.slice(0, 3).join(", ")},
                       ${checkNames.slice(3).join(", ")}
  --seed <n>           the seed of an earlier run, to send the same fuzz cases again
  --contract <file>    another contract than openapi/openapi.yaml
  --report <dir>       where reports go (default: contract-report/)

It runs the Vitest project "contract", and every other flag is Vitest's: -t <pattern> for single cases, --watch,
--reporter junit --outputFile <file>, --shard <i>/<n> --seed <n> --reporter blob, --merge-reports and so on.
\`npx vitest run --project contract\` does the same, with these variables in place of flags:
${table(Object.entries(variables))}

Exit codes: 0 fine, 1 a finding, a gap, a lint problem or a stale file, 2 could not run or no verdict, 130 stopped.`;

function table(rows: readonly (readonly [flag: string, variable: string])[]): string {
  return rows.map(([flag, variable]) => `  ${variable.padEnd(24)}--${flag}`).join("\n");
}

const options = {
  target: { type: "string" },
  "allow-sends": { type: "boolean" },
  prefer: { type: "boolean" },
  recipient: { type: "string", multiple: true },
  values: { type: "string" },
  header: { type: "string", multiple: true },
  rate: { type: "string" },
  strict: { type: "boolean" },
  operation: { type: "string" },
  check: { type: "string" },
  seed: { type: "string" },
  contract: { type: "string" },
  report: { type: "string" },
  "init-values": { type: "string" },
} as const satisfies Record<keyof typeof variables | "init-values", { type: "string" | "boolean"; multiple?: true }>;

export const main = command(usage, async (argv, io) => {
  const { settings, rest, initValues } = readFlags(argv, io);
  if (initValues !== undefined) {
    return writeValues(settings.file, resolve(io.cwd, initValues), io);
  }
  const { filter, options: given } = await vitestFlags(rest);
  const flags: CliOptions = {
    watch: false,
    ...given,
    root: projectRoot,
    // It is here already: Vitest would bundle it to read it.
    config: false,
    project: ["contract"],
    provide: { settings: JSON.stringify(settings) },
    // Gives way to those that somebody names.
    reporters: [progress(io)],
  };
  if (!given.mergeReports) {
    io.err(`Linting the contract${settings.target ? "" : ", starting a mock of it"} and deriving the cases …`);
  }
  const streams = { stdout: lines(io.out), stderr: lines(io.err) };
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const vitest = await (given.mergeReports ? merged(flags, streams) : begun(filter, flags, streams));
    if (vitest.shouldKeepServer()) {
      await new Promise<void>((resolve) => vitest.onClose(resolve));
    }
    await vitest.close();
    return exitCodeOf(process.exitCode);
  } catch (error) {
    throw error instanceof InputError
      ? error
      : new InputError(`Vitest could not start: ${firstLine(error)}`, { cause: error });
  } finally {
    process.exitCode = before;
  }
});

/** A run. Vitest is loaded only here: a wrong flag is refused at once. */
async function begun(filter: string[], flags: CliOptions, streams: VitestOptions): Promise<Vitest> {
  const { startVitest } = await import("vitest/node");
  return startVitest("test", filter, flags, config, streams);
}

/** A merge of shards. Throws {@link InputError} for a folder without them, for which `startVitest` prints a stack trace. */
async function merged(flags: CliOptions, streams: VitestOptions): Promise<Vitest> {
  const { createVitest } = await import("vitest/node");
  const vitest = await createVitest("test", flags, config, streams);
  await vitest.mergeReports().catch(async (error: unknown) => {
    await vitest.close();
    const takes = "--merge-reports takes a folder with nothing but the files of Vitest's blob reporter";
    throw new InputError(`${takes}: ${firstLine(error)}.`, { cause: error });
  });
  return vitest;
}

/** Without the reporter's own code, Vitest could not run at all. */
function exitCodeOf(code: unknown): ExitCode {
  return code === 0 || code === 1 ? code : 2;
}

/** Parts this command's flags from Vitest's, and reads the settings. Throws {@link InputError}. */
function readFlags(argv: readonly string[], io: Io): { settings: Settings; rest: string[]; initValues?: string } {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const own = tokens.flatMap((token) => (token.kind === "option" && Object.hasOwn(options, token.name) ? [token] : []));
  const taken = new Set(
    own.flatMap(({ index, inlineValue }) => (inlineValue === false ? [index, index + 1] : [index])),
  );
  const { "init-values": initValues, ...given } = flags(
    argv.filter((_, index) => taken.has(index)),
    options,
  );
  const told = Object.entries(given).map(([name, value]) => [variables[name as keyof typeof variables], String(value)]);
  const env: Record<string, string | undefined> = { ...io.env, ...Object.fromEntries(told) };
  if ((given.header || given.recipient) && !env[variables.target]) {
    const flag = given.header ? "header" : "recipient";
    throw new InputError(`--${flag} goes with --target: without it the provider is a mock.`);
  }
  if (given.header) {
    env[variables.header] = [io.env[variables.header], ...given.header].filter(Boolean).join("\n");
  }
  if (given.recipient) {
    env[variables.recipient] = [io.env[variables.recipient], ...given.recipient].filter(Boolean).join(",");
  }
  const rest = argv.filter((_, index) => !taken.has(index));
  return { settings: readSettings(env, io.cwd), rest, ...(initValues !== undefined && { initValues }) };
}

/** Writes a file of values to fill in, and does not overwrite one. */
async function writeValues(contract: string, file: string, io: Io): Promise<void> {
  const text = emptyValues(readContract(await readLinted(contract)));
  const shown = fromHere(file);
  await writeFile(file, text, { flag: "wx" }).catch((error: unknown) => {
    const why = systemCode(error) === "EEXIST" ? "is there already" : "cannot be written";
    throw new InputError(`--init-values ${shown} ${why}: name another file.`);
  });
  io.out(`Wrote ${shown}. Fill in what the provider knows, and run again with --values ${shown}.`);
}

/**
 * Reads Vitest's own flags. Throws {@link InputError} for one that it does not know, which its parser lets pass, and for
 * a file with a line, for which Vitest prints a stack trace.
 */
async function vitestFlags(rest: readonly string[]) {
  const { parseCLI } = await import("vitest/node");
  const parsed = parseCLI(["vitest", ...rest]);
  const line = parsed.filter.find((one) => /:\d+$/.test(one));
  if (line !== undefined) {
    throw new InputError(
      `${JSON.stringify(line)} is not a file of the suite. Flags go behind --, as in npm run contract -- --target <url>; -t <pattern> runs single cases.`,
    );
  }
  if (rest.some((one) => one.startsWith("-"))) {
    const known = knownFlags();
    const unknown = Object.keys(parsed.options).find((name) => name !== "--" && !known.has(name));
    if (unknown !== undefined) {
      throw new InputError(
        `Unknown option '--${unknown}': neither this command nor Vitest has it (--help lists the flags).`,
      );
    }
  }
  return parsed;
}

/** The flags that Vitest lists. */
const knownFlags = lazy(() => {
  const help = spawnSync(process.execPath, [vitestBin, "--help", "--expand-help"], { encoding: "utf8" }).stdout;
  return new Set([...help.matchAll(/^ +(?:-(\w), )?--(?:no-)?(\w+)/gm)].flatMap(([, short, long]) => [short, long]));
});

const vitestBin = join(dirname(fileURLToPath(import.meta.resolve("vitest/package.json"))), "vitest.mjs");

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split("\n", 1)[0] ?? "";
}

/**
 * The progress of a run without a reporter of the user's: each check with its cases, so that it is never silent for
 * long.
 */
function progress(io: Io): Reporter {
  return {
    onTestModuleQueued: () => nowUnderWay("deriving the cases"),
    onTestCaseReady: ({ fullName }) => nowUnderWay(`running ${fullName}`),
    onTestModuleEnd: (module) => {
      const count = [...module.children.allTests()].filter((one) => one.meta().result).length;
      if (count > 0) {
        const seconds = (module.diagnostic().duration / 1000).toFixed(1);
        io.err(`${basename(module.moduleId, ".test.ts")}: ${counted(count, "case")} in ${seconds} s`);
      }
    },
  };
}

/** A stream that hands on what is written to it. It does not end when Vitest ends a worker, whose output it pipes there. */
function lines(write: (text: string) => void): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, done) => {
      write(text.replace(/\n$/, ""));
      done();
    },
  });
  return Object.assign(stream, { end: () => stream });
}

await start(import.meta.url, main);
