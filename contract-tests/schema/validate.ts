import type { ErrorObject } from "ajv/dist/2020.js";
import { createAjv, inReference, type Judge } from "../model/ajv.js";
import { Undecided } from "../model/errors.js";
import type { Json } from "../model/json.js";
import { lazy } from "../model/lazy.js";
import { fromPointer } from "../model/pointer.js";
import { directFacets } from "./conjunction.js";
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
  // To make one takes longer than most pairs of schemas do: many need none.
  const ajv = lazy(() => createAjv(new Map(sources.map(({ id, document }) => [base(id), document]))));
  const compiled = new Map<string, Judge>();
  let count = 0;

  const compile = (schema: Schema): Judge => {
    const known = compiled.get(schema.id);
    if (known) {
      return known;
    }
    if (waysThrough(schema) > mostWays) {
      throw new Undecided(`a schema leads to others in more than ${mostWays} ways, as \`allOf\` within \`allOf\` does`);
    }
    const reference = { $ref: `${base(schema.source.id)}#${encoded(schema.pointer)}` };
    const made = ajv().compile(schema.source.id === "made" ? asSchema(schema.value) : reference);
    compiled.set(schema.id, made);
    return made;
  };
  const errors = (schema: Schema, value: Json) => {
    if (schema.value === true) {
      return [];
    }
    count += 1;
    return compile(schema)(value);
  };
  return {
    isValid: (schema, value) => schema.value !== false && errors(schema, value).length === 0,
    errors,
    knowsFormat: (format) => ajv().knowsFormat(format),
    count: () => count,
  };
}

/** Ajv goes every way through the schemas that have a say on one value, for each value: each takes its time. */
const mostWays = 20_000;

const ways = new WeakMap<Schema, number>();

/** How many ways lead from a schema to those that have a say on the same value. */
function waysThrough(schema: Schema): number {
  const held = ways.get(schema);
  if (held !== undefined) {
    return held;
  }
  // What leads back to itself ends for Ajv only where the value does.
  ways.set(schema, 0);
  const sum = directFacets(schema, true).reduce((all, one) => all + waysThrough(one), 1);
  ways.set(schema, sum);
  return sum;
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
