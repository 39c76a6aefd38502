import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import type { Json } from "../../../contract-tests/model/json.js";
import { fromPointer } from "../../../contract-tests/model/pointer.js";
import { patternOf } from "../../../contract-tests/model/regexp.js";
import type { Schema, Source } from "./schema.js";

/** Validates values by schemas of both documents. */
export interface Validation {
  readonly isValid: (schema: Schema, value: Json) => boolean;
  readonly errors: (schema: Schema, value: Json) => readonly ErrorObject[];
  /** Whether a format is one that can be told valid from invalid. */
  readonly knowsFormat: (format: string) => boolean;
  /** How often a value was validated so far. */
  readonly count: () => number;
}

export function createValidation(sources: readonly Source[]): Validation {
  let engine: Ajv2020 | undefined;
  // To make one takes longer than most pairs of schemas do: many need none.
  const ajv = () => {
    engine ??= createEngine(sources);
    return engine;
  };
  const compiled = new Map<string, ValidateFunction>();
  let count = 0;

  const compile = (schema: Schema): ValidateFunction => {
    const known = compiled.get(schema.id);
    if (known) {
      return known;
    }
    const reference = { $ref: `${base(schema.source.id)}#${encoded(schema.pointer)}` };
    const made = ajv().compile(schema.source.id === "made" ? asSchema(schema.value) : reference);
    compiled.set(schema.id, made);
    return made;
  };
  const isValid = (schema: Schema, value: Json): boolean => {
    if (typeof schema.value === "boolean") {
      return schema.value;
    }
    count += 1;
    return compile(schema)(value) === true;
  };
  return {
    isValid,
    errors: (schema, value) => (isValid(schema, value) ? [] : (compiled.get(schema.id)?.errors ?? [])),
    knowsFormat: (format) => ajv().formats[format] !== undefined,
    count: () => count,
  };
}

function createEngine(sources: readonly Source[]): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    logger: false,
    discriminator: false,
    validateSchema: false,
    addUsedSchema: false,
    // Most time goes into compiling, and most of that into these two.
    inlineRefs: false,
    code: { optimize: false, regExp },
  });
  formatsPlugin.default(ajv);
  for (const { id, document } of sources) {
    ajv.addSchema(document, base(id));
  }
  return ajv;
}

function asSchema(value: Json): boolean | { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : value !== false;
}

function base(id: string): string {
  return `${id}:/document`;
}

function encoded(pointer: string): string {
  return fromPointer(pointer)
    .map((token) => `/${encodeURIComponent(token.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");
}

/** A pattern that nothing can read was taken out before. */
function regExp(pattern: string): RegExp {
  return patternOf(pattern) ?? /(?:)/;
}
regExp.code = "new RegExp";
