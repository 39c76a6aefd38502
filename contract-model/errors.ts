/** Something that keeps a command from running at all: exit code 2, and its message is all that is shown. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}

/** A check that failed before the suite could run, such as a lint failure or a stale file: exit code 1. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";
}
