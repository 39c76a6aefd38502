import { DescopeError, type ErrorFields, type ErrorKind } from "./error.js";
import type { PlainRequest } from "./exchange.js";
import { quietly } from "./json.js";
import type { ClientOptions } from "./options.js";
import { allowed, causeOf, lettersOf } from "./outside-text.js";
import { plainlyRefused, retryAfterSeconds } from "./retry.js";

/** The state of a call while it runs. */
export interface CallState {
  /** The project ID, and the refresh JWT if there is one: the parts of the bearer. */
  readonly tokens: string[];
  /** The text to send, and the text sent: middleware may change it. */
  readonly requests: Set<PlainRequest>;
  /** Whether the last request may have been carried out. */
  mayHaveBeenSent: boolean;
  /** The response to the last attempt, its status, which is read once, and the part of its body read so far. */
  response: Response | undefined;
  status: number;
  text: string;
  /** Gives up the rest of that body and its socket. */
  giveUp: () => void;
  /** To be called at the beginning of each attempt. */
  begin(): void;
  /** Notes a response. Throws if it is none. */
  receive(response: Response): void;
  /** Whether the response is a success. */
  ok(): boolean;
  /** A header of the response; empty if there is none. */
  header(name: string): string;
  /** Tells of the last attempt, once it is over. */
  report(kind: ErrorKind | undefined, retryInMs?: number): void;
  /** An error with all of this. The message says `what`, and whether anything was sent. */
  error(kind: ErrorKind, what: string, thrown?: unknown, fields?: ErrorFields): DescopeError;
  /** The thrown value, if it was made here; else an error of kind `"network"`. */
  fail(what: string, thrown?: unknown): DescopeError;
}

/** Where servers and gateways say what they call a request, the most telling first. */
const requestIdHeaders = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];

/** The errors made here. Anybody else may put anything into one. */
const made = new WeakSet<object>();
const isOwn = (thrown: unknown): thrown is DescopeError => made.has(Object(thrown));

/** The state of a call to a project. */
export function startCall(
  { projectId, onAttempt }: Pick<ClientOptions, "projectId" | "onAttempt">,
  operationId = "",
): CallState {
  let attempt = 0;
  let startedAt = Date.now();
  const call: CallState = {
    tokens: [projectId],
    requests: new Set(),
    mayHaveBeenSent: false,
    response: undefined,
    status: 0,
    text: "",
    giveUp() {},
    begin() {
      attempt++;
      startedAt = Date.now();
      call.response = undefined;
      call.mayHaveBeenSent = true;
    },
    receive(response) {
      const { status, headers } = response;
      if (!Number.isInteger(status) || !headers.get) {
        throw call.fail("fetch must give a Response");
      }
      Object.assign(call, { response, status, text: "", giveUp() {} });
      call.mayHaveBeenSent &&= !plainlyRefused(status);
    },
    ok: () => call.status >= 200 && call.status < 300,
    header(name) {
      const value: unknown = quietly(() => call.response?.headers.get(name));
      return typeof value === "string" ? value : "";
    },
    report(kind, retryInMs) {
      if (onAttempt) {
        const status = call.response && call.status;
        const event = { operationId, attempt, startedAt, durationMs: Date.now() - startedAt, status, kind, retryInMs };
        // A log that fails must not make a call fail whose message is on its way.
        (async () => onAttempt(event))().catch(() => {});
      }
    },
    error(kind, what, thrown, fields) {
      const { mayHaveBeenSent, response, text } = call;
      let letters: string | undefined;
      const sent = () => (letters ??= lettersOf(sentBy(call)));
      const sentence = mayHaveBeenSent ? `${what}; the message may have been sent.` : `Not sent: ${what}.`;
      const ids = requestIdHeaders.map((name) => allowed(call.header(name), /^[\w-]{8,64}$/, sent, 6));
      const error = new DescopeError(kind, kind === "api" ? what : sentence, {
        mayHaveBeenSent,
        requestId: ids.find(Boolean),
        ...(response && { status: call.status, retryAfterSeconds: retryAfterSeconds(call) }),
        cause: causeOf(thrown, () => sent() + lettersOf(text)),
        ...fields,
      });
      made.add(error);
      return error;
    },
    fail: (what, thrown) => (isOwn(thrown) ? thrown : call.error("network", what, thrown)),
  };
  return call;
}

/** The bearer is among the headers. */
function sentBy({ requests }: CallState): string {
  return [...requests].map(({ url, body, headers }) => [url, body, ...headers]).join();
}
