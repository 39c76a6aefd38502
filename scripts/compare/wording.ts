import type { SchemaPair } from "./candidates.js";
import type { Kind } from "./difference.js";
import { schemasAt } from "./place.js";
import type { Counterexample, Taker } from "./search.js";
import type { Way } from "./side.js";

/** A field that only theirs lists is news, and not a value that ours happens to refuse. */
export function kindOf({ taker, keyword, place }: Counterexample, pair: SchemaPair): Kind {
  const added = taker === "theirs" && keyword === "additionalProperties" && schemasAt([pair.theirs], place).length > 0;
  return added ? "field-new" : "value";
}

/** What becomes of a witness. */
export function outcome(taker: Taker, way: Way, silent: boolean): string {
  if (silent) return "not ruled out there, not allowed by ours";
  if (way === "request") return taker === "ours" ? "accepted before, refused now" : "refused before, accepted now";
  return taker === "theirs" ? "can come now, not allowed by ours" : "could come before, comes no longer";
}

/** What differs, said of the place. */
export function message({ keyword, violation, taker, place }: Counterexample, way: Way): string {
  const lost = (way === "request") === (taker === "ours");
  if (keyword === "required") {
    if (way === "request") return lost ? "is required now" : "is required no longer";
    return lost ? "can be missing now" : "is always there now";
  }
  if (keyword === "additionalProperties") {
    const any = place.at(-1) === "*";
    if (way === "request")
      return lost ? "is refused now: not listed there" : any ? "can be any further field" : "is new there";
    return lost ? "can come now, and ours is closed" : "comes no longer: theirs is closed";
  }
  return taker === "ours" ? `theirs says it ${violation.message}` : `ours says it ${violation.message}`;
}
