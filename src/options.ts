import { type HeadersOptions, mergeHeaders } from "openapi-fetch";

/** What is known of a request that is about to be sent again. */
export interface RetryEvent {
  /** Which retry of the call this is: 1 for the first. */
  readonly retry: number;
  /** How long the client waits before it, in milliseconds. */
  readonly delayMs: number;
  /** The status of the response that refused the request before; undefined where no connection could be made. */
  readonly status: number | undefined;
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
  /** Called before each wait, for logs and metrics. If it throws, the call fails with kind `"network"`. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** Headers, by name. One whose value is `undefined` is not sent. */
export type HeaderOptions = Headers | Readonly<Record<string, string | undefined>>;

/** Options of a client. An option that is `undefined` has its default. */
export interface ClientOptions {
  /** The project's ID: letters and digits. It is the bearer of each call and, when 32 long or longer, names the region. */
  readonly projectId: string;
  /**
   * Where the API is, such as a domain of your own or a mock. Default: as the contract says for the project's region.
   * A path prefix is kept and a trailing slash ignored. `https:`, or `http:` to localhost, 127.x.x.x or [::1].
   */
  readonly baseUrl?: string | undefined;
  /**
   * How long a call may take at most, in milliseconds, retries and the reading of the response included; default 30000.
   * Then it resolves with kind `"timeout"`: at once for 0 or less, after 24.8 days for more than that.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Retries of what was plainly refused (429 and 503 with a `Retry-After`) or never reached the server (name lookup
   * failed or connection refused, where the runtime tells). Nothing else is sent again, since each accepted request
   * sends a message. Default: as {@link RetryOptions} says; `false` for none.
   */
  readonly retry?: false | RetryOptions | undefined;
  /**
   * What sends a request: any implementation of `fetch`, or a function around one. Pass both arguments on; `init` has
   * method, headers, body and signal. Default: the global `fetch`, looked up at each call.
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
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

/** Parameters of a call as openapi-fetch takes them. */
export interface CallParams {
  readonly path?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
}

/** Options of a call that the contract may give parameters. */
export interface EngineCallOptions extends CallOptions {
  readonly params?: CallParams | undefined;
}

/** Makes the error for what cannot be used. It is never told a value, which may be somebody's secret. */
export type Fail = (what: string) => Error;

/** All of these headers, of which later ones replace earlier ones. Throws where one of them cannot be sent. */
export function readHeaders(fail: Fail, ...headers: (HeaderOptions | CallParams["header"])[]): Headers {
  try {
    return mergeHeaders(...(headers as HeadersOptions[])); // which turns whatever it is given into text
  } catch {
    throw fail("The headers hold what cannot be sent");
  }
}

/** Throws unless each of these is a number or left out. */
export function checkNumbers(values: Readonly<Record<string, unknown>>, fail: Fail): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && (typeof value !== "number" || Number.isNaN(value))) {
      throw fail(`${name} must be a number`);
    }
  }
}

/** A value as JSON; undefined where JSON knows no such thing. Throws for a cycle or a bigint. */
export function inJson(value: unknown, fail: Fail): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    throw fail("The body cannot be written as JSON");
  }
}
