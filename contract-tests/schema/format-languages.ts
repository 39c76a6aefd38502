import { anything, type Language } from "./language.js";

/**
 * Texts of a format by a regular expression: each that matches is of the format, though not each of the format matches.
 * Formats that are not listed are not generated.
 */
const languages = new Map(
  Object.entries({
    email: "^[a-z0-9]+@[a-z0-9]+(?:\\.[a-z0-9]+)+$",
    "idn-email": "^[a-z0-9]+@[a-z0-9]+(?:\\.[a-z0-9]+)+$",
    uri: "^[a-z]+:[a-z0-9/]+$",
    url: "^https?://[a-z0-9]+\\.com(?:/[a-z0-9]*)*$",
    iri: "^[a-z]+:[a-z0-9/]+$",
    "uri-reference": "^[a-z0-9/]*$",
    "iri-reference": "^[a-z0-9/]*$",
    "uri-template": "^[a-z0-9/]*$",
    uuid: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    date: "^(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$",
    time: "^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-2]):[0-5][0-9])$",
    "date-time":
      "^(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-](?:0[0-9]|1[0-2]):[0-5][0-9])$",
    duration: "^P[0-9]+[DMY]$",
    hostname: "^[a-z0-9]{1,60}(?:\\.[a-z0-9]{1,60}){0,3}$",
    ipv4: "^(?:[1-9]?[0-9]|1[0-9]{2})(?:\\.(?:[1-9]?[0-9]|1[0-9]{2})){3}$",
    ipv6: "^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$|^::[0-9a-f]{0,4}$",
    byte: "^(?:[A-Za-z0-9+/]{4})*$",
    "json-pointer": "^(?:/[a-z0-9]*)*$",
    regex: "^[a-z0-9]*$",
  }),
);

/** Some texts of a format; all texts if it is not one that is generated. */
export function languageOfFormat(format: string): Language {
  const pattern = languages.get(format);
  return pattern === undefined ? anything : { all: [pattern], none: [] };
}

const wider = new Map(
  Object.entries({
    uri: ["uri-reference", "iri", "iri-reference"],
    url: ["uri", "uri-reference", "iri", "iri-reference"],
    iri: ["iri-reference"],
    email: ["idn-email"],
    hostname: ["idn-hostname"],
    int32: ["int64"],
  }),
);

/** Whether each text of a format is one of another. */
export function withinFormat(format: string, other: string): boolean {
  return format === other || (wider.get(format) ?? []).includes(other);
}
