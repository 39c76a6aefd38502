import { field } from "./json.js";

/**
 * The seconds of a `Retry-After`, given in seconds or as an HTTP date; undefined when it is neither. A date in the past
 * is 0.
 */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get("retry-after") ?? "";
  if (/^\d{1,15}$/.test(text)) {
    return Number(text); // more digits than a number can hold are illegible
  }
  // Date.parse makes a date of almost anything, "-5" included.
  if (!/:\d\d GMT$/.test(text)) {
    return undefined;
  }
  const seconds = Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** How many seconds to wait before sending a refused request again: none where there was no connection. */
export function secondsUntilRetry(response: Response | undefined): number {
  return response ? (retryAfterSeconds(response.headers) ?? Infinity) : 0;
}

/** Whether a status says that nothing was done. A gateway's 500, 502, 504, 520 or 524 can come after the work. */
export function plainlyRefused(status: number): boolean {
  return status === 429 || status === 503;
}

/**
 * Whether an error says that no connection was made, so that nothing can have been sent. Node says so on the cause;
 * when it tried several addresses, on one error for each of them. A runtime that does not tell gets false.
 */
export function neverArrived(thrown: unknown): boolean {
  const cause = field(thrown, "cause") ?? thrown;
  const each = field(cause, "errors");
  return (Array.isArray(each) && each.length ? each : [cause]).every((one) =>
    neverArrives.test(`${field(one, "syscall")},${field(one, "code")},${field(one, "message")}`),
  );
}

/**
 * Nobody there, or not to be found; a certificate that is not to be trusted, or no TLS at all; a port that `fetch`
 * blocks. "client error" and "are blocked" are Deno's, "ConnectionRefused" Bun's.
 */
const neverArrives =
  /^(connect|getaddrinfo),|^\w+,(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|\w+_CONNECT_TIMEOUT|ConnectionRefused|\w*CERT\w*|UNABLE_TO\w+|\w+WRONG_VERSION\w+),|,bad port$|port \d+ are blocked$|client error \(Connect\)/;
