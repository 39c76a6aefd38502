/** What a command is working on, in words that follow "while": an unexpected end can then name it. */
export const underWay = { what: "" };

/** The message for an error that nothing caught: to end in silence or in a stack trace would tell the user nothing. */
export function unforeseenEnd(error: unknown): string {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const where = underWay.what === "" ? "" : ` while ${underWay.what}`;
  return `The command ended early${where}, on an error that nothing caught: ${detail}. Set DEBUG=1 to see where.`;
}
