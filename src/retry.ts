import type { RetryOptions } from "./options.js";

/**
 * The seconds of a `Retry-After`, given in seconds or as an HTTP date; undefined when it is neither. A date is taken
 * against the answer's own `Date`, as the clocks may differ; one in the past is 0.
 */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  // Date.parse makes a date of almost anything, "-5" included.
  if (!/^[a-z]{3,9}, .+ GMT$/i.test(text)) return undefined;
  const until = Date.parse(text);
  const now = Date.parse(headers.get("date") ?? "") || Date.now();
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now) / 1000));
}

/** How many milliseconds to wait before a refused request is repeated; undefined when it must not be. */
export function waitAfterRefusal(response: Response, retry: Required<RetryOptions>): number | undefined {
  // Only these two say that nothing was done. A gateway's 500, 502, 504, 520 or 524 can come after the work.
  if (response.status !== 429 && response.status !== 503) return undefined;
  const seconds = retryAfterSeconds(response.headers);
  if (seconds === undefined || seconds > retry.maxRetryAfterSeconds) return undefined;
  return seconds * 1000 + Math.random() * retry.backoffMs;
}

/** How many milliseconds to wait before the n-th repeat (from 0) of a request that never arrived. */
export function waitAfterMiss(repeat: number, { backoffMs }: Required<RetryOptions>): number {
  return backoffMs * 2 ** repeat * (0.5 + Math.random() / 2);
}

/**
 * Whether an error says that no connection came about, so that nothing can have been sent. Node says so in a code on
 * the cause; when it tried several addresses, in one code for each of them. A runtime that does not tell gets false.
 */
export function neverArrived(thrown: unknown, depth = 0): boolean {
  if (typeof thrown !== "object" || thrown === null || depth > 5) return false;
  const { cause, code, errors }: { cause?: unknown; code?: unknown; errors?: unknown } = thrown;
  if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => neverArrived(one, depth + 1));
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN" || neverArrived(cause, depth + 1);
}
