import type { Node } from "../../contract-tests/model/node.js";
import type { Difference, Verdict } from "./difference.js";
import { changedFields } from "./fields.js";
import type { Comparer } from "./schemas/comparer.js";
import { alone } from "./schemas/facts.js";
import { type Schema, schemaAt } from "./schemas/schema.js";
import type { Obligation } from "./schemas/trace.js";
import { type NotShown, type Shown, witnessOf } from "./schemas/witness.js";
import type { Way } from "./side.js";
import { onTheWire, takesText, withoutShelf } from "./wire.js";
import {
  isLeftOut,
  kindOf,
  message,
  outcome,
  placeOf,
  pointerOf,
  reason,
  saysNothing,
  unreadableAt,
} from "./wording.js";

/** Which side a value comes from that the other refuses. */
export type Taker = "ours" | "theirs";

/** Two schemas for the same values. */
export interface SchemaPair {
  readonly ours: Node;
  readonly theirs: Node;
}

/** Where a pair of schemas stands, and how what differs is to be judged. */
export interface ValueContext {
  readonly operation: string;
  readonly part: string;
  readonly way: Way;
  readonly comparer: Comparer;
  /** Whether their document is loose: then what it does not say is not taken for a promise of anything. */
  readonly loose: boolean;
  /** Whether the value travels as text, as in a query or a header. */
  readonly asText?: boolean;
}

/** The two schemas of a pair as the comparer knows them. */
export interface Compared {
  readonly ours: Schema;
  readonly theirs: Schema;
}

/** What differs between two schemas for the same values. */
export function compareValues(pair: SchemaPair, context: ValueContext): Difference[] {
  const { comparer } = context;
  const schemas = {
    ours: schemaAt(comparer.ours, pair.ours.pointer),
    theirs: schemaAt(comparer.theirs, pair.theirs.pointer),
  };
  return compareSchemas(schemas, context);
}

export function compareSchemas(schemas: Compared, context: ValueContext): Difference[] {
  if (context.comparer.sameToTheReader(schemas.ours, schemas.theirs)) {
    return [];
  }
  const producer: Taker = context.way === "request" ? "ours" : "theirs";
  const lost = tried(() => differences(schemas, producer, context));
  if (typeof lost === "string") {
    return [undecided(schemas, context, [], lost)];
  }
  const gained = tried(() => differences(schemas, producer === "ours" ? "theirs" : "ours", context));
  return folded([...lost, ...(typeof gained === "string" ? [] : gained), ...changedFields(schemas, context)]);
}

