import { readFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { InputError } from "./errors.js";

/** How long a server may take to hand out a document, in milliseconds. */
const patience = 30_000;

/** The largest document that is read, in bytes: several times the largest description that anybody publishes. */
const largest = 64 * 1024 * 1024;

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

/** The text of a file or URL, which has to be UTF-8. Throws {@link InputError} in one sentence. */
export async function readText(source: string): Promise<string> {
  const shown = shownSource(source);
  return decoded(isUrl(source) ? await fetched(source, shown) : await read(source, shown), shown);
}

/** Bytes as text, without a byte order mark. Throws {@link InputError} for what is no UTF-8, and names UTF-16. */
function decoded(bytes: Uint8Array, shown: string): string {
  const [first, second] = bytes;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (wide || bytes.subarray(0, 4).includes(0)) {
    throw new InputError(`${shown} is UTF-16, which OpenAPI documents are not: save it as UTF-8.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${shown} is not UTF-8 text: save it as UTF-8.`);
  }
}

async function read(file: string, shown: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new InputError(code === "ENOENT" ? `There is no file ${shown}.` : `${shown} cannot be read (${code}).`);
  }
}

async function fetched(url: string, shown: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) {
      throw new InputError(`${shown} answered with status ${response.status} instead of a document.`);
    }
    return await wholeBody(response, shown);
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    throw new InputError(`${shown} cannot be reached${reasonOf(error)}.`);
  }
}

/** Why a fetch failed, such as ` (ECONNREFUSED)`: the error itself says only that it did. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return "";
  }
  if (error.name === "TimeoutError") {
    return ` within ${patience / 1000} s`;
  }
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
}

async function wholeBody(response: Response, shown: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largest) {
      throw new InputError(`${shown} is larger than ${largest / 1024 / 1024} MiB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
