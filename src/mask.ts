/** Gives a text back with everything secret in it masked. */
export type Mask = (text: string) => string;

/** Below this length a value is masked only where it stands alone: "a" must not blot every a out of a sentence. */
const shortest = 4;

/**
 * A {@link Mask} for the values of one call: every string inside of `sent`, however escaped and in whatever case, and
 * whatever follows the name of a secret field.
 */
export function maskOf(secretFields: readonly string[] = [], sent: unknown): Mask {
  let pattern: RegExp | undefined; // made when first needed: most calls succeed
  return (text) => {
    pattern ??= new RegExp([...valuesIn(sent), ...secretFields.map(afterName)].join("|"), "giu");
    return text.replace(pattern, "[masked]");
  };
}

/** Patterns for the strings in a value, the longest first: one may hold another. */
function valuesIn(sent: unknown): string[] {
  const values = new Set<string>();
  try {
    JSON.stringify(sent, (_, value: unknown) => {
      if (typeof value === "string") values.add(value.trim());
      return value;
    });
  } catch {
    // A cycle or a bigint: a body that cannot be sent either.
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
  // A SyntaxError is most likely JSON.parse's, which quotes the body that it could not read.
  const copy = new Error(name === "SyntaxError" ? "" : mask(message), inner ? { cause: inner } : {});
  return Object.assign(copy, { name: mask(name) }, typeof code === "string" && { code: mask(code) });
}
