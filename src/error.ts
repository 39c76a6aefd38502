import type { KnownErrorCode } from "../generated/operations.js";
import { quietly } from "./json.js";

/**
 * What went wrong, and so what can be done about it:
 *
 * - `"api"`: the server refused, with a documented error body. Branch on `code`.
 * - `"http"`: a response other than 2xx without such a body, as gateways give.
 * - `"invalid-response"`: a 2xx that breaks the contract.
 * - `"network"`: no whole response came, or the request could not be made; `message` says which.
 * - `"timeout"`: no whole response within `timeoutMs`.
 * - `"aborted"`: the call's `signal` ended it.
 *
 * Whether the message may have gone out all the same is in `mayHaveBeenSent`.
 */
export type ErrorKind = "api" | "http" | "invalid-response" | "network" | "timeout" | "aborted";

/** A code of the server's: the known ones autocomplete, any other still fits. */
export type ErrorCode = KnownErrorCode | (string & Record<never, never>);

/** The fields of a {@link DescopeError} besides its kind and message. */
export interface ErrorFields {
  /** Default: `true`, as it is the careful one. */
  readonly mayHaveBeenSent?: boolean;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly description?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly requestId?: string | undefined;
  /** Made by this package: a cause from elsewhere may hold anything. */
  readonly cause?: Error | undefined;
}

// A registered symbol is the same in every realm and in every copy of this package; `instanceof` is not.
const brand = Symbol.for("descope-links");

/**
 * Why a call failed. It never carries text of the request or of the response, however it is printed: only a code of the
 * contract's pattern, numbers, and a request ID of the server's own. Fields that do not apply are absent. What the
 * server says, word for word, is in `await result.response.text()`.
 */
export class DescopeError extends Error {
  /** What went wrong. */
  declare readonly kind: ErrorKind;
  /**
   * Whether the request may have been carried out, so that a message may be on its way. `false` only if it is certain
   * that it was not: no request left, no connection was made, or the server refused. Sending again is safe then.
   */
  declare readonly mayHaveBeenSent: boolean;
  /** The server's error code. With kind `"api"` only, and always then. */
  declare readonly code?: ErrorCode;
  /** The HTTP status. Absent if no response came. */
  declare readonly status?: number;
  /**
   * The meaning of the code, in the contract's words. With kind `"api"` only, and absent for a code that it does not
   * explain.
   */
  declare readonly description?: string;
  /** How many seconds the server asks to wait before the next request. Absent if it does not say, or not legibly. */
  declare readonly retryAfterSeconds?: number;
  /**
   * The name that the response gives the request, for the vendor's support. Absent if no header has one, or it only
   * repeats the request.
   */
  declare readonly requestId?: string;

  constructor(kind: ErrorKind, message: string, { cause, ...fields }: ErrorFields = {}) {
    super(message, cause && { cause });
    Object.assign(this, { kind, mayHaveBeenSent: true });
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) {
        Object.assign(this, { [name]: value });
      }
    }
  }

  /** The error for a log in JSON: the message and the causes too, which `JSON.stringify` leaves out of other errors. */
  toJSON(): object {
    return plain(this);
  }

  /** @internal */
  get [brand](): true {
    return true;
  }
}

// On the prototype, so that it does not show among an error's own fields and `stack` begins with it; and outside the
// class, since esbuild renames a class that names itself, and then Node prints the other name.
DescopeError.prototype.name = "DescopeError";

function plain(error: Error): object {
  const { name, message, cause } = error;
  return Object.assign({ name, message }, error, cause instanceof Error && { cause: plain(cause) });
}

/** Whether a value is a {@link DescopeError}, also one of another realm or of another copy of this package. */
export function isDescopeError(value: unknown): value is DescopeError {
  // Object makes an object of whatever cannot have a brand; a revoked Proxy throws.
  return quietly(() => brand in Object(value)) ?? false;
}
