import type { DescopeError, ErrorCode, ErrorKind } from "./error.js";

// Fields are replaced, not intersected: editors would show each code as often as there are kinds.
type Of<Kind extends ErrorKind, Fields = unknown> = Omit<DescopeError, "kind" | keyof Fields> & {
  readonly kind: Kind;
} & Fields;

/** A {@link DescopeError} by its kind: once `kind` is checked, the types know which fields are there. */
export type Failure =
  | Of<"api", { readonly code: ErrorCode; readonly status: number }>
  | Of<"http" | "invalid-response", { readonly status: number }>
  | Of<"network" | "timeout" | "aborted">;

/** The result of a call, which never rejects. `data` is there once `ok`, or `error`, has been checked. */
export type Result<Data> =
  | {
      readonly ok: true;
      /** The body of the response, with all that the contract requires of it; `undefined` if it documents none. */
      readonly data: Data;
      /** The response, for its status and headers. Its body has been read. */
      readonly response: Response;
      readonly error?: undefined;
    }
  | {
      readonly ok: false;
      readonly error: Failure;
      /** The response to the last attempt, if one came: `await response.text()` has the server's own words. */
      readonly response?: Response;
      readonly data?: undefined;
    };
