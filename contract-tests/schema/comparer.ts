import type { JsonObject } from "../model/json.js";
import { createProver, type Prover } from "./prover.js";
import { createSame, type Same } from "./same.js";
import { createSampler, type Sampler } from "./samples.js";
import { createSource, type Source } from "./schema.js";
import { createTracer, type Tracer } from "./trace.js";
import { createValidation } from "./validate.js";

/** Two documents, as they hold for requests or for responses, and all that was found out about their schemas so far. */
export interface Comparer {
  readonly ours: Source;
  readonly theirs: Source;
  readonly prover: Prover;
  readonly trace: Tracer;
  readonly sampler: Sampler;
  /** Whether two schemas say the same, a default and a deprecation included. */
  readonly sameToTheReader: Same;
  /** What is known to have a witness, or none, wherever else it stands. */
  readonly shownBefore: Map<string, boolean>;
}

export function createComparer(ours: JsonObject, theirs: JsonObject): Comparer {
  const sources = { ours: createSource("ours", ours), theirs: createSource("theirs", theirs) };
  const validation = createValidation([sources.ours, sources.theirs]);
  const prover = createProver(validation);
  return {
    ...sources,
    prover,
    trace: createTracer(prover),
    sampler: createSampler(validation, prover.factsOf),
    sameToTheReader: createSame(true),
    shownBefore: new Map(),
  };
}
