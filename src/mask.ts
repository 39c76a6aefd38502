import { fold, ofWords, shortest, viewsOf } from "./canonical.js";
import { type Needle, needlesOf, piece, type Sent } from "./sent.js";

/** Gives a text back with everything secret in it masked, and no more than {@link mostKept} characters of it. */
export type Mask = (text: string) => string;

/** How many characters of a text, or of several, an error keeps. */
export const mostKept = 4096;
/** More than is kept, since masking makes a text shorter; but the time must not grow with what a server says. */
const mostRead = 4 * mostKept;
/** What is left out where a text is cut: less than a piece of a secret may have been there, however escaped. */
const cutOff = 128;
/** Of a text that comes back for a call that sent more than this, nothing is kept: to look for it would take long. */
const mostSent = 32_768;

/**
 * A {@link Mask} for what a call sends, and for whatever follows the name of a secret field. What was sent and the text
 * are brought into the same forms and compared piece by piece, in time that grows with the sum of their lengths.
 */
export function maskOf(secretFields: readonly string[] = [], sent: Sent): Mask {
  return (text) => {
    if ([...sent.json].join().length > mostSent) {
      return masked;
    }
    const kept = text.slice(0, text.length > mostRead ? mostRead - cutOff : mostRead);
    const covered = new Uint8Array(kept.length);
    const pieces = piecesOf(needlesOf(sent));
    for (const { text: searched, from, to } of viewsOf(text.slice(0, mostRead))) {
      const cover = (start: number, end: number) => covered.fill(1, from[start], to[end - 1]);
      coverPieces(searched, pieces, cover);
      coverSecretFields(searched, secretFields, cover);
    }
    return kept
      .split("")
      .map((char, at) => {
        if (!covered[at]) {
          return char;
        }
        return covered[at - 1] ? "" : masked;
      })
      .join("")
      .slice(0, mostKept);
  };
}

const masked = "[masked]";

/** Marks a part of a text as what is to be masked. */
type Cover = (start: number, end: number) => void;

interface Pieces {
  /** All runs of so many characters of each needle, or the whole of it where it has fewer, by their size. */
  readonly whole: ReadonlyMap<number, ReadonlySet<string>>;
  /** What the needles begin with. */
  readonly beginnings: ReadonlySet<string>;
}

function piecesOf(needles: readonly Needle[]): Pieces {
  const whole = new Map<number, Set<string>>();
  const beginnings = new Set<string>();
  // What looks like an escape may be part of a value, so that its echo may have been escaped less or more often.
  for (const [needle, most] of needles.flatMap(([text, size]) =>
    viewsOf(text).map((view) => [view.text, size] as const),
  )) {
    const size = Math.min(needle.length, most);
    const ofSize = whole.get(size) ?? new Set();
    if (size) {
      whole.set(size, ofSize);
    }
    for (let at = 0; at + size <= needle.length; at++) {
      ofSize.add(needle.slice(at, at + size));
    }
    for (let end = shortest; end < size; end++) {
      beginnings.add(needle.slice(0, end));
    }
  }
  return { whole, beginnings };
}

function coverPieces(text: string, { whole, beginnings }: Pieces, cover: Cover): void {
  for (const [size, pieces] of whole) {
    for (let start = 0, end = size; end <= text.length; start++, end++) {
      const alone = size >= shortest || !ofWords.test(text.charAt(start - 1) + text.charAt(end));
      if (alone && pieces.has(text.slice(start, end))) {
        cover(start, end);
      }
    }
  }
  // Where a value was cut, its first few characters are no word.
  for (const { index: end } of text.matchAll(/(?=["'+)\]]{0,2}\.{3}|$)/g)) {
    for (let size = shortest; size < piece; size++) {
      if (beginnings.has(text.slice(end - size, end))) {
        cover(end - size, end);
      }
    }
  }
}

function coverSecretFields(text: string, names: readonly string[], cover: Cover): void {
  for (const name of names) {
    const value = new RegExp(`(?<=${fold(name).replace(/\W/g, "\\$&")}\\W{1,5})[^"'&,;<}+]+`, "g");
    for (const { 0: match, index } of text.matchAll(value)) {
      cover(index, index + match.length);
    }
  }
}

/**
 * A copy of what was thrown that is fit to be kept: names, codes and masked messages, five causes deep. Everything
 * else an error may carry, such as the request, stays behind.
 */
export function safeCause(thrown: unknown, mask: Mask, depth = 0): Error | undefined {
  try {
    // Not `instanceof Error`: that is false for errors of another realm.
    if (depth > 5 || typeof thrown !== "object" || thrown === null || !("message" in thrown)) {
      return undefined;
    }
    const { name, message, cause, code }: { name?: unknown; message: unknown; cause?: unknown; code?: unknown } =
      thrown;
    const inner = safeCause(cause, mask, depth + 1);
    // A SyntaxError is most likely JSON.parse's, which quotes the body that it could not read. Nothing is sure to be text.
    const copy = new Error(name === "SyntaxError" ? "" : mask(`${message}`), inner && { cause: inner });
    return Object.assign(copy, { name: mask(`${name}`) }, typeof code === "string" && { code: mask(code) });
  } catch {
    return undefined; // what throws when it is looked at has nothing to say
  }
}
