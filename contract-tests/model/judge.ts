import { createAjv, type Engine, inReference, type Judge } from "./ajv.js";
import { InputError } from "./errors.js";
import type { JsonObject } from "./json.js";
import { lazy } from "./lazy.js";

/** The schemas of a document compiled so far, by pointer. */
interface Compiled {
  readonly engine: () => Engine;
  readonly judges: Map<string, Judge>;
}

const compiled = new WeakMap<JsonObject, Compiled>();

const base = "contract:/document";

/** The errors of a value by the schema at a pointer of a document. Each schema is compiled once. */
export function judgeAt(document: JsonObject, pointer: string): Judge {
  // To make an engine takes longer than most pairs of schemas do: many need none.
  const known = compiled.get(document) ?? {
    engine: lazy(() => createAjv(new Map([[base, document]]))),
    judges: new Map<string, Judge>(),
  };
  compiled.set(document, known);
  const judge = known.judges.get(pointer) ?? compile(known.engine(), pointer);
  known.judges.set(pointer, judge);
  return judge;
}

function compile(engine: Engine, pointer: string): Judge {
  try {
    return engine.compile({ $ref: `${base}${inReference(pointer)}` });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`the schema at ${pointer} cannot be used: ${reason.replaceAll(base, "")}`);
  }
}
