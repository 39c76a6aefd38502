import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { InputError, told } from "../contract-tests/model/errors.js";
import { forTerminal } from "../contract-tests/model/harmless-text.js";
import { isUrl } from "../contract-tests/model/text.js";
import { unforeseenEnd } from "./under-way.js";

/** 0: fine. 1: the check failed. 2: it could not run, or came to no verdict worth the name. */
export type ExitCode = 0 | 1 | 2;

/** The surroundings of a command. Tests hand in their own. */
export interface Io {
  /** Writes lines to standard output, or to standard error. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Writes lines that a runner obeys: whoever wrote them has made harmless what is in them. */
  readonly obeyed: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's folder: relative paths on the command line start here. */
  readonly cwd: string;
}

/** A command as a function of its arguments. Never rejects: whatever goes wrong becomes a sentence and an exit code. */
export interface Main {
  (argv: readonly string[], io?: Io): Promise<ExitCode>;
  /** The text of `--help`. */
  readonly usage: string;
}

/**
 * Makes a command of its function. `run` returns an exit code, or undefined if all is fine, or false if the check
 * failed. It throws {@link ContractError} if the check failed, and {@link InputError} if it could not run.
 */
export function command(usage: string, run: (argv: readonly string[], io: Io) => Promise<unknown>): Main {
  const main = async (argv: readonly string[], io = processIo()): Promise<ExitCode> => {
    if (argv.some((arg) => arg === "--help" || arg === "-h")) {
      io.out(usage);
      return 0;
    }
    try {
      const result = await run(argv, io);
      if (result === 2) {
        return 2;
      }
      return result === 1 || result === false ? 1 : 0;
    } catch (error) {
      const { sentence, exitCode } = told(error);
      io.err(sentence);
      return exitCode;
    }
  };
  return Object.assign(main, { usage });
}

/** The process's own streams and variables. `npm run` changes to the project's root and keeps the user's folder in INIT_CWD. */
function processIo(): Io {
  return {
    // Whatever is printed may hold text of a document or a provider.
    out: (text) => console.log(forTerminal(text)),
    err: (text) => console.error(forTerminal(text)),
    obeyed: (text) => console.log(text),
    env: process.env,
    cwd: process.env.INIT_CWD ?? process.cwd(),
  };
}

/** Runs a command if its file is the one that Node was started with, and not if it was imported. */
export async function start(moduleUrl: string, main: Main): Promise<void> {
  const [, started] = process.argv;
  if (started === undefined || realpathSync(started) !== realpathSync(fileURLToPath(moduleUrl))) {
    return;
  }
  const end = (error: unknown) => {
    // A thread that runs out of memory ends so: whoever launched this process has the words for it.
    if (error instanceof Error && error.message === "Worker exited unexpectedly" && process.connected) {
      process.exit(134);
    }
    const trace = process.env.DEBUG && error instanceof Error ? `\n${error.stack}` : "";
    process.stderr.write(`${unforeseenEnd(error)}${trace}\n`);
    process.exit(2);
  };
  // First of all: what is loaded later may end the process without a word.
  process.prependListener("uncaughtException", end);
  process.prependListener("unhandledRejection", end);
  // Who closes the pipe, as `| head` does, has read enough. A command that has not come to a verdict has none.
  process.stdout.on("error", (error) => {
    if (!("code" in error && error.code === "EPIPE")) {
      end(error);
    }
    process.exit(process.exitCode ?? 2);
  });
  // A launched process ends with its launcher, and does not wait for it.
  process.once("disconnect", () => process.exit(2));
  process.channel?.unref();
  process.exitCode = await main(process.argv.slice(2));
}

/** A source from the command line: a URL as it is, a path from the user's folder. */
export function fromUser({ cwd }: Io, source: string): string {
  return isUrl(source) ? source : resolve(cwd, source);
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * The flags of a command line. Throws {@link InputError} naming an unknown flag, one that is given twice, a missing value
 * or a stray word.
 */
export function flags<const O extends Options>(argv: readonly string[], options: O) {
  return parse({ args: [...argv], options, strict: true, allowPositionals: false, tokens: true }).values;
}

/** As {@link flags}, with words besides. */
export function flagsAndWords<const O extends Options>(argv: readonly string[], options: O) {
  return parse({ args: [...argv], options, strict: true, allowPositionals: true, tokens: true });
}

/** The word of a list that a flag gives. Throws {@link InputError} for another one. */
export function oneOf<const T extends string>(list: readonly T[], flag: string, value: string): T {
  const found = list.find((one) => one === value);
  if (found === undefined) {
    throw new InputError(`${flag} takes ${list.join(", ")}, not ${JSON.stringify(value)}.`);
  }
  return found;
}

function parse<const C extends ParseArgsConfig & { options: Options; tokens: true }>(config: C) {
  const parsed = parsedBy(config);
  const names = (parsed.tokens ?? []).flatMap((token) => (token.kind === "option" ? [token.name] : []));
  const twice = names.find((name, place) => names.indexOf(name) < place && !config.options[name]?.multiple);
  if (twice !== undefined) {
    throw new InputError(`--${twice} is given twice: give it once. (--help lists the flags)`);
  }
  return parsed;
}

function parsedBy<const C extends ParseArgsConfig>(config: C) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new InputError(`${error instanceof Error ? error.message : String(error)} (--help lists the flags)`);
  }
}
