/** Gives a text back with everything secret in it masked. */
export type Mask = (text: string) => string;

const shown = "[masked]";

/** Below this length a value is masked only where it stands alone: "a" must not blot every a out of a sentence. */
const shortest = 4;

/** Tokens nobody should see, whoever sent them. */
const tokens = ["eyJ[\\w-]+(?:\\.[\\w-]+)+", "(?<=bearer\\s+)[^\\s\"',]+"];

/**
 * A {@link Mask} for the values of one call: every string inside of `sent`, also percent-encoded, escaped for JSON or
 * HTML and in another case, and whatever follows the name of a secret field.
 */
export function maskOf(secretFields: readonly string[] | undefined, sent: unknown): Mask {
  let pattern: RegExp | undefined; // made when first needed: most calls succeed
  return (text) => {
    pattern ??= patternOf(secretFields ?? [], sent);
    return text.replace(pattern, shown);
  };
}

function patternOf(secretFields: readonly string[], sent: unknown): RegExp {
  const values = new Set<string>();
  collect(sent, values, new Set());
  const parts = [...values]
    .flatMap(spellings)
    .sort((a, b) => b.length - a.length) // a value that holds another goes first
    .map((value) => {
      const literal = value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      return value.length < shortest ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
    });
  const named = secretFields.map((name) => `(?<=${name}\\W{1,5})[^\\s"'&,;<}]+`);
  return new RegExp([...parts, ...named, ...tokens].join("|"), "giu");
}

function spellings(value: string): string[] {
  const html = value.replace(/[&<>"'+]/g, (char) => `&#${char.charCodeAt(0)};`);
  return [value, JSON.stringify(value).slice(1, -1), encoded(value), html, html.replaceAll("&#38;", "&amp;")];
}

function encoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value; // half a surrogate pair
  }
}

/** The strings inside of a value, and the numbers long enough to be somebody's. */
function collect(value: unknown, into: Set<string>, seen: Set<object>): void {
  if (typeof value === "object" && value !== null) {
    if (seen.has(value)) return;
    seen.add(value);
    const inner: unknown[] = value instanceof Headers ? [...value.values()] : Object.values(value);
    for (const one of inner) collect(one, into, seen);
    return;
  }
  const text = typeof value === "string" ? value.trim() : typeof value === "number" && value > 99_999 ? `${value}` : "";
  if (text) into.add(text);
}

/** How far down a chain of causes is followed. */
const deepest = 5;

/**
 * A copy of what was thrown that is fit to be kept: names, codes and masked messages. Everything else an error may
 * carry, such as the request, stays behind.
 */
export function safeCause(thrown: unknown, mask: Mask, depth = 0): unknown {
  if (typeof thrown === "string") return mask(thrown);
  if (!(thrown instanceof Error) || depth > deepest) return undefined;
  // A SyntaxError is most likely JSON.parse's, which quotes the body that it could not read.
  const quotes = thrown instanceof SyntaxError;
  const { cause, code, errors }: { cause?: unknown; code?: unknown; errors?: unknown } = thrown;
  const inner = safeCause(cause, mask, depth + 1);
  const copy = new Error(quotes ? "" : mask(thrown.message), inner === undefined ? undefined : { cause: inner });
  copy.name = mask(thrown.name);
  const frames = thrown.stack?.match(/^ +at .*$/gm)?.join("\n") ?? "";
  copy.stack = `${copy}\n${mask(frames)}`;
  return Object.assign(
    copy,
    typeof code === "string" && { code: mask(code) },
    Array.isArray(errors) && { errors: errors.map((one) => safeCause(one, mask, depth + 1)) },
  );
}
