import { existsSync, realpathSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { InputError, systemCode } from "./errors.js";
import { neverByProxy, whyUnreached } from "./network.js";
import { isUrl, shownSource, utf8 } from "./text.js";

/** How much a document may take, all of its files together. */
const bounds = {
  /** Several times the largest description that anybody publishes. */
  bytes: 64 * 1024 * 1024,
  /** Several times the files of the most divided description that anybody publishes. */
  files: 10_000,
  /** How often a host may send on from one address to the next, as browsers have it. */
  redirects: 20,
  /** How long hosts may take to hand it out, in milliseconds. */
  patience: 60_000,
} as const;

/** A document refers to a file that need not be read for it. */
export class Refused extends InputError {}

/** Reads the files of one document, each once, and no others. */
export interface Reader {
  /** Where a reference leads from a file of the document. */
  readonly resolve: (from: string, ref: string) => string;
  /** The text of a file of the document. Throws {@link InputError} in one sentence if it must not be read. */
  readonly read: (source: string) => Promise<string>;
}

/**
 * The reader of the document whose root file or URL the user has named. It asks no host but that one, unless
 * `allowRemoteRefs` is set, and reads no file outside of the root file's folder: who wrote a document does not get to say
 * what is read from here. Where `allowRemoteRefs` is undefined the user cannot set it.
 */
export function readerOf(root: string, allowRemoteRefs?: boolean): Reader {
  const known = new Map<string, Promise<string>>();
  let left: number = bounds.bytes;
  let end: number | undefined;
  const remedy = allowRemoteRefs === undefined ? "bundle it into one file first" : "--allow-remote-refs lets it";
  const mayAsk = (url: string) => allowRemoteRefs === true || (isUrl(root) && new URL(url).host === new URL(root).host);

  const fetched = async (source: string, url: string, hops = 0): Promise<Uint8Array> => {
    const shown = shownSource(source);
    if (!mayAsk(url)) {
      const how = hops === 0 ? "is on" : `redirects to ${shownSource(url)}, which is on`;
      throw new Refused(`${shown} ${how} another host: ${source === root ? "name that URL itself" : remedy}.`);
    }
    if (hops > bounds.redirects) {
      throw new InputError(`${shown} redirects more than ${bounds.redirects} times.`);
    }
    end ??= performance.now() + bounds.patience;
    neverByProxy(url);
    const signal = AbortSignal.timeout(Math.max(0, Math.ceil(end - performance.now())));
    const response = await fetch(url, { redirect: "manual", signal });
    const { status, headers } = response;
    const to = status >= 300 && status < 400 ? headers.get("location") : null;
    if (to === null) {
      return bodyOf(response, source);
    }
    await response.body?.cancel();
    return fetched(source, mustBeUrl(to, url, shown), hops + 1);
  };

  const bodyOf = async (response: Response, source: string): Promise<Uint8Array> => {
    if (!response.ok) {
      throw new InputError(`${shownSource(source)} responded with status ${response.status} instead of a document.`);
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      take(chunk.byteLength);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  };

  const take = (bytes: number): void => {
    left -= bytes;
    if (left < 0) {
      throw new InputError(`${shownSource(root)} is larger than ${bounds.bytes / 1024 / 1024} MiB.`);
    }
  };

  const fromFile = async (file: string): Promise<Uint8Array> => {
    const shown = shownSource(file);
    if (file !== root && (isUrl(root) || isElsewhere(file) || !isInside(dirname(root), file))) {
      throw new Refused(`${shown} is outside of the document's folder: bundle it into one file first.`);
    }
    // A device or a pipe may never end.
    const found = await stat(file);
    if (!found.isFile()) {
      throw new InputError(
        `${shown} is ${found.isDirectory() ? "a folder: name a file in it" : "not a regular file"}.`,
      );
    }
    take(found.size);
    return readFile(file);
  };

  const read = async (source: string): Promise<string> => {
    const shown = shownSource(source);
    if (known.size > bounds.files) {
      throw new InputError(`${shownSource(root)} has more than ${bounds.files} files: bundle it into one first.`);
    }
    try {
      return utf8(isUrl(source) ? await fetched(source, source) : await fromFile(source), shown);
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(whyUnread(error, source, shown));
    }
  };

  return {
    resolve: (from, ref) => {
      if (isUrl(from) || isUrl(ref)) {
        return URL.canParse(ref, from) ? new URL(ref, from).href : ref;
      }
      return isElsewhere(ref) ? ref : resolve(dirname(from), ref);
    },
    read: (source) => {
      const text = known.get(source) ?? read(source);
      known.set(source, text);
      return text;
    },
  };
}

function mustBeUrl(to: string, from: string, shown: string): string {
  const url = URL.canParse(to, from) ? new URL(to, from).href : "";
  if (!isUrl(url)) {
    throw new Refused(`${shown} redirects to something other than an http URL.`);
  }
  return url;
}

/** Whether a reference begins with a scheme, and not with the letter of a drive. */
function isElsewhere(ref: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(ref);
}

/** Whether there is a file in a folder: by its name, so that nothing outside is looked at, and in truth. */
export function isInside(folder: string, file: string): boolean {
  const leadsOut = (way: string) => isAbsolute(way) || way.split(sep)[0] === "..";
  if (leadsOut(relative(folder, file))) {
    return false;
  }
  // The caller reports a file that is missing.
  return !existsSync(file) || !leadsOut(relative(realpathSync(folder), realpathSync(file)));
}

function whyUnread(error: unknown, source: string, shown: string): string {
  if (isUrl(source)) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return isLate ? `${shown} cannot be reached within ${bounds.patience / 1000} s.` : whyUnreached(shown, error);
  }
  const code = systemCode(error);
  return code === "ENOENT" ? `There is no file ${shown}.` : `${shown} cannot be read (${code}).`;
}
