/** What a command is working on, in words that end "while …"; so that an end that nobody foresaw can name it. */
export const underWay = { what: "" };

/** What is said where an error reaches nobody: an end in silence, or in a stack trace, tells no user anything. */
export function unforeseenEnd(error: unknown): string {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const where = underWay.what === "" ? "" : ` while ${underWay.what}`;
  return `The command ended early${where}, on an error that nobody caught: ${detail}. Set DEBUG=1 to see where.`;
}
