import { DescopeError, type ErrorFields, type ErrorKind } from "./error.js";
import { type Mask, maskOf, safeCause } from "./mask.js";
import { requestIdHeaders, type Sent } from "./sent.js";

/** What is known of a call while it runs. */
export interface Trace {
  readonly sent: Sent;
  readonly mask: Mask;
  /** Whether the last request may have been carried out. */
  mayHaveBeenSent: boolean;
  /** The last response. */
  response: Response | undefined;
  /** An error that tells all of this. The message says `what`, and whether anything was sent. */
  error(kind: ErrorKind, what: string, fields?: ErrorFields, thrown?: unknown): DescopeError;
  /** An error of kind `"network"`. */
  fail(what: string, thrown?: unknown, response?: Response): DescopeError;
}

/** The trace of a call that sends these tokens. */
export function startTrace(secretFields?: readonly string[], ...tokens: string[]): Trace {
  const sent: Sent = { tokens, headers: [], json: new Set() };
  const mask = maskOf(secretFields, sent);
  const trace: Trace = {
    sent,
    mask,
    mayHaveBeenSent: false,
    response: undefined,
    error(kind, what, fields, thrown) {
      const { mayHaveBeenSent, response } = trace;
      const message = mayHaveBeenSent ? `${what}; the message may have been sent.` : `Not sent: ${what}.`;
      // Where the request was sent with a header of the same name, that is no secret and may come back.
      const [requestId] = requestIdHeaders.flatMap((name) => response?.headers.get(name) ?? []);
      const facts = { mayHaveBeenSent, requestId: requestId && mask(requestId), cause: safeCause(thrown, mask) };
      return new DescopeError(kind, message, { ...facts, ...fields });
    },
    fail: (what, thrown, response) => trace.error("network", what, { status: response?.status }, thrown),
  };
  return trace;
}
