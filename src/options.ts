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
   * The base of the back-off in milliseconds; default 250. Before the n-th repeat of a request that never arrived
   * passes a random time between half of and the whole of `backoffMs * 2^(n-1)`; to a `Retry-After` is added up to
   * `backoffMs`, so that the clients refused together do not come back together.
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
   * A finite number above 0. Afterwards the call resolves with kind `"timeout"`.
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

/** The longest time that a timer can be set to: 24.8 days. */
const longest = 2 ** 31 - 1;

/** The retry options with their defaults. Throws for a value out of range. */
export function readRetry(retry: ClientOptions["retry"]): Required<RetryOptions> {
  const read = { limit: 2, maxRetryAfterSeconds: 10, backoffMs: 250, ...(retry === false ? { limit: 0 } : retry) };
  for (const [name, value] of Object.entries(read)) {
    if (!(value >= 0)) throw new TypeError(`retry.${name} must be a number of 0 or more.`);
  }
  return read;
}

/** A time limit in milliseconds, cut to what a timer can carry; undefined when it is none. */
export function readTimeout(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 && value < Infinity ? Math.min(value, longest) : undefined;
}

/** The headers as given, less the two that are the client's own. Throws, without showing a value, when one is faulty. */
export function readHeaders(headers: ClientOptions["headers"]): Headers {
  try {
    return new Headers(headers);
  } catch {
    // The runtime's message quotes the value, which may be somebody's key.
    throw new TypeError("headers has a name or a value that cannot be sent.");
  }
}

const token = /^[\w.~+/=-]+$/;

/** What is wrong with the options of a call, in words that show none of their values. */
export function faultOf(options: unknown): string | undefined {
  if (options === undefined) return undefined;
  if (typeof options !== "object" || options === null) return "The options are not an object";
  const { refreshJwt, timeoutMs, signal }: { refreshJwt?: unknown; timeoutMs?: unknown; signal?: unknown } = options;
  if (refreshJwt !== undefined && !(typeof refreshJwt === "string" && token.test(refreshJwt)))
    return "refreshJwt is not a JWT";
  if (timeoutMs !== undefined && readTimeout(timeoutMs) === undefined) return "timeoutMs is not a number above 0";
  if (signal !== undefined && !(typeof signal === "object" && signal !== null && "aborted" in signal))
    return "signal is not an AbortSignal";
  return undefined;
}
