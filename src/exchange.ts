import { mustBeJson, readBody } from "./body.js";
import { type Deadline, startDeadline } from "./deadline.js";
import { DescopeError, isDescopeError } from "./error.js";
import { type Mask, safeCause } from "./mask.js";
import type { RetryOptions } from "./options.js";
import { neverArrived, repeatableAfter } from "./retry.js";

/** What all requests of a client have in common. */
export interface Sender {
  readonly send: (request: Request) => Promise<Response>;
  readonly retry: Required<RetryOptions>;
}

/**
 * Sends a request, again where that is safe, and reads the answer: the one way from this client to the network. The
 * answer that it resolves to has its body in memory: JSON or nothing when it is a 2xx. Rejects with a {@link DescopeError}.
 */
export async function exchange(
  { send, retry }: Sender,
  request: Request,
  authorization: string | undefined,
  timeoutMs: number,
  mask: Mask,
  signal = request.signal,
): Promise<Response> {
  const deadline = startDeadline(timeoutMs, signal, mask);
  try {
    const body = await deadline.within(request.arrayBuffer());
    for (let repeat = 0; ; repeat++) {
      let answer: Response | undefined;
      let result: Response | DescopeError;
      let seconds: number | undefined; // until it may be repeated; undefined where it must not be
      try {
        deadline.held = prepared(request, body, authorization, deadline.signal);
        answer = await deadline.within(send(deadline.held));
        result = await buffered(answer, deadline);
        seconds = repeatableAfter(result, retry.maxRetryAfterSeconds);
      } catch (thrown) {
        if (isDescopeError(thrown)) throw thrown;
        if (!answer && neverArrived(thrown)) seconds = 0;
        result = new DescopeError(
          "network",
          seconds === 0 ? "Not sent: no connection" : "Maybe sent: no whole answer",
          {
            status: answer?.status,
            cause: safeCause(thrown, mask),
          },
        );
      }
      const wait = (seconds ?? Infinity) * 1000 + Math.random() * retry.backoffMs * 2 ** repeat;
      // A wait that would outlast the call is not begun: what is known already comes back at once.
      if (repeat < retry.limit && wait < deadline.left()) await deadline.pause(wait);
      else if (result instanceof Error) throw result;
      else return result;
    }
  } finally {
    deadline.clear();
  }
}

function prepared(request: Request, body: ArrayBuffer, authorization: string | undefined, signal: AbortSignal) {
  const headers = new Headers(request.headers);
  // These replace whatever is there under the two names, in whatever case.
  if (authorization) headers.set("authorization", authorization);
  else headers.delete("authorization");
  if (body.byteLength) headers.set("content-type", "application/json");
  // Redirects are not followed: the body, with somebody's login ID in it, would go along.
  return new Request(request, { headers, signal, redirect: "manual", ...(body.byteLength && { body }) });
}

/** The same answer with its body in memory. */
async function buffered(answer: Response, deadline: Deadline): Promise<Response> {
  // What browsers hand out for a redirect that is not followed: status 0, which no Response can be made with.
  if (!answer.status) throw new DescopeError("http", "HTTP redirect", { status: 0 });
  const body = await readBody(answer, deadline);
  if (answer.ok && body?.size) mustBeJson(await body.arrayBuffer(), answer.status);
  const copy = new Response(body?.size ? body : null, answer);
  copy.headers.delete("content-length"); // it counts what was sent, compressed or not, and openapi-fetch relies on it
  return copy;
}
