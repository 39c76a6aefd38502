import { readBody } from "./body.js";
import { startDeadline } from "./deadline.js";
import { type DescopeError, isDescopeError } from "./error.js";
import { type ClientOptions, checkNumbers, type Fail, type RequestUrl } from "./options.js";
import { LightRequest } from "./request.js";
import { neverArrived, plainlyRefused, retryAfterSeconds } from "./retry.js";
import type { Trace } from "./trace.js";

/**
 * Sends a request, again where that is safe, and reads the response: the one way from this client to the network.
 * Resolves to the response's body; the response itself is in the trace. Rejects with a {@link DescopeError} where no
 * usable response came.
 */
export type Exchange = (
  given: Request | LightRequest,
  timeoutMs: number,
  isSecured: boolean,
  signal: AbortSignal | undefined,
  trace: Trace,
  init?: RequestInit,
) => Promise<string>;

/** The exchange of a client with these options. */
export function exchangeWith({ fetch: send = globalFetch, retry = {} }: ClientOptions, unusable: Fail): Exchange {
  const { limit = 2, maxRetryAfterSeconds = 10, backoffMs = 250, onRetry = () => {} } = retry || { limit: 0 };
  checkNumbers({ limit, maxRetryAfterSeconds, backoffMs }, unusable);

  return async (given, timeoutMs, isSecured, signal, trace, init) => {
    const request = await prepared(given, isSecured, trace);
    const { method, headers, body } = request;
    const deadline = startDeadline(timeoutMs, signal, trace);
    // Redirects are not followed: the body, with somebody's login ID in it, would go along.
    const options: RequestInit = { ...init, method, headers, signal: deadline.signal, redirect: "manual" };
    if (body) options.body = body;
    try {
      for (let retried = 0; ; retried++) {
        let response: Response | undefined;
        let error: DescopeError | undefined;
        let text = "";
        let seconds = Infinity; // until it may be sent again
        try {
          if (deadline.signal.aborted) await deadline.ended;
          trace.mayHaveBeenSent = true;
          response = await deadline.within(send(asUrl(request), { ...options }));
          trace.response = response;
          trace.mayHaveBeenSent = !plainlyRefused(response.status);
          if (!trace.mayHaveBeenSent) seconds = retryAfterSeconds(response.headers) ?? Infinity;
          text = await readBody(response, deadline, trace);
        } catch (thrown) {
          if (deadline.signal.aborted) await deadline.ended;
          if (!response && neverArrived(thrown)) {
            trace.mayHaveBeenSent = false;
            seconds = 0;
          }
          const what = trace.mayHaveBeenSent ? "No whole response came" : "No connection came about";
          // Half an error page is an error still; half a success is none.
          if (!response || response.ok) error = isDescopeError(thrown) ? thrown : trace.fail(what, thrown, response);
        }
        const delayMs = seconds * 1000 + Math.random() * backoffMs * 2 ** retried;
        // A wait that would outlast the call is not begun: what is known already comes back at once.
        if (retried < limit && seconds <= maxRetryAfterSeconds && delayMs < deadline.left()) {
          onRetry({ retry: retried + 1, delayMs, status: response?.status });
          await deadline.pause(delayMs);
        } else if (error) throw error;
        else return text;
      }
    } finally {
      deadline.clear();
    }
  };
}

// Looked up at each call, and given the URL as the string that it is.
const globalFetch: NonNullable<ClientOptions["fetch"]> = ({ url }, init) => fetch(url, init);

/** It is a string to whoever uses it as one, which the compiler does not know of string objects. */
function asUrl(request: LightRequest): RequestUrl {
  return request as unknown as RequestUrl;
}

/** The request with the headers that are the client's own. What is sent is noted. */
async function prepared(given: Request | LightRequest, isSecured: boolean, { sent }: Trace): Promise<LightRequest> {
  const light =
    given instanceof LightRequest
      ? given
      : new LightRequest(given.url, {
          method: given.method,
          headers: new Headers(given.headers),
          body: await given.text(),
        });
  const { headers, body } = light;
  // These replace whatever is there under the two names, in whatever case.
  if (isSecured) headers.set("authorization", `Bearer ${sent.tokens.join(":")}`);
  else headers.delete("authorization");
  if (body) headers.set("content-type", "application/json");
  sent.headers.push(headers);
  sent.json.add(body);
  return light;
}
