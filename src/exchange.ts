import { readBody } from "./body.js";
import { startDeadline } from "./deadline.js";
import { type DescopeError, isDescopeError } from "./error.js";
import { type ClientOptions, checkNumbers, type Fail } from "./options.js";
import { neverArrived, plainlyRefused, retryAfterSeconds } from "./retry.js";
import type { Trace } from "./trace.js";

/** What is to be sent. To make a `Request` of the runtime's takes longer than all else. */
export interface PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** In JSON; empty where there is none. */
  readonly body: string | undefined;
}

/** A response whose body has been read. */
export interface Received {
  readonly response: Response;
  readonly text: string;
}

/**
 * Sends a request, again where that is safe, and reads the response: the one way from this client to the network.
 * Rejects with a {@link DescopeError} where no usable response came.
 */
export type Exchange = (
  request: PlainRequest,
  timeoutMs: number,
  isSecured: boolean,
  signal: AbortSignal | undefined,
  trace: Trace,
) => Promise<Received>;

/** The exchange of a client with these options. */
export function exchangeWith({ fetch: send = globalFetch, retry = {} }: ClientOptions, unusable: Fail): Exchange {
  const { limit = 2, maxRetryAfterSeconds = 10, backoffMs = 250, onRetry = () => {} } = retry || { limit: 0 };
  checkNumbers({ limit, maxRetryAfterSeconds, backoffMs }, unusable);

  return async ({ url, method, headers, body }, timeoutMs, isSecured, signal, trace) => {
    const { sent } = trace;
    // These replace whatever is there under the two names, in whatever case.
    if (isSecured) {
      headers.set("authorization", `Bearer ${sent.tokens.join(":")}`);
    } else {
      headers.delete("authorization");
    }
    if (body) {
      headers.set("content-type", "application/json");
    }
    sent.headers.push(headers);
    sent.json.add(body);
    const deadline = startDeadline(timeoutMs, signal, trace);
    const { signal: end } = deadline;
    try {
      for (let retried = 0; ; retried++) {
        let response: Response | undefined;
        let error: DescopeError | undefined;
        let text = "";
        let seconds = Infinity; // until it may be sent again
        try {
          if (end.aborted) {
            await deadline.ended;
          }
          trace.mayHaveBeenSent = true;
          // Redirects are not followed: the body, with somebody's login ID in it, would go along.
          const init: RequestInit = { method, headers, body: body || null, signal: end, redirect: "manual" };
          response = await deadline.within(send(url, init));
          trace.response = response;
          trace.mayHaveBeenSent = !plainlyRefused(response.status);
          if (!trace.mayHaveBeenSent) {
            seconds = retryAfterSeconds(response.headers) ?? Infinity;
          }
          text = await readBody(response, deadline, trace);
        } catch (thrown) {
          if (end.aborted) {
            await deadline.ended;
          }
          if (!response && neverArrived(thrown)) {
            trace.mayHaveBeenSent = false;
            seconds = 0;
          }
          const what = trace.mayHaveBeenSent ? "No whole response came" : "No connection came about";
          // Half an error page is an error still; half a success is none.
          if (!response || response.ok) {
            error = isDescopeError(thrown) ? thrown : trace.fail(what, thrown, response);
          }
        }
        const delayMs = seconds * 1000 + Math.random() * backoffMs * 2 ** retried;
        // A wait that would outlast the call is not begun: what is known already comes back at once.
        if (retried < limit && seconds <= maxRetryAfterSeconds && delayMs < deadline.left()) {
          onRetry({ retry: retried + 1, delayMs, status: response?.status });
          await deadline.pause(delayMs);
        } else if (response && !error) {
          return { response, text };
        } else {
          throw error;
        }
      }
    } finally {
      deadline.clear();
    }
  };
}

// Looked up at each call.
const globalFetch: NonNullable<ClientOptions["fetch"]> = (url, init) => fetch(url, init);
