import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { createAjv, inReference } from "../../../contract-tests/model/ajv.js";
import type { Json } from "../../../contract-tests/model/json.js";
import { fromPointer } from "../../../contract-tests/model/pointer.js";
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
    engine ??= createAjv(new Map(sources.map(({ id, document }) => [base(id), document])));
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

function asSchema(value: Json): boolean | { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : value !== false;
}

function base(id: string): string {
  return `${id}:/document`;
}

function encoded(pointer: string): string {
  return fromPointer(pointer)
    .map((token) => `/${inReference(token)}`)
    .join("");
}
