import { atomsOf, forms, ofWords, orAsItIs, unescaped } from "./canonical.js";

/** Gives a text back with everything secret in it masked, and no more than {@link mostKept} characters of it. */
export type Mask = (text: string) => string;

/** What a call sends. It grows while the call runs: middleware may change and add. */
export interface Sent {
  /** The project ID and the refresh JWT: random characters, of which no few in a row are a word. */
  readonly tokens: string[];
  readonly headers: Headers[];
  /** In JSON: bodies, and the parameters of paths and queries. */
  readonly json: Set<string | undefined>;
}

/** How many characters of a text, or of several, an error keeps. */
export const mostKept = 4096;
/** More than is kept, since masking makes a text shorter; but the time must not grow with what a server says. */
const mostRead = 4 * mostKept;
/** What is left out where a text is cut: less than a piece of a secret may have been there, however escaped. */
const cutOff = 128;
/** Of a text that comes back for a call that sent more than this, nothing is kept: to look for it would take long. */
const mostSent = 32_768;

/** A value that is shorter is masked only where it stands alone: "a" must not blot every a out of a sentence. */
const shortest = 4;
/** How much of a longer value in a row is masked. Less than this it may well share with a sentence: "invalid", say. */
const piece = 8;

/**
 * A {@link Mask} for what a call sends, and for whatever follows the name of a secret field. What was sent and the text
 * are brought into the same forms and compared piece by piece, in time that grows with the sum of their lengths.
 */
export function maskOf(secretFields: readonly string[] = [], sent: Sent): Mask {
  return (text) => {
    if ([...sent.json].join().length > mostSent) {
      return masked;
    }
    const atoms = atomsOf(text.slice(0, mostRead));
    const covered = new Uint8Array(atoms.length);
    const needles = needlesOf(sent);
    for (const form of forms) {
      const [pieces, beginnings] = piecesOf(needles, form);
      let searched = "";
      for (const read of [unescaped, String]) {
        const known = new Map<string, string>(); // a text has few different atoms, and to form one takes long
        let view = "";
        const atomOf: number[] = []; // the atom of each of its characters
        atoms.forEach((atom, index) => {
          const formed = known.get(atom) ?? form(read(atom));
          known.set(atom, formed);
          view += covered[index] ? "\n" : formed;
          while (atomOf.length < view.length) {
            atomOf.push(index);
          }
        });
        if (view === searched) {
          break; // there are no escapes in it
        }
        searched = view;
        const cover = (start: number, end: number) => covered.fill(1, atomOf[start], (atomOf[end - 1] ?? 0) + 1);
        for (const [size, ofSize] of pieces) {
          for (let start = 0, end = size; end <= view.length; start++, end++) {
            const alone = size >= shortest || !ofWords.test(view.charAt(start - 1) + view.charAt(end));
            if (alone && ofSize.has(view.slice(start, end))) {
              cover(start, end);
            }
          }
        }
        // Where a value was cut, its first few characters are no word.
        for (const { index: end } of view.matchAll(/(?=\.{3}|$)/g)) {
          for (let size = shortest; size < piece; size++) {
            if (beginnings.has(view.slice(end - size, end))) {
              cover(end - size, end);
            }
          }
        }
        for (const field of secretFields) {
          const value = new RegExp(`(?<=${form(field).replace(/\W/g, "\\$&")}\\W{1,5})[^"'&,;<}+]+`, "g");
          for (const { 0: match, index } of view.matchAll(value)) {
            cover(index, index + match.length);
          }
        }
      }
    }
    if (text.length > mostRead) {
      atoms.splice(-cutOff);
    }
    return atoms
      .map((atom, at) => {
        if (!covered[at]) {
          return atom;
        }
        return covered[at - 1] ? "" : masked;
      })
      .join("")
      .slice(0, mostKept);
  };
}

const masked = "[masked]";

/** A text to be looked for, and how many of its characters in a row are masked. */
type Needle = readonly [text: string, most: number];

/**
 * All runs of so many characters of each needle, or the whole of it where it has fewer, by their size; and what the
 * needles begin with.
 */
function piecesOf(needles: readonly Needle[], form: (text: string) => string): [Map<number, Set<string>>, Set<string>] {
  const pieces = new Map<number, Set<string>>();
  const beginnings = new Set<string>();
  for (const [text, most] of needles) {
    for (const needle of [form(text), form(unescaped(text))]) {
      const size = Math.min(needle.length, most);
      const ofSize = pieces.get(size) ?? new Set();
      if (size) {
        pieces.set(size, ofSize);
      }
      for (let at = 0; at + size <= needle.length; at++) {
        ofSize.add(needle.slice(at, at + size));
      }
      for (let end = shortest; end < size; end++) {
        beginnings.add(needle.slice(0, end));
      }
    }
  }
  return [pieces, beginnings];
}

/** Where servers and gateways say what they call a request, the most telling first. Clients may send these too. */
export const requestIdHeaders = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** Headers of which nothing is looked for; the tokens in `Authorization` are known. */
const notSecret = [...requestIdHeaders, "authorization", "content-type", "accept"];

function needlesOf({ tokens, headers, json }: Sent): Needle[] {
  const needles: Needle[] = tokens.map((token) => [token, shortest]);
  const add = (text: string) => {
    // Some systems write the domain of an address in Punycode.
    for (const one of new Set([text, text.replace(/(?<=@|\/\/)[^\s@/:?#]+/g, asciiHost)])) {
      needles.push([one.trim(), piece]);
    }
  };
  for (const one of headers) {
    one.forEach((value, name) => {
      if (!notSecret.includes(name)) {
        add(value);
      }
    });
  }
  // Where it could be the name of a field, a string is nobody's data. What is in no quotes is a number, or no JSON.
  for (const [, text = "", key, bare] of [...json].join().matchAll(jsonParts)) {
    if (!(key && /^[\w.$-]*$/.test(text))) {
      for (const one of [bare ?? text, orAsItIs(text, () => JSON.parse(`"${text}"`))]) {
        add(one);
      }
    }
  }
  return needles;
}

const jsonParts = /"((?:[^"\\]|\\.)*)"(:)?|(?!true|false|null)([^\s"{}[\],:&=]{4,})/g;

const asciiHost = (host: string) => orAsItIs(host, () => new URL(`http://${host}`).hostname);

/**
 * A copy of what was thrown that is fit to be kept: names, codes and masked messages, five causes deep. Everything
 * else an error may carry, such as the request, stays behind.
 */
export function safeCause(thrown: unknown, mask: Mask, depth = 0): Error | undefined {
  try {
    // Not `instanceof Error`: an error of another realm is none.
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
