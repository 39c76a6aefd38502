import { readBody } from "./body.js";
import { type Deadline, startDeadline } from "./deadline.js";
import { DescopeError, isDescopeError, maybe } from "./error.js";
import { type Mask, safeCause } from "./mask.js";
import type { RetryOptions } from "./options.js";
import { neverArrived, waitAfterMiss, waitAfterRefusal } from "./retry.js";

/** How one request is to be sent. */
export interface Sending {
  readonly send: (request: Request) => Promise<Response>;
  /** The `Authorization` header's value; undefined for none. */
  readonly authorization: string | undefined;
  readonly timeoutMs: number;
  readonly retry: Required<RetryOptions>;
  /** Default: the request's own. */
  readonly signal: AbortSignal | undefined;
  readonly mask: Mask;
}

/**
 * Sends a request, again where that is safe, and reads the answer: the one way from this client to the network. The
 * answer that it resolves to has its body in memory. Rejects with a {@link DescopeError}.
 */
export async function exchange(request: Request, sending: Sending): Promise<Response> {
  const { send, signal = request.signal, retry, mask } = sending;
  const deadline = startDeadline(sending.timeoutMs, signal, mask);
  try {
    const body = await deadline.within(request.arrayBuffer());
    for (let repeat = 0; ; repeat++) {
      let answer: Response | undefined;
      let failure: unknown;
      let wait: number | undefined;
      try {
        const sent = send(prepared(request, body, sending.authorization, deadline.signal));
        // A fetch that heeds no signal may answer after the end.
        sent.then((late) => (deadline.signal.aborted ? late.body?.cancel() : undefined)).catch(() => {});
        answer = await deadline.within(sent);
        answer = await buffered(answer, deadline);
        wait = waitAfterRefusal(answer, retry);
      } catch (thrown) {
        if (isDescopeError(thrown)) throw thrown;
        const missed = neverArrived(thrown);
        if (missed) wait = waitAfterMiss(repeat, retry);
        failure = new DescopeError("network", missed ? "Not reached; nothing was sent." : `No whole answer; ${maybe}`, {
          status: answer?.status,
          cause: safeCause(thrown, mask),
        });
      }
      // A wait that would outlast the call is not begun: what is known already comes back at once.
      if (wait === undefined || repeat >= retry.limit || wait >= deadline.left()) {
        if (failure || !answer) throw failure;
        return answer;
      }
      await deadline.pause(wait);
    }
  } finally {
    deadline.clear();
  }
}

function prepared(request: Request, body: ArrayBuffer, authorization: string | undefined, signal: AbortSignal) {
  const headers = new Headers(request.headers);
  // Whatever was there under these two names, in whatever case, goes.
  headers.delete("authorization");
  headers.delete("content-type");
  if (authorization) headers.set("authorization", authorization);
  if (body.byteLength) headers.set("content-type", "application/json");
  // Redirects are not followed: the body, with somebody's login ID in it, would go along.
  return new Request(request, { headers, signal, redirect: "manual", ...(body.byteLength && { body }) });
}

/** The same answer with its body in memory. */
async function buffered(answer: Response, deadline: Deadline): Promise<Response> {
  const { ok, status } = answer;
  // What browsers hand out for a redirect that is not followed: status 0, which no Response can be made with.
  if (!status) throw new DescopeError("http", "A redirect, which is not followed.", { status });
  const body = await readBody(answer, deadline);
  if (ok && !body) throw new DescopeError("invalid-response", `The body of a ${status} is too large.`, { status });
  return new Response(body?.byteLength ? body : null, answer);
}
