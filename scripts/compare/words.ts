import { isStrings, type Json } from "../../contract-tests/model/json.js";
import { type Difference, directionOf, type News, type Part } from "./difference.js";
import { kinds } from "./kinds.js";

/** The part of an operation that a difference is in, and the field, in words. */
export function whereOf({ part, field }: Pick<Difference, "part" | "field">): string {
  return field.length === 0 ? partName(part) : `${partName(part)}: ${field.join(".")}`;
}

function partName({ of, in: place, name = "", status = "", our }: Part): string {
  if (of === "parameter") {
    return `${place} parameter ${name}`;
  }
  const named = our === undefined ? status : `${status} (our ${our})`;
  return of.startsWith("response") ? `response ${named}${of.slice("response".length)} ${name}`.trim() : of;
}

/** A difference in a line, such as `request body: loginOptions.customClaims.*: is string now, not number`. */
export function lineOf(one: Difference): string {
  return `${whereOf(one)}: ${messageOf(one)}`;
}

/** The difference, in one clause. */
export function messageOf({ kind, news, part, verdict }: Difference): string {
  const { why, ...rest } = news;
  const [isBreaking, isLost] = [verdict === "breaking", verdict !== "compatible"];
  const told = { ...rest, isRequest: directionOf(part) === "request", isBreaking, isLost };
  const reason = typeof why === "string" ? (whys[why] ?? why) : "";
  return [kinds.get(kind)?.say(told), reason].filter(Boolean).join("; ");
}

/** Why a difference is undecided, by the name that its data has for it. */
const whys: Readonly<Record<string, string>> = {
  "no-inner": "neither a value that shows it nor a proof that there is none was found",
  "no-outer": "no value that holds one which shows it was found",
  taken: "each value that was tried is accepted all the same",
  tag: "whether the tag comes, no schema says",
};

/** The fate of a difference's witness. */
export function fateOf({ kind, part, verdict, news }: Difference): string {
  if (/-(?:style|content|encoding|discriminator)-changed$/.test(kind)) {
    return "read otherwise now";
  }
  if (verdict === "undecided" || news.silent === true) {
    return "not ruled out now, not allowed before";
  }
  if (directionOf(part) === "request") {
    return verdict === "breaking" ? "accepted before, refused now" : "refused before, accepted now";
  }
  const isLost = /-(?:media-type|status)-removed$/.test(kind);
  const isMore = verdict === "breaking" || kind.endsWith("-added");
  return isMore && !isLost ? "can come now, not allowed before" : "could come before, comes no longer";
}

/** The effect of a breaking difference on code that uses the client which is generated from ours. */
type Effect = "does not compile" | "compiles and fails at run time" | "is refused by the provider";

/** Code does not compile if the types that are generated from theirs show the difference to it. */
export function effectOf({ kind, part, verdict, news, untyped }: Difference): Effect | undefined {
  if (verdict !== "breaking") {
    return undefined;
  }
  if (kinds.get(kind)?.typed === true && !untyped && !isUntyped(news)) {
    return "does not compile";
  }
  return directionOf(part) === "request" ? "is refused by the provider" : "compiles and fails at run time";
}

/** Whole numbers and others are one type to the compiler. */
function isUntyped({ ours, theirs }: News): boolean {
  const typed = (value: Json | undefined) =>
    isStrings(value) ? [...new Set(value.map((one) => (one === "integer" ? "number" : one)))].sort().join() : undefined;
  return typed(ours) !== undefined && typed(ours) === typed(theirs);
}
