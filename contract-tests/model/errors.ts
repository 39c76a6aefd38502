/** Something that keeps a command from running at all: exit code 2, and its message is all that is shown. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A check that failed before the suite could run, such as a lint failure or a stale file: exit code 1. */
export class ContractError extends Error {
  override readonly name = "ContractError";
}
