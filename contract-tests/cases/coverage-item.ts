import type { Json } from "../model/json.js";
import { placeKey } from "../schema/wants.js";

/** One thing of a contract that a case can cover. A `schemaPath` is like `Node.at`. */
export type CoverageItem =
  /** A documented response came, as documented. */
  | { readonly kind: "status"; readonly status: string }
  /** An error that came for the cause of its example. */
  | { readonly kind: "cause"; readonly status: string; readonly cause: string }
  /** Any documented success came. */
  | { readonly kind: "success" }
  /** A field that came in a response. */
  | { readonly kind: "response-field"; readonly schemaPath: readonly string[] }
  /** A field or parameter was sent, or left out. */
  | { readonly kind: "sent" | "left-out"; readonly schemaPath: readonly string[] }
  /** A listed value was sent. */
  | { readonly kind: "value"; readonly schemaPath: readonly string[]; readonly value: Json }
  /** A value at the right side of a bound was sent; or a keyword was broken. */
  | { readonly kind: "edge" | "broken"; readonly schemaPath: readonly string[] }
  /** A way of having no credentials was tried. */
  | { readonly kind: "credentials"; readonly form: string };

/** A text that two of these share only if they are the same. */
export function coverageKey(one: CoverageItem): string {
  switch (one.kind) {
    case "status":
      return `status ${one.status}`;
    case "cause":
      return `cause ${one.status} ${one.cause}`;
    case "success":
      return "success";
    case "credentials":
      return `credentials ${one.form}`;
    default:
      return placeKey(one);
  }
}
