import type { Json, JsonObject } from "../model/json.js";
import type { Prover } from "./proof.js";
import { createProver } from "./prover.js";
import { createSame, type Same } from "./same.js";
import type { Sampler } from "./sampler.js";
import { createSampler } from "./samples.js";
import { createSource, type Schema, type Source, schemaAt } from "./schema.js";
import { createTracer, type Tracer } from "./trace.js";
import { validation } from "./validate.js";

/** Two documents, as they hold for requests or for responses, and all that was found out about their schemas so far. */
export interface Comparer {
  readonly ours: Source;
  readonly theirs: Source;
  /** Each document once more, with a list for schemas that are made out of its own and refer to others in it. */
  readonly shelves: Readonly<Record<"ours" | "theirs", Source>>;
  readonly prover: Prover;
  readonly trace: Tracer;
  readonly sampler: Sampler;
  /** Whether two schemas say the same, a default and a deprecation included. */
  readonly sameToTheReader: Same;
  /** The goals known to have a witness, or none, at any place. */
  readonly shownBefore: Map<string, boolean>;
}

/** The place of a shelf's own schemas, and of no others. */
const shelf = "x-shelf";

/** Puts a schema made out of another one into the other document's shelf. */
export function shelved(value: Json, { source }: Schema, { ours, shelves }: Comparer): Schema {
  const target = source === ours ? shelves.ours : shelves.theirs;
  const { [shelf]: list } = target.document;
  const at = Array.isArray(list) ? list.push(value) - 1 : 0;
  return schemaAt(target, `#/${shelf}/${at}`);
}

export function createComparer(ours: JsonObject, theirs: JsonObject): Comparer {
  const sources = { ours: createSource("ours", ours), theirs: createSource("theirs", theirs) };
  const shelfOf = ({ id, document }: Source) => createSource(`${id}-shelf`, { ...document, [shelf]: [] });
  const shelves = { ours: shelfOf(sources.ours), theirs: shelfOf(sources.theirs) };
  const prover = createProver(validation);
  return {
    ...sources,
    shelves,
    prover,
    trace: createTracer(prover),
    sampler: createSampler(validation, prover.factsOf),
    sameToTheReader: createSame(true),
    shownBefore: new Map(),
  };
}
