import { field } from "./judge.js";

/**
 * The seconds of a `Retry-After`, given in seconds or as an HTTP date; undefined when it is neither. A date in the past
 * is 0.
 */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get("retry-after") ?? "";
  if (/^\d{1,15}$/.test(text)) return Number(text); // more digits than a number can hold are illegible
  // Date.parse makes a date of almost anything, "-5" included.
  if (!/:\d\d GMT$/.test(text)) return undefined;
  const seconds = Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** After how many seconds a refused request may be repeated; undefined when it must not be. */
export function repeatableAfter({ status, headers }: Response, most: number): number | undefined {
  const seconds = retryAfterSeconds(headers);
  // Only these two say that nothing was done. A gateway's 500, 502, 504, 520 or 524 can come after the work.
  return (status === 429 || status === 503) && seconds !== undefined && seconds <= most ? seconds : undefined;
}

/**
 * Whether an error says that no connection came about, so that nothing can have been sent. Node says so in a code on
 * the cause; when it tried several addresses, in one code for each of them. A runtime that does not tell gets false.
 */
export function neverArrived(thrown: unknown): boolean {
  const cause = field(thrown, "cause") ?? thrown;
  const each = field(cause, "errors");
  return (Array.isArray(each) && each.length ? each : [cause]).every((one) =>
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(`${field(one, "code")}`),
  );
}