/** A schema that Ajv cannot compile, or that never ends, is a reason and no crash. */
function tried<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) {
      return "a schema never ends";
    }
    return `a schema cannot be judged: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What a difference comes from, wherever it stands. */
function causeOf({ producer, goal }: Obligation): string {
  return `${producer.key} => ${goal.id}`;
}

/** What is looked at: what values of one side, the taker, the other refuses. */
interface Question {
  readonly schemas: Compared;
  readonly taker: Taker;
  readonly refusing: Taker;
  /** Whether such values are lost: what comes from our side is refused there, or what comes from there is refused here. */
  readonly lost: boolean;
  /** The refusing schema, as it takes values off the wire. */
  readonly consumer: Schema;
  readonly context: ValueContext;
}

function isLost(taker: Taker, { way }: ValueContext): boolean {
  return (way === "request") === (taker === "ours");
}

/** What values of one side the other refuses. */
function differences(schemas: Compared, taker: Taker, context: ValueContext): Difference[] {
  const { comparer } = context;
  const refusing = taker === "ours" ? "theirs" : "ours";
  const lost = isLost(taker, context);
  if (lost && comparer.sampler.samples(alone(schemas[taker])).length === 0) {
    const possible = !comparer.prover.factsOf(alone(schemas[taker])).impossible;
    if (possible && comparer.prover.proves(alone(schemas[taker]), schemas[refusing])) {
      return [];
    }
    return [
      undecided(schemas, context, [], `no value was found that ${taker === "ours" ? "our" : "their"} schema takes`),
    ];
  }
  const consumer = context.asText ? onTheWire(schemas[refusing], schemas[taker], comparer) : schemas[refusing];
  const { obligations, cut } = comparer.trace(alone(schemas[taker]), consumer);
  const question = { schemas, taker, refusing, lost, consumer, context } as const;
  const found = obligations.filter((one) => lost || !isLeftOut(one)).flatMap((one) => differencesAt(one, question));
  const stopped =
    cut && lost ? [undecided(schemas, context, [], "the schemas differ in more places than were looked at")] : [];
  return [...found, ...stopped];
}

/** What one obligation comes to. What is merely gained is told only where a value shows it. */
function differencesAt(one: Obligation, question: Question): Difference[] {
  const { schemas, taker, lost, context } = question;
  const { shownBefore } = context.comparer;
  const reasons = unreadableAt(one);
  if (reasons.length > 0) {
    return lost ? [unreadable(one, reasons, question)] : [];
  }
  const before = lost ? undefined : shownBefore.get(causeOf(one));
  if (before === false) {
    return [];
  }
  if (before === true) {
    return [difference(one, undefined, schemas, taker, context)];
  }
  const witness = witnessOf(one, alone(schemas[taker]), question.consumer, context.comparer.sampler, !lost);
  if (!lost) {
    shownBefore.set(causeOf(one), typeof witness !== "string");
  }
  if (typeof witness === "string") {
    return lost ? [open(one, witness, schemas, taker, context)] : [];
  }
  if (isReadAsText(witness, question)) {
    return lost ? [open(one, "taken", schemas, taker, context)] : [];
  }
  return [difference(one, witness, schemas, taker, context)];
}

function isReadAsText({ value }: Shown, { schemas, refusing, context }: Question): boolean {
  return context.asText === true && takesText(schemas[refusing], value, context.comparer);
}

function unreadable(one: Obligation, reasons: readonly string[], question: Question): Difference {
  const { schemas, taker, refusing, context } = question;
  return {
    ...undecided(schemas, context, placeOf(one), reasons.join("; ")),
    ...pointers(one, taker, refusing, schemas),
  };
}
function difference(
  one: Obligation,
  shown: Shown | undefined,
  schemas: Compared,
  taker: Taker,
  context: ValueContext,
): Difference {
  const { way } = context;
  const lost = isLost(taker, context);
  const silent = lost && context.loose && way === "response" && saysNothing(one);
  const decided: Verdict = lost ? "breaking" : "compatible";
  const refusing = taker === "ours" ? "theirs" : "ours";
  return {
    verdict: silent ? "undecided" : decided,
    kind: kindOf(one, taker),
    operation: context.operation,
    part: context.part,
    field: placeOf(one).join("."),
    message: message(one, { taker, way, silent }),
    ...pointers(one, taker, refusing, schemas),
    ...(shown && {
      witness: {
        what: outcome(taker, way, silent),
        value: shown.value,
        judged: { ours: schemas.ours.pointer, theirs: schemas.theirs.pointer, validUnder: taker },
      },
    }),
  };
}

function pointers(one: Obligation, taker: Taker, refusing: Taker, schemas: Compared): { [side in Taker]?: string } {
  const { producer, path } = one;
  const held = producer.schemas.find(({ pointer }) => pointer !== "") ?? path.at(-1)?.around.schemas[0];
  const pointer = withoutShelf(pointerOf(one.goal), schemas[refusing]);
  return { ...(pointer !== undefined && { [refusing]: pointer }), ...(held && { [taker]: held.pointer }) };
}

function open(one: Obligation, why: NotShown, schemas: Compared, taker: Taker, context: ValueContext): Difference {
  const refusing = taker === "ours" ? "theirs" : "ours";
  return {
    ...undecided(schemas, context, placeOf(one), reason(one, why, { taker, way: context.way }, context.comparer)),
    ...pointers(one, taker, refusing, schemas),
  };
}

function undecided(schemas: Compared, context: ValueContext, place: readonly string[], why: string): Difference {
  return {
    verdict: "undecided",
    kind: "value",
    operation: context.operation,
    part: context.part,
    field: place.join("."),
    message: why,
    ours: schemas.ours.pointer,
    theirs: schemas.theirs.pointer,
  };
}

/**
 * One line for each difference: what is compatible about a place that is not as a whole would only hide the news, what
 * is open about a place that a witness settles is settled, and what differs in a schema differs wherever it is used.
 */
function folded(differences: readonly Difference[]): Difference[] {
  const fields = (verdict: Verdict) =>
    new Set(differences.filter((one) => one.verdict === verdict).map(({ field }) => field));
  const [broken, unclear] = [fields("breaking"), fields("undecided")];
  const seen = new Set<string>();
  const outermost = [...differences].sort((a, b) => depth(a) - depth(b));
  return outermost.filter((one) => {
    const { verdict, kind, field, message, ours, theirs } = one;
    if (verdict === "undecided" && broken.has(field)) {
      return false;
    }
    if (verdict === "compatible" && (broken.has(field) || unclear.has(field)) && kind !== "field-deprecated") {
      return false;
    }
    // A field that is new is found by its values where ours is closed, and by its name where it is open.
    const what = kind === "field-new" ? [field] : [field.split(".").at(-1), message, ours, theirs];
    const key = [verdict, kind, ...what].join(" ");
    return seen.has(key) ? false : seen.add(key);
  });
}

function depth({ field }: Difference): number {
  return field.split(".").length;
}
