import type { JsonObject } from "../model/json.js";

let kept: { readonly make: () => JsonObject; readonly document: JsonObject } | undefined;

/**
 * A document that is made again only when another one was made in between. One is used several times while its mutant
 * is measured, and hundreds of them would be kept otherwise.
 */
export function latest(make: () => JsonObject): () => JsonObject {
  return () => {
    if (kept?.make !== make) {
      kept = { make, document: make() };
    }
    return kept.document;
  };
}
