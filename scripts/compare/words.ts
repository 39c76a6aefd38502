import { isObject, isStrings, type Json } from "../../contract-tests/model/json.js";
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

/** A difference, as far as words depend on it. */
interface Told extends Omit<News, "why"> {
  readonly isRequest: boolean;
  readonly isBreaking: boolean;
  /** Whether it may break. */
  readonly isLost: boolean;
}

/** The difference, in one clause. */
export function messageOf({ kind, news, part, verdict }: Difference): string {
  const { why, ...rest } = news;
  const [isBreaking, isLost] = [verdict === "breaking", verdict !== "compatible"];
  const told = { ...rest, isRequest: directionOf(part) === "request", isBreaking, isLost };
  const change = kind.replace(/^(?:request|response)-/, "");
  const [, limit, way] = /^(.+)-(tightened|loosened)$/.exec(change) ?? [];
  const suffix = /(?:added|removed|became-required|became-optional|deprecated|style-changed)$/.exec(change)?.[0] ?? "";
  const say = sentences[change] ?? sentences[suffix];
  const text = limit === undefined ? say?.(told) : ofLimit(limit, way === "tightened", told);
  return [text, typeof why === "string" ? (whys[why] ?? why) : ""].filter(Boolean).join("; ");
}

/** Why a difference is undecided, by the name that its data has for it. */
const whys: Readonly<Record<string, string>> = {
  "no-inner": "neither a value that shows it nor a proof that there is none was found",
  "no-outer": "no value that holds one which shows it was found",
  taken: "each value that was tried is accepted all the same",
  tag: "whether the tag comes, no schema says",
};

const nowNot = ({ ours, theirs }: Told) => `${shown(theirs)} now, not ${shown(ours)}`;
const nowBefore = ({ name, ours, theirs }: Told) =>
  `${shown(name ?? "default")} now: ${shown(theirs ?? "none")}; before: ${shown(ours ?? "none")}`;

/** The sentence for a change, by the end of its kind. */
const sentences: Readonly<Record<string, (told: Told) => string>> = {
  "operation-removed": () => "is gone: neither its path nor its operationId is there",
  "operation-method-changed": (told) => `is called by ${nowNot(told)}`,
  "operation-path-changed": (told) => `is at ${nowNot(told)}`,
  "security-changed": ({ ours, theirs, isBreaking, isLost }) => {
    const unclear = `needs ${shown(theirs)} now, which cannot be compared with ${shown(ours)}`;
    const lost = isBreaking ? `needs ${shown(theirs)} now, not ${shown(ours)}` : unclear;
    return isLost ? lost : `now: ${shown(theirs)}; before: ${shown(ours)}`;
  },
  "parameter-renamed": (told) => `is called ${nowNot(told)}`,
  "operation-id-changed": (told) => `is called ${nowNot(told)}`,
  "servers-changed": ({ ours, theirs }) => `now: ${listed(theirs, shown)}; before: ${listed(ours, shown)}`,
  "security-removed": ({ ours, theirs }) =>
    theirs === undefined ? "no security is documented now" : `does not need ${shown(ours)} now`,
  "paths-prefix-changed": ({ ours, theirs }) =>
    theirs === undefined
      ? `leave out ${shown(ours)} now, and no server is named that could put it there`
      : `are behind ${shown(theirs)} now: set it in the base URL`,
  "status-moved": ({ theirs }) => `comes as ${shown(theirs)} now`,
  "status-removed": () => "is not documented now",
  "body-removed": ({ isRequest }) => (isRequest ? "is gone: no body is accepted" : "no body is documented now"),
  "media-type-removed": ({ ours, theirs }) => `${shown(ours)} is gone, now it is ${shown(theirs)}`,
  "media-type-added": ({ theirs }) => `${shown(theirs)} is new`,
  "schema-removed": () => "has no schema now",
  "type-changed": ({ ours, theirs }) => `is ${typesText(theirs)} now, not ${typesText(ours)}`,
  "field-added": (told) =>
    told.isBreaking && !told.isRequest ? "is new, and no further fields were allowed before" : isNew(told),
  "field-default-changed": nowBefore,
  "field-became-one-way": ({ isRequest }) =>
    isRequest ? "is `readOnly` now: not to be sent" : "is `writeOnly` now: does not come",
  "content-changed": nowBefore,
  "encoding-changed": nowBefore,
  "style-changed": nowBefore,
  "discriminator-changed": ofTags,
  added: isNew,
  removed: ({ isRequest, isBreaking }) => {
    const lost = isRequest ? "refused now" : "can be missing now";
    const lesser = isRequest ? "is gone: accepted, perhaps ignored" : "is gone";
    return isBreaking ? `is gone: ${lost}` : lesser;
  },
  "became-required": ({ isRequest }) => (isRequest ? "is required now" : "always comes now"),
  "became-optional": ({ isRequest }) => (isRequest ? "is required no longer" : "can be missing now"),
  deprecated: () => "is deprecated now",
};

