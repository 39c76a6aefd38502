import { parseJson, readBody } from "./body.js";
import { type Deadline, startDeadline } from "./deadline.js";
import { DescopeError, isDescopeError } from "./error.js";
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
  readonly signal: AbortSignal | undefined;
  readonly mask: Mask;
  /** Told of an answer as soon as its headers are here. */
  readonly onAnswer?: (answer: Response) => void;
}

/**
 * Sends a request, again where that is safe, and reads the answer: the one way from this client to the network. The
 * answer that it resolves to has its body in memory, and when it is a 2xx with a body, that is JSON. Rejects with a
 * {@link DescopeError}.
 */
export async function exchange(request: Request, sending: Sending): Promise<Response> {
  const { signal = request.signal, retry, mask } = sending;
  const deadline = startDeadline(sending.timeoutMs, [signal], mask);
  try {
    const body = await deadline.within(request.arrayBuffer());
    for (let repeat = 0; ; repeat++) {
      const tried = await attempt(request, body, sending, deadline);
      const wait = "answer" in tried ? waitAfterRefusal(tried.answer, retry) : tried.wait?.(repeat);
      // A wait that would outlast the call is not begun: what is known already comes back at once.
      if (wait === undefined || repeat >= retry.limit || wait >= deadline.left()) {
        if ("answer" in tried) return tried.answer;
        throw tried.error;
      }
      await deadline.pause(wait);
    }
  } finally {
    deadline.clear();
  }
}

type Tried =
  | { readonly answer: Response }
  | { readonly error: DescopeError; readonly wait?: (repeat: number) => number };

async function attempt(request: Request, body: ArrayBuffer, sending: Sending, deadline: Deadline): Promise<Tried> {
  let answer: Response;
  try {
    const sent = sending.send(prepared(request, body, sending.authorization, deadline.signal));
    // A fetch that heeds no signal may answer after the end.
    sent.then((late) => (deadline.signal.aborted ? late.body?.cancel() : undefined)).catch(() => {});
    answer = await deadline.within(sent);
  } catch (thrown) {
    if (isDescopeError(thrown)) throw thrown;
    const missed = neverArrived(thrown);
    const message = missed
      ? "The server was not reached; nothing was sent."
      : "The connection failed before an answer came; the message may have been sent.";
    const error = new DescopeError({ kind: "network", message, cause: safeCause(thrown, sending.mask) });
    return missed ? { error, wait: (repeat) => waitAfterMiss(repeat, sending.retry) } : { error };
  }
  sending.onAnswer?.(answer);
  return read(answer, sending, deadline);
}

function prepared(
  request: Request,
  body: ArrayBuffer,
  authorization: string | undefined,
  signal: AbortSignal,
): Request {
  const headers = new Headers(request.headers);
  set(headers, "authorization", authorization);
  set(headers, "content-type", body.byteLength > 0 ? "application/json" : undefined);
  const carriesBody = request.method !== "GET" && request.method !== "HEAD";
  // Redirects are not followed: the body, with somebody's login ID in it, would go along.
  return new Request(request, { headers, signal, redirect: "manual", ...(carriesBody && { body }) });
}

function set(headers: Headers, name: string, value: string | undefined): void {
  if (value === undefined) headers.delete(name);
  else headers.set(name, value);
}

async function read(answer: Response, { mask }: Sending, deadline: Deadline): Promise<Tried> {
  const { ok, status } = answer;
  let body: Uint8Array<ArrayBuffer> | undefined;
  try {
    body = await readBody(answer, deadline);
  } catch (thrown) {
    if (isDescopeError(thrown)) throw thrown;
    // An error whose page broke off is still that error; a success that broke off is none.
    if (ok) {
      const message = "The connection failed in the middle of the answer; the message may have been sent.";
      return { error: new DescopeError({ kind: "network", message, status, cause: safeCause(thrown, mask) }) };
    }
  }
  if (ok) {
    const fault = body === undefined ? "is too large" : isJson(body) ? undefined : "is not JSON in UTF-8";
    if (fault) {
      const message = `The body of the ${status} ${fault}; the message may have been sent.`;
      return { error: new DescopeError({ kind: "invalid-response", message, status }) };
    }
  }
  return { answer: rebuilt(answer, body) };
}

/** An empty body is for the operation to judge. */
function isJson(body: Uint8Array<ArrayBuffer>): boolean {
  try {
    return body.byteLength === 0 || parseJson(body) !== undefined;
  } catch {
    return false;
  }
}

/** The same answer with its body in memory. */
function rebuilt(answer: Response, body: Uint8Array<ArrayBuffer> | undefined): Response {
  const { status, statusText, headers, url } = answer;
  // What browsers hand out for a redirect that is not followed: status 0, which no Response can be made with.
  if (status === 0) {
    throw new DescopeError({ kind: "http", message: "A redirect, which is not followed.", status });
  }
  const copy = new Response(body?.byteLength ? body : null, { status, statusText, headers });
  return Object.defineProperty(copy, "url", { value: url });
}
