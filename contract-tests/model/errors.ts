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
