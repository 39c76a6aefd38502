import type { Json } from "../model/json.js";
import type { Conjunction } from "./conjunction.js";
import type { FactsOf } from "./facts.js";
import type { Schema } from "./schema.js";
import type { Validation } from "./validate.js";

/** A part of a value that is given: a field of an object, or an item of a list. */
export interface Given {
  readonly step: { readonly name: string } | { readonly index: number };
  readonly value: Json;
}

export interface Wish {
  /** Schemas whose edges are worth trying besides the producer's own. */
  readonly also?: readonly Schema[];
  readonly given?: Given;
  /** A further condition on a value. */
  readonly wanted?: (value: Json) => boolean;
  /** A field to leave out. */
  readonly without?: string;
  readonly count: number;
}

/** Makes values that a producer's schemas accept, each one validated. */
export interface Sampler {
  readonly validation: Validation;
  readonly factsOf: FactsOf;
  /** Whether a value is one of a producer's. */
  readonly accepts: (one: Conjunction, value: Json) => boolean;
  /** A plain one, kept; undefined if none was found. */
  readonly samples: (one: Conjunction) => readonly Json[];
  /** Those that meet a wish. */
  readonly values: (one: Conjunction, wish: Wish) => Json[];
  /** One that a schema refuses, kept. */
  readonly refused: (one: Conjunction, schema: Schema) => Json | undefined;
  /** Those around a part that is given, kept. */
  readonly holders: (one: Conjunction, given: Given, count: number) => readonly Json[];
}
