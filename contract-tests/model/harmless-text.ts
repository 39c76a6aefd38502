/**
 * Text from outside (of a provider, a document, a file name), made harmless for its destination: one function for each
 * destination, called by all code that writes there, on all text that it did not write itself.
 */

/**
 * Text without characters that steer what shows it: each control, format (bidirectional, zero width) and separating
 * character, and each half of a surrogate pair, is shown as JSON writes it, so that JSON stays what it says. Line feeds
 * and tabs stay.
 */
export function visible(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu, escaped);
}

/** As {@link visible}, in one line of at most `most` characters. */
export function oneLine(text: string, most = 300): string {
  const line = visible(text.slice(0, most * 2)).replaceAll(/[\n\t]/g, (one) => (one === "\n" ? "\\n" : " "));
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/**
 * Lines for a terminal or a log. A runner of GitHub or Azure obeys lines that start with `::`, and `##[` anywhere:
 * both are broken up.
 */
export function forTerminal(text: string): string {
  return visible(text)
    .replaceAll(/^(\s*)::/gm, "$1\\::")
    .replaceAll("##[", "##\\u005b");
}

/** A value of a workflow command: its message, or with `property` one of its properties. */
export function forWorkflowCommand(text: string, property = false): string {
  const message = visible(text).replaceAll("%", "%25").replaceAll("\n", "%0A");
  return property ? message.replaceAll(":", "%3A").replaceAll(",", "%2C") : message;
}

/**
 * The characters that are certainly safe in a Markdown code span: they do not end it, or a cell of a table, or look
 * like a tag.
 */
const plainCode = /^[\p{L}\p{N}/](?:[\p{L}\p{N} .,:;/()=+_#'"…›—{}$^-]*[^ ])?$/u;

/**
 * One line of Markdown, for a paragraph or a cell: code, which neither mentions nor refers nor links. Where a code span
 * could be broken up, every sign of Markdown and HTML is a character reference, which has no meaning but itself.
 */
export function forMarkdown(text: string, most?: number): string {
  const line = oneLine(text, most);
  if (plainCode.test(line)) {
    return `\`${line}\``;
  }
  return line === "" ? "" : `<code>${line.replaceAll(/[^\p{L}\p{N}\p{M} ,…›—]/gu, reference)}</code>`;
}

/** As {@link forMarkdown}, as prose: the sign of a mention or a reference is kept apart from its name. */
export function forMarkdownProse(text: string, most?: number): string {
  return oneLine(text, most).replaceAll(/[^\p{L}\p{N}\p{M} ,…›—]/gu, (one) =>
    one === "@" || one === "#" ? `<span>${reference(one)}</span>` : reference(one),
  );
}

/** Content or a quoted attribute of HTML or XML. */
export function forMarkup(text: string): string {
  return visible(text).replaceAll(/[&<>"'`]/g, reference);
}

/** Data as JSON, for a file that may be shown anywhere: ASCII wherever a character could steer anything. */
export function forScript(data: unknown, indent?: number): string {
  return visible(JSON.stringify(data, null, indent)).replaceAll("<", "\\u003c");
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
