import { readBody } from "./body.js";
import type { CallState } from "./call-state.js";
import { type Deadline, startDeadline } from "./deadline.js";
import { type DescopeError, isDescopeError } from "./error.js";
import { type ClientOptions, checkNumbers, type Fail } from "./options.js";
import { plainlyRefused, retryAfterSeconds, unconnected } from "./retry.js";
import type { OperationEntry } from "./table.js";

/** What is to be sent. To make a `Request` of the runtime's takes longer than all else. */
export interface PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** In JSON; empty if there is none. */
  readonly body: string | undefined;
}

/**
 * Sends a request, again if that is safe, and reads the response into `call.text`: the one way from this client to the
 * network. Rejects with a {@link DescopeError} if no usable response came.
 */
export type Exchange = (
  request: PlainRequest,
  timeoutMs: number,
  entry: Pick<OperationEntry, "secured" | "contentType">,
  signal: AbortSignal | undefined,
  call: CallState,
) => Promise<Response>;

/** What became of an attempt. */
interface Attempt {
  response: Response | undefined;
  /** Absent if a response came that can be used. */
  error?: DescopeError;
  /** How many seconds to wait before the next attempt; Infinity if there must not be one. */
  wait: number;
}

/** The exchange of a client with these options. */
export function exchangeWith(
  { fetch: send = globalFetch, retry = {} }: ClientOptions,
  failure: (response: Response, call: CallState) => DescopeError,
  fail: Fail,
): Exchange {
  const { limit = 2, maxRetryAfterSeconds = 10, backoffMs = 250 } = retry || { limit: 0 };
  checkNumbers(
    { "retry.limit": limit, "retry.maxRetryAfterSeconds": maxRetryAfterSeconds, "retry.backoffMs": backoffMs },
    fail,
  );
  if (typeof send !== "function") {
    throw fail("fetch must be a function");
  }

  const attempt = async ({ url, method, headers, body }: PlainRequest, deadline: Deadline, call: CallState) => {
    const result: Attempt = { response: undefined, wait: Number.POSITIVE_INFINITY };
    try {
      deadline.check();
      call.mayHaveBeenSent = true;
      // Redirects are not followed: the body, with somebody's login ID in it, would go along.
      const init: RequestInit = { method, headers, body: body || null, signal: deadline.signal, redirect: "manual" };
      const response = await deadline.within(send(url, init));
      if (!Number.isInteger(response?.status) || !response.headers?.get) {
        throw new TypeError("fetch must give a Response");
      }
      result.response = response;
      call.response = response;
      call.text = "";
      call.giveUp = () => {};
      if (plainlyRefused(response.status)) {
        call.mayHaveBeenSent = false;
        result.wait = retryAfterSeconds(response.headers) ?? result.wait;
      }
      await deadline.within(readBody(response, call));
    } catch (thrown) {
      call.giveUp();
      deadline.check();
      // Half an error page still tells an error; half a success is worth nothing.
      if (result.response?.ok !== false) {
        judge(thrown, result, call);
      }
    }
    return result;
  };

  return async (request, timeoutMs, entry, signal, call) => {
    complete(request, entry, call);
    const deadline = startDeadline(timeoutMs, signal, call);
    try {
      for (let retry = 1; ; retry++) {
        call.begin();
        const { response, error, wait } = await attempt(request, deadline, call);
        const delayMs = wait * 1000 + Math.random() * backoffMs * 2 ** (retry - 1);
        // A wait that would outlast the call is not begun: what is known already comes back at once.
        if (retry <= limit && wait <= maxRetryAfterSeconds && delayMs < deadline.left()) {
          call.report((error ?? (response && failure(response, call)))?.kind, delayMs);
          await deadline.pause(delayMs);
        } else if (response && !error) {
          return response;
        } else {
          throw error;
        }
      }
    } finally {
      deadline.clear();
    }
  };
}

/** Notes the error for what was thrown before a response could be used. */
function judge(thrown: unknown, result: Attempt, call: CallState): void {
  const { response } = result;
  const missing = response ? undefined : unconnected(thrown);
  if (missing) {
    call.mayHaveBeenSent = false;
    result.wait = missing === "passing" ? 0 : result.wait;
  }
  const what = missing ? "No connection came about" : "No whole response came";
  result.error = isDescopeError(thrown) ? thrown : call.fail(what, thrown, response);
}

/** Sets the headers that a call always has, whatever there was of the same name. */
function complete(
  request: PlainRequest,
  { secured, contentType = "application/json" }: Parameters<Exchange>[2],
  { tokens, requests }: CallState,
): void {
  const { headers, body } = request;
  if (secured) {
    headers.set("authorization", `Bearer ${tokens.join(":")}`);
  } else {
    headers.delete("authorization");
  }
  if (body) {
    headers.set("content-type", contentType);
  }
  requests.add(request);
}

// Looked up at each call.
const globalFetch: NonNullable<ClientOptions["fetch"]> = (url, init) => fetch(url, init);
