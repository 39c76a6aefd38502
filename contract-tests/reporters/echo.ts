/** A piece of a secret that may not come back, in letters and digits. */
const smallest = 6;

/** How often a form within a form is read, such as percent-encoded base64. */
const depth = 3;

/** The most of a text that is looked into; a longer one counts as an echo. */
const largest = 64 * 1024;

/**
 * Tells whether a text gives back a piece of a secret, in any of the forms in which a program writes text: cut, in other
 * letters, spaced out, reversed, percent-encoded, as JSON or HTML writes characters, as base64, as hexadecimal digits,
 * as a list of numbers. Where it does, all of the text is to be withheld: what is left of it could be put together. A
 * piece has `size` characters, or is all of a shorter secret.
 */
export function echoOf(secrets: readonly string[], size = smallest): (text: string) => boolean {
  const pieces = new Set(secrets.map(plain).flatMap((secret) => piecesOf(secret, size)));
  if (pieces.size === 0) {
    return () => false;
  }
  return (text) => text.length > largest || formsOf(text).some((form) => holds(plain(form), pieces));
}

function piecesOf(secret: string, size: number): string[] {
  if (secret === "") {
    return [];
  }
  const length = Math.min(size, secret.length);
  const reversed = [...secret].reverse().join("");
  return [secret, reversed].flatMap((text) =>
    Array.from({ length: text.length - length + 1 }, (_, start) => text.slice(start, start + length)),
  );
}

/** Letters and digits alone, whatever their case and width. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function holds(text: string, pieces: ReadonlySet<string>): boolean {
  const lengths = new Set([...pieces].map(({ length }) => length));
  for (const length of lengths) {
    for (let start = 0; start + length <= text.length; start += 1) {
      if (pieces.has(text.slice(start, start + length))) {
        return true;
      }
    }
  }
  return false;
}

function formsOf(text: string): string[] {
  const found = new Set([text]);
  let last = [text];
  for (let round = 0; round < depth; round += 1) {
    last = last.flatMap((one) => decoders.map((decode) => decode(one))).filter((one) => one !== "" && !found.has(one));
    for (const one of last) {
      found.add(one);
    }
  }
  return [...found];
}

/** Each gives back what it reads in a text, or nothing. */
const decoders: readonly ((text: string) => string)[] = [
  (text) =>
    Buffer.from(
      text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => unit(hex, 16)),
      "utf8",
    ).toString(),
  (text) =>
    text
      .replaceAll(/\\(?:u\{?|x)([0-9a-f]{2,6})\}?/gi, (_, hex: string) => unit(hex, 16))
      .replaceAll(/&#x([0-9a-f]+);?/gi, (_, hex: string) => unit(hex, 16))
      .replaceAll(/&#(\d+);?/g, (_, digits: string) => unit(digits, 10)),
  ...[0, 1, 2, 3].map((offset) => (text: string) => runs(text.replaceAll(/\s|\\[nr]/g, ""), base64(offset))),
  ...[0, 1].map((offset) => (text: string) => runs(text.replaceAll(/[\s:,]|0x/g, ""), hexadecimal(offset))),
  (text) => runs(text, { pattern: /\d{2,3}(?:\D{1,3}\d{2,3}){3,}/g, read: numbers }),
];

interface Runs {
  readonly pattern: RegExp;
  readonly read: (run: string) => string;
}

function base64(offset: number): Runs {
  return {
    pattern: /[\w+/-]{8,}/g,
    read: (run) => Buffer.from(run.slice(offset), "base64").toString("latin1"),
  };
}

function hexadecimal(offset: number): Runs {
  return {
    pattern: /[0-9a-f]{8,}/gi,
    read: (run) => Buffer.from(run.slice(offset), "hex").toString("latin1"),
  };
}

function numbers(run: string): string {
  return [...run.matchAll(/\d+/g)].map(([digits]) => unit(digits, 10)).join("");
}

function runs(text: string, { pattern, read }: Runs): string {
  return [...text.matchAll(pattern)].map(([run]) => read(run)).join(" ");
}

function unit(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
