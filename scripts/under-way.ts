/** The current work of a command, in words that follow "while": an unexpected end can then name it. */
const underWay = { what: "" };

/** Notes what a command is working on, also for the process that launched it: this one may end without a word. */
export function nowUnderWay(what: string): void {
  underWay.what = what;
  process.send?.({ underWay: what });
}

/** The message for an error that nothing caught: to end in silence or in a stack trace would tell the user nothing. */
export function unforeseenEnd(error: unknown): string {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const where = underWay.what === "" ? "" : ` while ${underWay.what}`;
  return `The command ended early${where}, on an error that nothing caught: ${detail}. Set DEBUG=1 to see where.`;
}
