import { readBody } from "./body.js";
import { type Deadline, startDeadline } from "./deadline.js";
import { type DescopeError, isDescopeError } from "./error.js";
import { type ClientOptions, checkNumbers, type Fail } from "./options.js";
import { neverArrived, plainlyRefused, secondsUntilRetry } from "./retry.js";
import type { OperationEntry } from "./table.js";
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
  entry: Pick<OperationEntry, "secured" | "contentType">,
  signal: AbortSignal | undefined,
  trace: Trace,
) => Promise<Received>;

/** What became of sending a request once: an error, unless a response came that can be used. */
interface Attempt {
  response: Response | undefined;
  text: string;
  error: DescopeError | undefined;
}

/** The exchange of a client with these options. */
export function exchangeWith({ fetch: send = globalFetch, retry = {} }: ClientOptions, unusable: Fail): Exchange {
  const { limit = 2, maxRetryAfterSeconds = 10, backoffMs = 250, onRetry = () => {} } = retry || { limit: 0 };
  checkNumbers({ limit, maxRetryAfterSeconds, backoffMs }, unusable);
  if (typeof send !== "function") {
    throw unusable("fetch must be a function");
  }

  const attempt = async ({ url, method, headers, body }: PlainRequest, deadline: Deadline, trace: Trace) => {
    const { signal } = deadline;
    const result: Attempt = { response: undefined, text: "", error: undefined };
    try {
      await endedBy(deadline);
      trace.mayHaveBeenSent = true;
      // Redirects are not followed: the body, with somebody's login ID in it, would go along.
      const init: RequestInit = { method, headers, body: body || null, signal, redirect: "manual" };
      const response = await deadline.within(send(url, init));
      if (!response?.headers?.get) {
        throw new TypeError("fetch must give a Response");
      }
      result.response = response;
      trace.response = response;
      trace.mayHaveBeenSent = !plainlyRefused(response.status);
      result.text = await readBody(response, deadline, trace);
    } catch (thrown) {
      await endedBy(deadline);
      // Half an error page still tells an error; half a success is worth nothing.
      if (result.response?.ok !== false) {
        result.error = unusableResponse(thrown, result.response, trace);
      }
    }
    return result;
  };

  return async (request, timeoutMs, entry, signal, trace) => {
    complete(request, entry, trace);
    const deadline = startDeadline(timeoutMs, signal, trace);
    try {
      for (let retry = 1; ; retry++) {
        const { response, text, error } = await attempt(request, deadline, trace);
        const seconds = trace.mayHaveBeenSent ? Infinity : secondsUntilRetry(response);
        const delayMs = seconds * 1000 + Math.random() * backoffMs * 2 ** (retry - 1);
        // A wait that would outlast the call is not begun: what is known already comes back at once.
        if (retry <= limit && seconds <= maxRetryAfterSeconds && delayMs < deadline.left()) {
          await deadline.within(Promise.resolve(onRetry({ retry, delayMs, status: response?.status })));
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

/** Rejects once the call has been ended. */
async function endedBy({ signal, ended }: Deadline): Promise<void> {
  if (signal.aborted) {
    await ended;
  }
}

function unusableResponse(thrown: unknown, response: Response | undefined, trace: Trace): DescopeError {
  if (!response && neverArrived(thrown)) {
    trace.mayHaveBeenSent = false;
  }
  const what = trace.mayHaveBeenSent ? "No whole response came" : "No connection came about";
  return isDescopeError(thrown) ? thrown : trace.fail(what, thrown, response);
}

/** Sets the headers that a call always has, whatever there was of the same name, and notes what is about to be sent. */
function complete(
  { headers, body }: PlainRequest,
  { secured, contentType = "application/json" }: Parameters<Exchange>[2],
  { sent }: Trace,
): void {
  if (secured) {
    headers.set("authorization", `Bearer ${sent.tokens.join(":")}`);
  } else {
    headers.delete("authorization");
  }
  if (body) {
    headers.set("content-type", contentType);
  }
  sent.headers.push(headers);
  sent.json.add(body);
}

// Looked up at each call.
const globalFetch: NonNullable<ClientOptions["fetch"]> = (url, init) => fetch(url, init);
