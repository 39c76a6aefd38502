import { isUtf8 } from "node:buffer";
import { relative, resolve, sep } from "node:path";
import { InputError } from "./errors.js";

/** Whether a source is a URL, and no file. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** A source as it may be shown: a file from here, a URL without what may be secret in it. */
export function shownSource(source: string): string {
  if (!isUrl(source)) {
    return fromHere(source) || source;
  }
  return URL.canParse(source) ? new URL(source).origin + new URL(source).pathname : "The URL";
}

/** A file from the working directory, with `/` on Windows too, as code hosts and the contract's own `$ref`s write it. */
export function fromHere(file: string): string {
  return relative(process.cwd(), resolve(file)).split(sep).join("/");
}

/**
 * Bytes as text, without a byte order mark. Throws {@link InputError} for bytes that are not UTF-8, and names UTF-16.
 */
export function utf8(bytes: Uint8Array, shown: string): string {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (wide || bytes.subarray(0, 4).includes(0)) {
    throw new InputError(`${shown} is UTF-16, which OpenAPI documents are not: save it as UTF-8.`);
  }
  if (!isUtf8(bytes)) {
    throw new InputError(`${shown} is not UTF-8 text: save it as UTF-8.`);
  }
  return new TextDecoder().decode(bytes);
}

/** A text without its percent-encoding; undefined if it is not encoded well. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The whole number that a flag was given, or undefined if it was not given. Throws {@link InputError} for anything else. */
export function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new InputError(`--${name} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`);
  }
  return value;
}

/** A number of things, in words. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
