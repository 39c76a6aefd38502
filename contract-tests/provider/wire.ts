import { mayHaveBody } from "../model/operation.js";
import type { ReadBody } from "../model/strict-json.js";

/** A request on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** Undefined if there is none. */
  readonly body: string | undefined;
}

/** A response on its way back. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A response as it was read. */
export interface WireResponse extends RawResponse, ReadBody {
  /** The rate limit that was waited out before this response came. */
  readonly waitedOut?: WireResponse;
}

/** A provider, or the way to one. */
export type Forward = (request: WireRequest) => Promise<RawResponse>;

/** A `fetch` that takes each request to a provider in this process, or by another way. */
export function fetchBy(forward: Forward): typeof fetch {
  return async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const { method, url, headers } = request;
    const body = typeof init?.body === "string" ? init.body : await request.text();
    const response = await forward({ method, url, headers, body: body === "" ? undefined : body });
    const text = method !== "HEAD" && mayHaveBody(response.status) ? response.text : null;
    return new Response(text, { status: response.status, headers: response.headers });
  };
}

/** Path and query of a request, as they were sent. */
export function targetOf({ url }: WireRequest): string {
  return url.replace(/^https?:\/\/[^/?]*/, "");
}

/** The header in which our own mock says why a response is its own, and does not show anything of the contract. */
export const ownHeader = "x-own-mock";