function isNew({ required, isRequest }: Told): string {
  return required === true ? `is new and ${isRequest ? "required" : "always comes"}` : "is new";
}

function ofTags({ name, ours, theirs, values, isRequest, isLost }: Told): string {
  const [lost, gained] = isRequest
    ? ["is not a tag any more", "is a tag now"]
    : ["can come as a tag now", "comes as a tag no longer"];
  switch (name) {
    case "field":
      return `${quoted(theirs)} tells the variants apart now, not ${quoted(ours)}`;
    case "moved":
      return `${listed(values)} is the tag of another variant now`;
    case "tags":
      return `${listed(values)} ${isLost ? lost : gained}`;
    default:
      return theirs === undefined ? "has no discriminator now" : "has a discriminator now";
  }
}

/** The subject of a schema's stricter or laxer demand. */
function ofLimit(limit: string, isTightened: boolean, { ours, theirs, values, name, silent, isRequest }: Told): string {
  if (values !== undefined) {
    const [less, more] = isRequest ? ["is not accepted now", "is accepted now"] : ["comes no longer", "can come now"];
    return `${limit === "variants" ? listed(values, shown) : listed(values)} ${isTightened ? less : more}`;
  }
  if (limit === "further-fields") {
    const fields = name === undefined ? "further fields" : `fields named ${shown(name)}`;
    return `${fields} ${isTightened ? "are not" : "are"} ${isRequest ? "accepted" : "sent"} now`;
  }
  const said = (value: Json | undefined) => (value === undefined ? "no such limit" : (phrases[limit] ?? shown)(value));
  return `${silent === true ? "not documented now" : `now: ${said(theirs)}`}; before: ${said(ours)}`;
}

const orMore = (things: string) => (value: Json) => `${shown(value)} or more ${things}`.trim();
const orFewer = (things: string) => (value: Json) => `${shown(value)} or fewer ${things}`;

const phrases: Readonly<Record<string, (value: Json) => string>> = {
  type: typesText,
  enum: (values) => `one of ${listed(values)}`,
  variants: (value) => (Array.isArray(value) ? listed(value, shown) : shown(value)),
  format: (value) => `format ${quoted(value)}`,
  pattern: (value) => `pattern "${shown(value)}"`,
  "min-length": orMore("characters"),
  "max-length": orFewer("characters"),
  minimum: (value) => (isObject(value) ? `more than ${shown(value.than)}` : orMore("")(value)),
  maximum: (value) => (isObject(value) ? `less than ${shown(value.than)}` : `${shown(value)} or less`),
  "multiple-of": (value) => `a multiple of ${shown(value)}`,
  items: () => "no items there",
  "min-items": orMore("items"),
  "max-items": orFewer("items"),
  "unique-items": () => "no item twice",
  contains: (value) => `items that \`contains\` asks for: ${shown(value)}`,
  "min-properties": orMore("fields"),
  "max-properties": orFewer("fields"),
  "property-names": (value) => `fields are named as ${shown(value)} says`,
  dependencies: (value) => `fields that go together: ${shown(value)}`,
  not: (value) => `anything but ${shown(value)}`,
  condition: (value) => `what holds if ${shown(value)}`,
};

function typesText(types: Json | undefined): string {
  const list = isStrings(types) ? types : [];
  return list.length === 0 || list.length > 5 ? "anything" : list.join(" or ");
}

/** At most so much of a value is quoted: what it is can be looked up. */
const longest = 120;

function shown(value: Json | undefined): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function quoted(value: Json | undefined): string {
  return shown(JSON.stringify(value) ?? "");
}

/** The first few of some values, and how many there are besides. */
function listed(values: Json | undefined, say: (value: Json) => string = quoted): string {
  const list = Array.isArray(values) ? values : [];
  const rest = list.length > 5 ? [`${list.length - 4} more`] : [];
  return [...list.slice(0, rest.length > 0 ? 4 : 5).map(say), ...rest].join(", ");
}

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
export type Effect = "does not compile" | "compiles and fails at run time" | "is refused by the provider";

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
