/** Something that keeps a command from running at all: exit code 2, and its message is all that is shown. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A check that failed before the suite could run, such as a lint failure or a stale file: exit code 1. */
export class ContractError extends Error {
  override readonly name = "ContractError";
}

/** Something that cannot be decided; the message says why, in the middle of a sentence. It costs a case, never the run. */
export class Undecided extends Error {
  override readonly name = "Undecided";
}

/** The code that the system gives to an error of its own. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

/** Writes to a place that a flag may have named. Throws {@link InputError} if that cannot be written. */
export function writing<T>(place: string, flag: string, write: () => Promise<T>): Promise<T> {
  return write().catch((error: unknown) => {
    throw new InputError(`${place} cannot be written (${systemCode(error)}): name another place with --${flag}.`);
  });
}

/** An error as its reader needs it, with its exit code. An unexpected one is named as such: it is a mistake of ours. */
export function told(error: unknown): { readonly sentence: string; readonly exitCode: 1 | 2 } {
  if (error instanceof ContractError || error instanceof InputError) {
    return { sentence: error.message, exitCode: error instanceof ContractError ? 1 : 2 };
  }
  if (error instanceof Undecided) {
    return { sentence: `No verdict: ${error.message}.`, exitCode: 2 };
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = process.env.DEBUG && error instanceof Error ? `\n${error.stack}` : "";
  return {
    sentence: `The command stopped on an error that it did not expect: ${detail}. Set DEBUG=1 to see where.${trace}`,
    exitCode: 2,
  };
}
