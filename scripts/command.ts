import { type ParseArgsConfig, parseArgs } from "node:util";
import { ContractError, InputError } from "../contract-tests/model/errors.js";

/**
 * Runs a command to its exit code: 0 fine, 1 the check failed, 2 it could not run. `run` returns false, or throws
 * {@link ContractError}, for the second; whatever else it throws is the third.
 */
export async function command(usage: string, run: () => Promise<unknown>): Promise<void> {
  if (process.argv.slice(2).some((arg) => arg === "--help" || arg === "-h")) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = (await run()) === false ? 1 : 0;
  } catch (error) {
    if (error instanceof ContractError) {
      console.error(error.message);
      process.exitCode = 1;
      return;
    }
    process.exitCode = 2;
    if (error instanceof InputError) console.error(error.message);
    else console.error(error);
  }
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The command line, judged: unknown flags, missing values and stray words are a {@link InputError} that names them. */
export function flags<const O extends Options>(options: O) {
  return parse({ options, strict: true, allowPositionals: false }).values;
}

/** As {@link flags}, with words besides. */
export function flagsAndWords<const O extends Options>(options: O) {
  return parse({ options, strict: true, allowPositionals: true });
}

function parse<const C extends ParseArgsConfig>(config: C) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new InputError(`${error instanceof Error ? error.message : String(error)} (--help lists the flags)`);
  }
}

/** A flag's whole number, or undefined where the flag is not given. */
export function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new InputError(`--${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`);
  return value;
}
