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
  const pieces = new Set(
    secrets
      .map(plain)
      .filter((secret) => secret !== "")
      .flatMap((secret) => [secret, [...secret].reverse().join("")])
      .flatMap((secret) => partsOf(secret, Math.min(size, secret.length))),
  );
  const lengths = [...new Set([...pieces].map(({ length }) => length))];
  const isEcho = (text: string) => lengths.some((length) => partsOf(text, length).some((part) => pieces.has(part)));
  return (text) => pieces.size > 0 && (text.length > largest || [...formsOf(text)].some((form) => isEcho(plain(form))));
}

/** Letters and digits alone, whatever their case and width. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** All parts of a text that have a length. */
function partsOf(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length));
}

function formsOf(text: string): Set<string> {
  const found = new Set([text]);
  let last = [text];
  for (let round = 0; round < depth; round += 1) {
    last = last.flatMap((one) => decoders.map((decode) => decode(one))).filter((one) => one !== "" && !found.has(one));
    for (const one of last) {
      found.add(one);
    }
  }
  return found;
}

/** Each gives back what it reads in a text, or nothing. */
const decoders: readonly ((text: string) => string)[] = [
  (text) =>
    text
      .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => unit(hex, 16))
      .replaceAll(/(?:\\(?:u\{?|x)|&#x)([0-9a-f]{2,6})[;}]?/gi, (_, hex: string) => unit(hex, 16))
      .replaceAll(/&#(\d+);?/g, (_, digits: string) => unit(digits, 10)),
  ...[0, 1, 2, 3].map((offset) => (text: string) => {
    const read = (run: string) => Buffer.from(run.slice(offset), "base64").toString("latin1");
    return runs(text.replaceAll(/\s|\\[nr]/g, ""), /[\w+/-]{8,}/g, read);
  }),
  ...[0, 1].map((offset) => (text: string) => {
    const read = (run: string) => Buffer.from(run.slice(offset), "hex").toString("latin1");
    return runs(text.replaceAll(/[\s:,]|0x/g, ""), /[0-9a-f]{8,}/gi, read);
  }),
  (text) =>
    runs(text, /\d{2,3}(?:\D{1,3}\d{2,3}){3,}/g, (run) =>
      [...run.matchAll(/\d+/g)].map(([digits]) => unit(digits, 10)).join(""),
    ),
];

function runs(text: string, pattern: RegExp, read: (run: string) => string): string {
  return [...text.matchAll(pattern)].map(([run]) => read(run)).join(" ");
}

function unit(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
