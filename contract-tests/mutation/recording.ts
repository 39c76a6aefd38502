import type { Forward, RawResponse, WireRequest } from "./wire.js";

/** The traffic on the wire in one case. */
export interface Exchanged {
  readonly request: WireRequest;
  readonly response: RawResponse;
}

/** Keeps what a provider receives and sends. */
export function recording(forward: Forward): { forward: Forward; exchanged: Exchanged[] } {
  const exchanged: Exchanged[] = [];
  return {
    exchanged,
    forward: async (request) => {
      const response = await forward(request);
      exchanged.push({ request, response });
      return response;
    },
  };
}

/**
 * Whether a provider responds to any of a case's requests otherwise than the original did. If it does not, the case
 * ends as it ended on the original, since only the responses can show it a difference: that is what makes it right to
 * leave it out.
 */
export async function differs(exchanged: readonly Exchanged[], forward: Forward): Promise<boolean> {
  for (const { request, response } of exchanged) {
    if (!same(await forward(request), response)) {
      return true;
    }
  }
  return false;
}

/** The original's responses from a recording, as it gives the same one to the same request; what is new goes to it. */
export function replaying(exchanged: readonly Exchanged[], otherwise: Forward): Forward {
  const known = new Map(exchanged.map(({ request, response }) => [keyOf(request), response]));
  return async (request) => known.get(keyOf(request)) ?? otherwise(request);
}

function keyOf({ method, url, headers, body }: WireRequest): string {
  return JSON.stringify([method, url, [...headers], body]);
}

function same(left: RawResponse, right: RawResponse): boolean {
  const shape = ({ status, headers, text }: RawResponse) => JSON.stringify([status, [...headers], text]);
  return shape(left) === shape(right);
}
