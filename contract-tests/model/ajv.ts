import { Ajv2020 } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import type { JsonObject } from "./json.js";
import { patternOf } from "./regexp.js";

/** Ajv for the schemas of documents, each added under its key. It tells every error, and takes keywords that nobody knows. */
export function createAjv(documents: ReadonlyMap<string, JsonObject>): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    logger: false,
    discriminator: false,
    validateSchema: false,
    addUsedSchema: false,
    // To validate takes a moment; to compile takes time, most of it for these two.
    inlineRefs: false,
    code: { optimize: false, regExp },
  });
  formatsPlugin.default(ajv);
  for (const [key, document] of documents) {
    ajv.addSchema(document, key);
  }
  return ajv;
}

/** A pattern that no engine reads refuses nothing. */
const regExp = Object.assign((pattern: string) => patternOf(pattern) ?? /(?:)/, { code: "undefined" });

/** A token of a pointer as it stands in a `$ref`. */
export function inReference(token: string): string {
  return encodeURIComponent(token.replaceAll("~", "~0").replaceAll("/", "~1"));
}
