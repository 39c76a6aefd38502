import { createAjv, judgeAt } from "../model/ajv.js";
import { mostWays, waysIn } from "../model/entangled.js";
import { Undecided } from "../model/errors.js";
import { isObject, type Json } from "../model/json.js";
import { kept, lazy } from "../model/lazy.js";
import { meetsAll } from "./refuses.js";
import type { Schema } from "./schema.js";

/** Validates values by schemas, of whichever document. */
export interface Validation {
  readonly isValid: (schema: Schema, value: Json) => boolean;
  /** Whether valid values of a format can be distinguished from invalid ones. */
  readonly knowsFormat: (format: string) => boolean;
}

const ours = lazy(() => createAjv());

const judgeOf = kept((schema: Schema) => {
  if (waysIn(schema.source.document)(schema.value) > mostWays) {
    throw new Undecided(`a schema leads to others in more than ${mostWays} ways, as \`allOf\` within \`allOf\` does`);
  }
  const { source, value, pointer } = schema;
  return source.id === "made"
    ? ours().compile(isObject(value) ? value : value !== false)
    : judgeAt(source.document, pointer);
});

/**
 * Whether a value meets the goals of a schema that is not in any document as it is; if they leave it open, it counts as
 * accepted.
 */
function byGoals(schema: Schema, value: Json): boolean | undefined {
  if (schema.source.isLacking) {
    return meetsAll(schema, value) ?? true;
  }
  return schema.source.id === "made" ? meetsAll(schema, value) : undefined;
}

export const validation: Validation = {
  isValid: (schema, value) =>
    typeof schema.value === "boolean" ? schema.value : (byGoals(schema, value) ?? judgeOf(schema)(value).length === 0),
  knowsFormat: (format) => ours().knowsFormat(format),
};
