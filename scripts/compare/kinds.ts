import type { Verdict } from "./difference.js";

/** A kind of difference: what it is, and when it has which verdict. A verdict that it never has is absent. */
export interface DifferenceKind extends Readonly<Partial<Record<Verdict, string>>> {
  readonly name: string;
  readonly about: string;
  /** What it concerns: what a consumer sends, what comes back, either of them, or the operation as a whole. */
  readonly direction: "request" | "response" | "both" | "operation";
}

/** Every kind, in the order of a report: what concerns a whole operation goes before what concerns a field of it. */
export const kinds = [
  {
    name: "operation-gone",
    about: "one of our operations",
    direction: "operation",
    breaking: "it is not there, neither by its path nor by its operationId",
  },
  {
    name: "path-changed",
    about: "the path of an operation",
    direction: "operation",
    breaking: "it is called at another path there",
  },
  {
    name: "method-changed",
    about: "the method of an operation",
    direction: "operation",
    breaking: "it is called by another method there",
  },
  {
    name: "security",
    about: "the credentials, by what goes over the wire",
    direction: "request",
    breaking: "what a consumer sends is not among what is needed there",
    undecided: "their scheme has no form that can be compared with ours",
    compatible: "none are needed or documented there",
  },
  {
    name: "body",
    about: "whether there is a body",
    direction: "both",
    breaking: "of a request: required there, or not taken any more; of a response: it can be missing",
    undecided: "of a response: a loose document says nothing of it, or gives no schema",
    compatible: "of a request: may be left out there, or has no schema there; of a response: documented there",
  },
  {
    name: "media-type",
    about: "the media types of a body or a parameter",
    direction: "both",
    breaking: "one of ours is not there",
    compatible: "a further one is there",
  },
  {
    name: "status",
    about: "the statuses of the responses",
    direction: "response",
    breaking: "a success is new; a status that a consumer knows is gone, or is another one there",
    compatible: "a failure is new, or is not documented there while a success is left",
  },
  {
    name: "parameter",
    about: "a parameter: whether it is required, how it is written",
    direction: "request",
    breaking: "it is required there and not here, or is written in another style",
    compatible: "it is optional, new, deprecated or not listed there",
  },
  {
    name: "header",
    about: "a response header: whether it always comes",
    direction: "response",
    breaking: "one that ours requires can be missing there",
    undecided: "a loose document says nothing of one that ours requires",
    compatible: "it is new, always comes there, or need not come",
  },
  {
    name: "value",
    about: "which values a schema takes",
    direction: "both",
    breaking:
      "a value that a consumer sends is refused there, or one can come that ours does not take; a witness shows it",
    undecided: "neither a value nor a proof was found",
    compatible: "more is accepted there, or less can come; a witness shows it",
  },
  {
    name: "operation-deprecated",
    about: "whether an operation is deprecated",
    direction: "operation",
    compatible: "it is deprecated there",
  },
  {
    name: "prefix",
    about: "what stands before all of our paths",
    direction: "operation",
    compatible: "another prefix there: the base URL takes it in",
  },
  {
    name: "field-deprecated",
    about: "whether a field is deprecated",
    direction: "both",
    compatible: "it is deprecated there",
  },
  {
    name: "field-not-listed",
    about: "a field that ours lists",
    direction: "both",
    compatible: "it is not listed there, where further fields may stand",
  },
  {
    name: "default-changed",
    about: "what a field stands for when it is left out",
    direction: "both",
    compatible: "another default there, or only one of both has one",
  },
  {
    name: "discriminator",
    about: "what tells the variants of a union apart",
    direction: "both",
    breaking: "a tag can come that is not known, or stands for another variant; another field holds the tags",
    undecided: "whether the tag comes, no schema says; or only the side that takes the values has a discriminator",
    compatible: "fewer tags come than are known; or only the side that sends has a discriminator",
  },
  {
    name: "content",
    about: "what a text holds: its `contentEncoding`, its `contentMediaType`",
    direction: "both",
    breaking: "it is another one there",
    undecided: "only one of both says it",
  },
  {
    name: "encoding",
    about: "how the fields of a form are written",
    direction: "both",
    breaking: "in another style, or as a media type that is not taken",
    undecided: "with other headers",
    compatible: "as more media types there, or as fewer that come",
  },
  {
    name: "field-new",
    about: "a field that only theirs lists",
    direction: "both",
    breaking: "it can come, and ours takes no further fields",
    compatible: "it need not be sent, or ours takes further fields",
  },
] as const satisfies readonly DifferenceKind[];

/** The kinds of difference, as reports name them. */
export type Kind = (typeof kinds)[number]["name"];
