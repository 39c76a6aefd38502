import { isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";

/** The data of a difference, and what words depend on besides: its direction, and whether it breaks, or may break. */
type Told = Readonly<JsonObject> & Readonly<Record<"isRequest" | "isBreaking" | "isLost", boolean>>;

/** A clause for a difference, and one for the value of a limit. */
export type Say = (told: Told) => string;
export type Phrase = (value: Json) => string;

export const gone: Say = () => "is gone: neither its path nor its operationId is there";
export const deprecated: Say = () => "is deprecated now";
export const required: Say = ({ isRequest }) => (isRequest ? "is required now" : "always comes now");
export const optional: Say = ({ isRequest }) => (isRequest ? "is required no longer" : "can be missing now");
export const oneWay: Say = ({ isRequest }) =>
  isRequest ? "is `readOnly` now: not to be sent" : "is `writeOnly` now: does not come";
export const nowNot =
  (verb: string): Say =>
  ({ ours, theirs }) =>
    `${verb} ${shown(theirs)} now, not ${shown(ours)}`;
export const nowBefore: Say = ({ name, ours, theirs }) =>
  `${shown(name ?? "default")} now: ${shown(theirs ?? "none")}; before: ${shown(ours ?? "none")}`;

export const isNew: Say = ({ required, isRequest }) =>
  required === true ? `is new and ${isRequest ? "required" : "always comes"}` : "is new";

export const newField: Say = (told) =>
  told.isBreaking && !told.isRequest ? "is new, and no further fields were allowed before" : isNew(told);

export const removed: Say = ({ isRequest, isBreaking }) => {
  const lost = isRequest ? "refused now" : "can be missing now";
  const lesser = isRequest ? "is gone: accepted, perhaps ignored" : "is gone";
  return isBreaking ? `is gone: ${lost}` : lesser;
};

export const otherCredentials: Say = ({ ours, theirs, isBreaking, isLost }) => {
  const unclear = `needs ${shown(theirs)} now, which cannot be compared with ${shown(ours)}`;
  const lost = isBreaking ? `needs ${shown(theirs)} now, not ${shown(ours)}` : unclear;
  return isLost ? lost : `now: ${shown(theirs)}; before: ${shown(ours)}`;
};

export const noCredentials: Say = ({ ours, theirs }) =>
  theirs === undefined ? "no security is documented now" : `does not need ${shown(ours)} now`;

export const otherPrefix: Say = ({ ours, theirs }) =>
  theirs === undefined
    ? `leave out ${shown(ours)} now, and no server is named that could put it there`
    : `are behind ${shown(theirs)} now: set it in the base URL`;

export const otherTags: Say = ({ name, ours, theirs, values, isRequest, isLost }) => {
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
};

/** The stricter or laxer demand of a limit. */
export function ofLimit(limit: string, phrase: Phrase, isTightened: boolean): Say {
  const said = (value: Json | undefined) => (value === undefined ? "no such limit" : phrase(value));
  return (told) => {
    if (told.values !== undefined) {
      return ofValues(limit, isTightened, told);
    }
    if (limit === "further-fields") {
      const fields = told.name === undefined ? "further fields" : `fields named ${shown(told.name)}`;
      return `${fields} ${isTightened ? "are not" : "are"} ${told.isRequest ? "accepted" : "sent"} now`;
    }
    return `${told.silent === true ? "not documented now" : `now: ${said(told.theirs)}`}; before: ${said(told.ours)}`;
  };
}

function ofValues(limit: string, isTightened: boolean, { values, isRequest }: Told): string {
  const [less, more] = isRequest ? ["is not accepted now", "is accepted now"] : ["comes no longer", "can come now"];
  return `${limit === "variants" ? listed(values, shown) : listed(values)} ${isTightened ? less : more}`;
}

export const orMore = (things: string) => (value: Json) => `${shown(value)} or more ${things}`.trim();
export const orFewer = (things: string) => (value: Json) => `${shown(value)} or fewer ${things}`;

export function typesText(types: Json | undefined): string {
  const list = isStrings(types) ? types : [];
  return list.length === 0 || list.length > 5 ? "anything" : list.join(" or ");
}

/** At most so much of a value is quoted: what it is can be looked up. */
const longest = 120;

export function shown(value: Json | undefined): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

export function quoted(value: Json | undefined): string {
  return shown(JSON.stringify(value) ?? "");
}

/** The first few of some values, and how many there are besides. */
export function listed(values: Json | undefined, say: (value: Json) => string = quoted): string {
  const list = Array.isArray(values) ? values : [];
  const rest = list.length > 5 ? [`${list.length - 4} more`] : [];
  return [...list.slice(0, rest.length > 0 ? 4 : 5).map(say), ...rest].join(", ");
}
