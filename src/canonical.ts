/** Percent-encoding and quoted-printable; escapes of JSON; of HTML. Runs of them, each also when escaped once more. */
const escapes =
  /(?:[%=](?:25)*(?:[0-7][\da-f]|[c-f][\da-f](?:[%=](?:25)*[89ab][\da-f]){1,3}))+|(?:\\+u[\da-f]{4})+|\\+|&(?:amp;)*(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi;

const atoms = new RegExp(`${escapes.source}|[\\s\\S]\\p{Mn}*`, "giu");

/** The characters of a text, of which an escape is one. */
export function atomsOf(text: string): string[] {
  return text.match(atoms) ?? [];
}

/** A character of words. */
export const ofWords = /[\p{L}\p{N}_]/u;

/**
 * What texts are brought into to be compared: with all their characters, and with letters and digits alone, as people
 * and systems differ in all else. Each takes an atom by itself, and any text that is made of them.
 */
export const forms: readonly ((text: string) => string)[] = [
  fold,
  (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, ""),
];

/**
 * Without case, accents, width and invisible characters. White space is a plus, as in a form's encoding; backslashes
 * are left out, as nobody can tell which of them escape another one.
 */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}\\]/gu, "")
    .toUpperCase()
    .replace(/\s/g, "+");
}

/** A text without its escapes. What they stood for may look like escapes again. */
export function unescaped(text: string): string {
  return text.replace(escapes, (found) => {
    if (found[0] === "\\") {
      return found.replace(/\\+(?:u(.{4}))?/gi, (_, hex) => (hex ? character(`0x${hex}`) : ""));
    }
    if (found[0] !== "&") {
      return orAsItIs(found.replace(/[%=](?:25)*(?=[\da-f]{2})/gi, "%"), decodeURIComponent);
    }
    const [, hex, decimal, name = ""] = /(?:#x(\w+)|#(\d+)|(\w+));$/i.exec(found) ?? [];
    if (name) {
      return entities[name] ?? name.charAt(0);
    }
    return character(decimal ?? `0x${hex}`);
  });
}

/** By its number. */
function character(number: string): string {
  return Number(number) <= 0x10ffff ? String.fromCodePoint(Number(number)) : "";
}

/** What a function makes of a text, or the text where it throws. */
export function orAsItIs<T>(text: string, make: (text: string) => T): T | string {
  try {
    return make(text);
  } catch {
    return text;
  }
}

/** Of an entity that is not listed, such as `&eacute;`, the letter is what matters. */
const entities: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  plus: "+",
  commat: "@",
  period: ".",
};
