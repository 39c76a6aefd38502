import { readBody } from "./body.js";
import type { CallState } from "./call-state.js";
import { within } from "./deadline.js";
import type { DescopeError } from "./error.js";
import { type ClientOptions, checkNumbers, type Fail } from "./options.js";
import { plainlyRefused, retryAfterSeconds, unconnected } from "./retry.js";
import type { OperationEntry } from "./table.js";

/** A request to be sent. To make a `Request` of the runtime's takes longer than all else. */
export interface PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** In JSON; empty or null if there is none. */
  readonly body: string | null;
}

/** A request of the runtime's. Its headers stay as they are, as middleware may look at them again. */
export async function plain(request: Request, body?: string | null): Promise<PlainRequest> {
  const { url, method } = request;
  return { url, method, headers: new Headers(request.headers), body: body ?? (await request.text()) };
}

/**
 * Sends a request, again if that is safe, and reads the response into the state of the call: the one way from this
 * client to the network. Rejects with a {@link DescopeError} if no usable response came.
 */
export type Exchange = (
  request: PlainRequest,
  timeoutMs: number,
  entry: Pick<OperationEntry, "secured" | "contentType">,
  signal: AbortSignal | undefined,
  call: CallState,
) => Promise<void>;

/** The exchange of a client with these options. */
export function exchangeWith(
  { fetch: send = globalFetch, retry = {} }: ClientOptions,
  failure: (call: CallState) => DescopeError,
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

  return (request, timeoutMs, entry, signal, call) => {
    complete(request, entry, call);
    return within(timeoutMs, signal, call, async (deadline) => {
      for (let retry = 1; ; retry++) {
        const { error, wait = Number.POSITIVE_INFINITY } = await attempt(send, request, deadline.signal, call);
        const delayMs = wait * 1000 + Math.random() * backoffMs * 2 ** (retry - 1);
        // A wait that would outlast the call is not begun: what is known already comes back at once.
        if (retry <= limit && wait <= maxRetryAfterSeconds && delayMs < deadline.left()) {
          call.report((error ?? failure(call)).kind, delayMs);
          await deadline.pause(delayMs);
        } else if (error) {
          throw error;
        } else {
          return;
        }
      }
    });
  };
}

/** Gives the error, if no response came that can be used, and after how many seconds another attempt may be made. */
async function attempt(
  send: NonNullable<ClientOptions["fetch"]>,
  { url, method, headers, body }: PlainRequest,
  signal: AbortSignal,
  call: CallState,
): Promise<{ error?: DescopeError; wait?: number | undefined }> {
  call.begin();
  try {
    // Redirects are not followed: the body, with somebody's login ID in it, would go along.
    const response = await send(url, { method, headers, body: body || null, signal, redirect: "manual" });
    call.receive(response);
    await readBody(response, call);
  } catch (thrown) {
    call.giveUp();
    const missing = call.response ? undefined : unconnected(thrown);
    call.mayHaveBeenSent &&= !missing;
    // Half an error page still tells an error; half a success is worth nothing.
    if (!call.response || call.ok()) {
      const error = call.fail(missing ? "No connection came about" : "No whole response came", thrown);
      return { error, wait: missing === "passing" ? 0 : undefined };
    }
  }
  return { wait: plainlyRefused(call.status) ? retryAfterSeconds(call) : undefined };
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
