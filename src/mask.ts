/** Gives a text back with everything secret in it masked. */
export type Mask = (text: string) => string;

/** Below this length a value is masked only where it stands alone: "a" must not blot every a out of a sentence. */
const shortest = 4;

/** A longer pattern than this takes the runtime noticeably long, or is refused: then nothing of a text is kept. */
const longest = 16_384;

/**
 * A {@link Mask} for the values of one call: every string inside of `sent`, however escaped and in whatever case, and
 * whatever follows the name of a secret field.
 */
export function maskOf(secretFields: readonly string[] = [], sent: readonly unknown[]): Mask {
  let pattern: string | undefined; // made when first needed: most calls succeed
  return (text) => {
    pattern ??= [...valuesIn(sent), ...secretFields.map(afterName)].join("|");
    return pattern.length > longest ? masked : text.replace(new RegExp(pattern, "giu"), masked);
  };
}

const masked = "[masked]";

/** Patterns for the strings in values, the longest first: one may hold another. */
function valuesIn(sent: readonly unknown[]): string[] {
  const values = new Set<string>();
  try {
    JSON.stringify(sent, (key, value: unknown) => {
      if (typeof value === "string") values.add(value.trim());
      return key === "signal" ? 0 : value; // it holds nothing that is sent, and may hold itself
    });
  } catch {
    // A cycle or a bigint: a body that cannot be sent either. It comes last.
  }
  values.delete("");
  return [...values].sort((a, b) => b.length - a.length).map(patternOf);
}

function patternOf(value: string): string {
  // Lone surrogates stay: nothing can encode them.
  const pattern = value.replace(/[^a-z\d\ud800-\udfff]/giu, spellings);
  return value.length < shortest ? `(?<!\\w)${pattern}(?!\\w)` : pattern;
}

/** A character as it is, backslashed, percent-encoded (a space also as a plus), or escaped for JSON or HTML. */
function spellings(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  const hex = point.toString(16);
  const percent = point < 128 ? `%0?${hex}` : encodeURIComponent(char);
  return `(?:\\\\?\\u{${hex}}|${percent}|\\\\u0*${hex}|&#?\\w+;|\\+)`;
}

function afterName(field: string): string {
  return `(?<=${field}\\W{1,5})[^\\s"'&,;<}]+`;
}

/**
 * A copy of what was thrown that is fit to be kept: names, codes and masked messages, five causes deep. Everything
 * else an error may carry, such as the request, stays behind.
 */
export function safeCause(thrown: unknown, mask: Mask, depth = 0): unknown {
  if (!(thrown instanceof Error) || depth > 5) return undefined;
  const { name, message, cause, code }: Error & { code?: unknown } = thrown;
  const inner = safeCause(cause, mask, depth + 1);
  // A SyntaxError is most likely JSON.parse's, which quotes the body that it could not read. Nothing is sure to be text.
  const copy = new Error(name === "SyntaxError" ? "" : mask(`${message}`), inner ? { cause: inner } : {});
  return Object.assign(copy, { name: mask(`${name}`) }, typeof code === "string" && { code: mask(code) });
}
