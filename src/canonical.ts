/** A text, and where in the text it was made of each of its characters begins and ends. */
export interface View {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A value that is shorter is masked only where it stands alone: "a" must not blot every a out of a sentence. */
export const shortest = 4;

/**
 * What a text is brought into to be compared: as it is, without its escapes, without the escapes that these stood for,
 * and so on; each with all its characters, and with letters and digits alone, as people and systems differ in all else.
 */
export function viewsOf(text: string): View[] {
  const from = [...Array(text.length).keys()];
  return readings({ text, from, to: from.map((at) => at + 1) }).flatMap((reading) => {
    const folded = rewritten(reading, /[\s\S]\p{Mn}{0,9}/gu, fold);
    const letters = rewritten(folded, /[\p{L}\p{N}]/gu, String);
    return letters.text.length < shortest ? [folded] : [folded, letters];
  });
}

function readings(view: View, depth = 0): View[] {
  const read = rewritten(view, escaped, meaning);
  // What is escaped more often nobody sends, but to cost time.
  return depth > 4 || read.text === view.text ? [view] : [view, ...readings(read, depth + 1)];
}

/** A view with each part of it that matches written anew. What matches nothing is left out. */
function rewritten(view: View, part: RegExp, write: (found: string) => string): View {
  let text = "";
  const from: number[] = [];
  const to: number[] = [];
  for (const { 0: found, index } of view.text.matchAll(part)) {
    text += write(found);
    while (from.length < text.length) {
      from.push(view.from[index] ?? 0);
      to.push(view.to[index + found.length - 1] ?? 0);
    }
  }
  return { text, from, to };
}

/**
 * A character without case, accents, width and what nobody sees. White space is a plus, as in a form's encoding;
 * backslashes are left out, as nobody can tell which of them escape another one.
 */
export function fold(character: string): string {
  return character
    .normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}\\]/gu, "")
    .toUpperCase()
    .replace(/\s/g, "+");
}

/** A character of words. */
export const ofWords = /[\p{L}\p{N}_]/u;

/** Percent-encoding and quoted-printable; escapes of JSON; of HTML; or any character. */
const escaped =
  /[%=](?:[0-7][\da-f]|[c-f][\da-f](?:[%=][89ab][\da-f]){1,3})|\\+(?:u[\da-f]{4})?|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});|[\s\S]/giu;

/** What an escape stands for; any other character itself. */
function meaning(found: string): string {
  if (found.length < 2) {
    return found === "\\" ? "" : found;
  }
  if (/^[%=]/.test(found)) {
    return orAsItIs(found.replaceAll("=", "%"), decodeURIComponent);
  }
  const [, hex, decimal, name] = /(?:u|#x)([\da-f]+);?$|#(\d+);$|(\w+);$/i.exec(found) ?? [];
  if (name) {
    return entities[name] ?? name.charAt(0);
  }
  if (hex ?? decimal) {
    return orAsItIs(found, () => String.fromCodePoint(Number(decimal ?? `0x${hex}`)));
  }
  return found[0] === "\\" ? "" : found;
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
