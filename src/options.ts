/** When a request that did not go through is repeated. See {@link ClientOptions.retry}. */
export interface RetryOptions {
  /** How many times at most. A whole number; default 2; 0 is none. */
  readonly limit?: number;
  /**
   * The longest `Retry-After` that is waited for, in seconds; default 10. Above it the error comes back at once, with
   * `retryAfterSeconds`.
   */
  readonly maxRetryAfterSeconds?: number;
  /**
   * The base of the back-off in milliseconds; default 250. Before the n-th repeat passes a random time of up to
   * `backoffMs * 2^(n-1)`, so that clients refused together do not come back together; after a `Retry-After` it comes
   * on top.
   */
  readonly backoffMs?: number;
}

/** Options of a client. */
export interface ClientOptions {
  /** The project's ID: letters and digits. It is the bearer of each call and, when 32 long or longer, names the region. */
  readonly projectId: string;
  /**
   * Where the API is, such as a domain of your own or a mock. Default: as the contract says for the project's region.
   * A path prefix is kept and a trailing slash ignored. `https:`, or `http:` to localhost, 127.x.x.x or [::1].
   */
  readonly baseUrl?: string;
  /**
   * How long a call may take at most, in milliseconds, repeats and the reading of the answer included; default 30000.
   * Then it resolves with kind `"timeout"`: at once for 0 or less, after 24.8 days for more than that.
   */
  readonly timeoutMs?: number;
  /**
   * Repeats of what was plainly refused (429 and 503 with a `Retry-After`) or never reached the server (name lookup
   * failed or connection refused, where the runtime tells). Nothing else is repeated, since each accepted request
   * sends a message. Default: as {@link RetryOptions} says; `false` is none.
   */
  readonly retry?: false | RetryOptions;
  /** What sends a request. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Headers for each request besides `Authorization` and `Content-Type`, which stay as they are. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call, whatever stage it is in: it resolves with kind `"aborted"`. */
  readonly signal?: AbortSignal | undefined;
  /** The signed-in user's refresh JWT, which `loginOptions.stepup` and `loginOptions.mfa` need. Default: none. */
  readonly refreshJwt?: string | undefined;
  /** As {@link ClientOptions.timeoutMs}, for this call. Default: the client's. */
  readonly timeoutMs?: number | undefined;
}

/** Parameters of a call as openapi-fetch takes them. */
export interface CallParams {
  readonly path?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
}

/** The headers as given. Throws, without showing a value, when one cannot be sent. */
export function readHeaders(headers: ClientOptions["headers"]): Headers {
  try {
    return new Headers(headers);
  } catch {
    // The runtime's message quotes the value, which may be somebody's key.
    throw new TypeError("headers: cannot be sent");
  }
}
