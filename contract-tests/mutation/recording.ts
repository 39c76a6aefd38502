import type { Answer, Asked, Forward } from "./wire.js";

/** What went over the wire in one case. */
export interface Exchanged {
  readonly request: Asked;
  readonly answer: Answer;
}

/** Keeps what a provider is asked and answers. */
export function recording(forward: Forward): { forward: Forward; exchanged: Exchanged[] } {
  const exchanged: Exchanged[] = [];
  return {
    exchanged,
    forward: async (request) => {
      const answer = await forward(request);
      exchanged.push({ request, answer });
      return answer;
    },
  };
}

/**
 * Whether a provider answers any of the requests that a case makes otherwise than the original did. Where it does not,
 * the case goes as it went on the original, since nothing but the answers tells it whom it is talking to: that is what
 * makes it right to leave it out.
 */
export async function differs(exchanged: readonly Exchanged[], forward: Forward): Promise<boolean> {
  for (const { request, answer } of exchanged) {
    if (!same(await forward(request), answer)) return true;
  }
  return false;
}

/** A mock's answers from a recording, as it gives the same answer to the same request; what is new goes to the mock. */
export function replaying(exchanged: readonly Exchanged[], otherwise: Forward): Forward {
  const known = new Map(exchanged.map(({ request, answer }) => [keyOf(request), answer]));
  return async (request) => known.get(keyOf(request)) ?? otherwise(request);
}

function keyOf({ method, url, headers, body }: Asked): string {
  return JSON.stringify([method, url, [...headers], body]);
}

export function same(left: Answer, right: Answer): boolean {
  const shape = ({ status, headers, text }: Answer) => JSON.stringify([status, [...headers], text]);
  return shape(left) === shape(right);
}
