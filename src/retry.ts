import type { CallState } from "./call-state.js";
import { field, quietly } from "./json.js";

/**
 * The seconds of a `Retry-After`, given in seconds or as an HTTP date; undefined when it is neither. A date in the past
 * is 0.
 */
export function retryAfterSeconds(call: CallState): number | undefined {
  const text = call.header("retry-after");
  // More digits than a number can hold are illegible. Date.parse makes a date of almost anything, "-5" included. C's
  // asctime, which HTTP allows, names no time zone.
  const date = /^[A-Z][a-z]{2}.*:\d\d( \d{4}| GMT)$/.test(text) ? text.replace(/( GMT)?$/, " GMT") : "";
  const seconds = /^\d{1,15}$/.test(text) ? Number(text) : Math.ceil((Date.parse(date) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** Whether a status means that the work was not done. A gateway's 500, 502, 504, 520 or 524 can come after the work. */
export function plainlyRefused(status: number): boolean {
  return status === 429 || status === 503;
}

/** The marks of an error for a connection that was not made, so that the request cannot have left. */
type Unconnected = "passing" | "lasting";

/**
 * Whether an error says that no connection was made, and whether another attempt may find one. Node says so on the
 * cause; when it tried several addresses, on one error for each of them. A runtime that does not tell gets undefined.
 */
export const unconnected = (thrown: unknown) => quietly(() => connectionOf(thrown));

function connectionOf(thrown: unknown): Unconnected | undefined {
  const cause = field(thrown, "cause") ?? thrown;
  const errors = field(cause, "errors");
  const each = (Array.isArray(errors) && errors.length ? errors : [cause]).map((one) =>
    ["syscall", "code", "message"].map((name) => field(one, name)).join(),
  );
  if (each.every((one) => passing.test(one))) {
    return "passing";
  }
  return each.every((one) => passing.test(one) || lasting.test(one)) ? "lasting" : undefined;
}

/** The host does not listen, or cannot be found. "client error" is Deno's, "ConnectionRefused" Bun's. */
const passing =
  /^(connect|getaddrinfo),|^\w*,(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|\w+_CONNECT_TIMEOUT|ConnectionRefused),|client error \(Connect\)/;

/** A certificate that is not to be trusted, or no TLS at all; a port that `fetch` blocks. "are blocked" is Deno's. */
const lasting = /^\w*,(\w*CERT\w*|UNABLE_TO\w+|\w+WRONG_VERSION\w+),|,bad port$|port \d+ are blocked$/;
