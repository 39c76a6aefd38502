import { DescopeError, type ErrorFields, type ErrorKind } from "./error.js";
import type { PlainRequest } from "./exchange.js";
import type { ClientOptions } from "./options.js";
import { causeOf, lettersOf, requestIdOf } from "./outside-text.js";

/** What is known of a call while it runs. */
export interface CallState {
  /** The project ID, and the refresh JWT if there is one: the parts of the bearer. */
  readonly tokens: string[];
  /** What the call was to send, and what it then sent: middleware may change it. */
  readonly requests: Set<PlainRequest>;
  /** Whether the last request may have been carried out. */
  mayHaveBeenSent: boolean;
  /** The last response, and what has been read of its body. */
  response: Response | undefined;
  text: string;
  /** Gives up the rest of that body and its socket. */
  giveUp: () => void;
  /** To be called at the beginning of each attempt. */
  begin(): void;
  /** Tells of the last attempt, once it is over. */
  report(kind: ErrorKind | undefined, retryInMs?: number): void;
  /** An error with all of this. The message says `what`, and whether anything was sent. */
  error(kind: ErrorKind, what: string, fields?: ErrorFields, thrown?: unknown): DescopeError;
  /** An error of kind `"network"`. */
  fail(what: string, thrown?: unknown, response?: Response): DescopeError;
}

/** The state of a call to a project. */
export function startCall(
  { projectId, onAttempt }: Pick<ClientOptions, "projectId" | "onAttempt">,
  operationId = "",
): CallState {
  const tokens = [projectId];
  let attempt = 0;
  let startedAt = Date.now();
  const requests = new Set<PlainRequest>();
  const allSent = () => [
    ...tokens,
    ...[...requests].flatMap(({ url, body, headers }) => [url, body, ...headers.values()]),
  ];
  const call: CallState = {
    tokens,
    requests,
    mayHaveBeenSent: false,
    response: undefined,
    text: "",
    giveUp: () => {},
    begin() {
      attempt++;
      startedAt = Date.now();
    },
    report(kind, retryInMs) {
      if (!onAttempt) {
        return;
      }
      const durationMs = Date.now() - startedAt;
      const event = { operationId, attempt, startedAt, durationMs, status: call.response?.status, kind, retryInMs };
      // A log that fails must not make a call fail whose message is on its way.
      (async () => onAttempt(event))().catch(() => {});
    },
    error(kind, what, fields, thrown) {
      const { mayHaveBeenSent, response } = call;
      let letters: string | undefined;
      const sent = () => (letters ??= lettersOf(allSent().join()));
      const sentence = mayHaveBeenSent ? `${what}; the message may have been sent.` : `Not sent: ${what}.`;
      const message = kind === "api" ? what : sentence;
      const requestId = requestIdOf(response?.headers, sent);
      return new DescopeError(kind, message, { mayHaveBeenSent, requestId, cause: causeOf(thrown, sent), ...fields });
    },
    fail: (what, thrown, response) => call.error("network", what, { status: response?.status }, thrown),
  };
  return call;
}
