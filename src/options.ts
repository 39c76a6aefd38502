import { type HeadersOptions, mergeHeaders } from "openapi-fetch";
import type { ErrorKind } from "./error.js";

/** An attempt to send a request, told once it is over. See {@link ClientOptions.onAttempt}. */
export interface AttemptEvent {
  /** The operation's ID, which is the name of the method. */
  readonly operationId: string;
  /** 1 for the first attempt of a call, 2 for its first retry; 0 if the call ended before anything was to be sent. */
  readonly attempt: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** How long it took until its response was read, in milliseconds. */
  readonly durationMs: number;
  /** The HTTP status; undefined if no response came. */
  readonly status: number | undefined;
  /** The kind of the error; undefined for a success. */
  readonly kind: ErrorKind | undefined;
  /** In how many milliseconds the next attempt of the same call begins; undefined for the last one. */
  readonly retryInMs: number | undefined;
}

/** When a request that did not go through is sent again. See {@link ClientOptions.retry}. */
export interface RetryOptions {
  /** How many retries at most. A whole number; default 2; 0 for none. */
  readonly limit?: number | undefined;
  /**
   * The longest `Retry-After` that the client waits for, in seconds; default 10. Above it the call fails at once, with
   * `retryAfterSeconds` in its error.
   */
  readonly maxRetryAfterSeconds?: number | undefined;
  /**
   * The base of the back-off in milliseconds; default 250. The n-th retry waits a random time of up to
   * `backoffMs * 2^(n-1)`, so that clients refused together do not return together; a `Retry-After` is waited for
   * first.
   */
  readonly backoffMs?: number | undefined;
}

/** Headers, by name or as pairs. One whose value is `undefined` is not sent. */
type HeaderOptions =
  | Headers
  | Readonly<Record<string, string | undefined>>
  | Iterable<readonly [name: string, value: string]>;

/** Options of a client. An option that is `undefined` has its default. */
export interface ClientOptions {
  /** The project's ID: letters and digits. It is the bearer of each call and, when 32 long or longer, names the region. */
  readonly projectId: string;
  /**
   * Where the API is, such as a domain of your own or a mock. Default: as the contract says for the project's region.
   * A path prefix is kept and a trailing slash ignored. `https:`, or `http:` to localhost, 127.x.x.x, [::1] and the
   * hosts of `allowHttp`.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Hosts that `baseUrl` may name with `http:`, such as a mock's in a network of containers: `["mock"]`. Everybody on
   * the way to them can read the login IDs and the tokens that are sent. Default: none.
   */
  readonly allowHttp?: readonly string[] | undefined;
  /**
   * How long a call may take at most, in milliseconds, retries and the reading of the response included; default 30000.
   * Then it resolves with kind `"timeout"`: at once for 0 or less, after 24.8 days for more than that.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Retries of requests that were plainly refused (429 and 503 with a `Retry-After`) or never reached the server (name
   * lookup failed or connection refused, if the runtime tells). No other is sent again, since each accepted request
   * sends a message. Default: as {@link RetryOptions} says; `false` for none.
   */
  readonly retry?: false | RetryOptions | undefined;
  /**
   * Sends a request: any implementation of `fetch`, or a function around one. Pass both arguments on; `init` has
   * method, headers, body and signal. Default: the global `fetch`, looked up at each call.
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * Called after each attempt of a method to send its request, for logs, metrics and traces. It holds nothing secret.
   * The call does not wait for it, and ignores what it throws. Default: none.
   */
  readonly onAttempt?: ((event: AttemptEvent) => void) | undefined;
  /** Headers for each request besides `Authorization` and `Content-Type`, which stay as they are. Default: none. */
  readonly headers?: HeaderOptions | undefined;
}

/** Options of one call. An option that is `undefined` has its default. */
export interface CallOptions {
  /** Ends the call, whatever stage it is in: it then fails with kind `"aborted"`. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** The signed-in user's refresh JWT, which `loginOptions.stepup` and `loginOptions.mfa` need. Default: none. */
  readonly refreshJwt?: string | undefined;
  /** As {@link ClientOptions.timeoutMs}, for this call. Default: the client's. */
  readonly timeoutMs?: number | undefined;
  /** As {@link ClientOptions.headers}, for this call, such as a trace ID; they go before the client's. Default: none. */
  readonly headers?: HeaderOptions | undefined;
}

/** Parameters of a call in openapi-fetch's form. */
export interface CallParams {
  readonly path?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
}

/** Options of a call that the contract may give parameters. */
export interface EngineCallOptions extends CallOptions {
  readonly params?: CallParams | undefined;
}

/** Makes the error for an option that cannot be used. It never sees the value, which may be somebody's secret. */
export type Fail = (what: string) => Error;

/** All of these headers, of which later ones replace earlier ones. Throws if one of them cannot be sent. */
export function readHeaders(fail: Fail, ...headers: (HeaderOptions | CallParams["header"])[]): Headers {
  try {
    // Which turns whatever it is given into text, but looks for names alone.
    return mergeHeaders(...headers.map(byName));
  } catch {
    throw fail("headers must be names and values without line breaks");
  }
}

function byName(headers: HeaderOptions | CallParams["header"] = {}): HeadersOptions {
  return (Symbol.iterator in headers ? Object.fromEntries(headers) : headers) as HeadersOptions;
}

/** Throws unless each of these is a number that is not less than `least`. */
export function checkNumbers(values: Readonly<Record<string, unknown>>, fail: Fail, least = 0): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(typeof value === "number" && value >= least)) {
      throw fail(`${name} must be a number${least === 0 ? ", 0 or more" : ""}`);
    }
  }
}

/** A value as JSON; undefined if JSON knows no such thing. Throws for a cycle or a bigint. */
export function inJson(value: unknown, fail: Fail): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    throw fail("the body cannot be written as JSON");
  }
}
