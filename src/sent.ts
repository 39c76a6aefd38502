import { orAsItIs, shortest } from "./canonical.js";

/** What a call sends. It grows while the call runs: middleware may change and add. */
export interface Sent {
  /** The project ID and the refresh JWT: random characters, of which no few in a row are a word. */
  readonly tokens: string[];
  readonly headers: Headers[];
  /** In JSON: bodies, and the parameters of paths and queries. */
  readonly json: Set<string | undefined>;
}

/** A text to be looked for, and how many of its characters in a row are masked. */
export type Needle = readonly [text: string, most: number];

/** How much of a longer value in a row is masked. Less than this it may well share with a sentence: "invalid", say. */
export const piece = 8;

/** Where servers and gateways say what they call a request, the most telling first. Clients may send these too. */
export const requestIdHeaders = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** Headers of which nothing is looked for; the tokens in `Authorization` are known. */
const notSecret = [...requestIdHeaders, "authorization", "content-type", "accept"];

/** What of it must not be shown. */
export function needlesOf({ tokens, headers, json }: Sent): Needle[] {
  const needles: Needle[] = tokens.map((token) => [token, shortest]);
  const add = (text: string) => {
    // Some systems write the domain of an address in Punycode.
    for (const one of new Set([text, text.replace(/(?<=@|\/\/)[^\s@/:?#]{1,255}/g, asciiHost)])) {
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
  // A key that could be the name of a field is not data. What stands outside quotes is a number, or not JSON at all.
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
