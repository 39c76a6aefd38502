import type { Direction } from "../../contract-tests/model/direction.js";
import { Undecided } from "../../contract-tests/model/errors.js";
import type { Node } from "../../contract-tests/model/node.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import { alone } from "../../contract-tests/schema/facts.js";
import { type Schema, schemaAt } from "../../contract-tests/schema/schema.js";
import type { Obligation } from "../../contract-tests/schema/trace.js";
import { type NotShown, type Shown, witnessOf } from "../../contract-tests/schema/witness.js";
import type { Difference, Verdict } from "./difference.js";
import { changedFields } from "./fields.js";
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

/** One of the two documents. */
export type DocumentName = "ours" | "theirs";

/** Two schemas for the same values. */
export interface SchemaPair {
  readonly ours: Node;
  readonly theirs: Node;
}

/** Where a pair of schemas stands, and what decides how bad a difference is. */
export interface ValueContext {
  readonly operation: string;
  readonly part: string;
  readonly direction: Direction;
  readonly comparer: Comparer;
  /** Whether their document is loose: then what it does not say does not count as said otherwise. */
  readonly loose: boolean;
  /** Which values travel as text: all, as in a query or a header, or all but objects, as in the parts of a form. */
  readonly asText?: "all" | "scalars";
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
  const found = tried(() => {
    if (context.comparer.sameToTheReader(schemas.ours, schemas.theirs)) {
      return [];
    }
    const producer: DocumentName = context.direction === "request" ? "ours" : "theirs";
    const lost = differences(schemas, producer, context);
    const gained = tried(() => differences(schemas, producer === "ours" ? "theirs" : "ours", context));
    const besides = tried(() => changedFields(schemas, context, compareSchemas));
    return folded([
      ...lost,
      ...(typeof gained === "string" ? [] : gained),
      ...(typeof besides === "string" ? [undecided(schemas, context, [], besides)] : besides),
    ]);
  });
  return typeof found === "string" ? [undecided(schemas, context, [], found)] : found;
}

/** A schema that Ajv cannot compile, that never ends or is too much to go through is a reason and no crash. */
export function tried<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) {
      return "a schema never ends";
    }
    if (error instanceof Undecided) {
      return error.message;
    }
    return `a schema cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What a difference comes from, wherever it stands. */
function causeOf({ producer, goal }: Obligation): string {
  return `${producer.key} => ${goal.id}`;
}

/** What is looked for: values that the schema of one document accepts and that of the other refuses. */
interface Question {
  readonly schemas: Compared;
  readonly accepting: DocumentName;
  readonly refusing: DocumentName;
  /** Whether such values are lost: what comes from our side is refused there, or what comes from there is refused here. */
  readonly lost: boolean;
  /** The refusing schema, as it takes values off the wire. */
  readonly consumer: Schema;
  readonly context: ValueContext;
}

function isLost(accepting: DocumentName, { direction }: ValueContext): boolean {
  return (direction === "request") === (accepting === "ours");
}

/** What values of one side the other refuses. */
function differences(schemas: Compared, accepting: DocumentName, context: ValueContext): Difference[] {
  const { comparer } = context;
  const refusing = accepting === "ours" ? "theirs" : "ours";
  const lost = isLost(accepting, context);
  if (lost && comparer.sampler.samples(alone(schemas[accepting])).length === 0) {
    const whose = accepting === "ours" ? "our" : "their";
    if (comparer.prover.factsOf(alone(schemas[accepting])).impossible) {
      return [{ ...undecided(schemas, context, [], `${whose} schema takes no value`), verdict: "compatible" }];
    }
    if (comparer.prover.proves(alone(schemas[accepting]), schemas[refusing])) {
      return [];
    }
    return [undecided(schemas, context, [], `no value was found that ${whose} schema takes`)];
  }
  const consumer = context.asText
    ? onTheWire(schemas[refusing], schemas[accepting], context.asText, comparer)
    : schemas[refusing];
  const { obligations, cut } = comparer.trace(alone(schemas[accepting]), consumer);
  const question = { schemas, accepting, refusing, lost, consumer, context } as const;
  const found = obligations.filter((one) => lost || !isLeftOut(one)).flatMap((one) => differencesAt(one, question));
  const stopped =
    cut && lost ? [undecided(schemas, context, [], "the schemas differ in more places than were looked at")] : [];
  return [...found, ...stopped];
}

/** What one obligation comes to. What is merely gained is told only where a value shows it. */
function differencesAt(one: Obligation, question: Question): Difference[] {
  const { schemas, accepting, lost, context } = question;
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
    return [difference(one, undefined, schemas, accepting, context)];
  }
  const witness = witnessOf(one, alone(schemas[accepting]), question.consumer, context.comparer.sampler, !lost);
  if (!lost) {
    shownBefore.set(causeOf(one), typeof witness !== "string");
  }
  if (typeof witness === "string") {
    return lost ? [open(one, witness, schemas, accepting, context)] : [];
  }
  if (isReadAsText(witness, question)) {
    return lost ? [open(one, "taken", schemas, accepting, context)] : [];
  }
  return [difference(one, witness, schemas, accepting, context)];
}

function isReadAsText({ value }: Shown, { schemas, refusing, context }: Question): boolean {
  return context.asText !== undefined && takesText(schemas[refusing], value, context.comparer);
}

function unreadable(one: Obligation, reasons: readonly string[], question: Question): Difference {
  const { schemas, accepting, refusing, context } = question;
  return {
    ...undecided(schemas, context, placeOf(one), reasons.join("; ")),
    ...pointers(one, accepting, refusing, schemas),
  };
}
function difference(
  one: Obligation,
  shown: Shown | undefined,
  schemas: Compared,
  accepting: DocumentName,
  context: ValueContext,
): Difference {
  const { direction } = context;
  const lost = isLost(accepting, context);
  const silent = lost && context.loose && direction === "response" && saysNothing(one);
  const decided: Verdict = lost ? "breaking" : "compatible";
  const refusing = accepting === "ours" ? "theirs" : "ours";
  return {
    verdict: silent ? "undecided" : decided,
    kind: kindOf(one, accepting),
    operation: context.operation,
    part: context.part,
    field: placeOf(one).join("."),
    message: message(one, { accepting, direction, silent }),
    ...pointers(one, accepting, refusing, schemas),
    ...(shown && {
      witness: {
        what: outcome(accepting, direction, silent),
        value: shown.value,
        schemas: { ours: schemas.ours.pointer, theirs: schemas.theirs.pointer, validUnder: accepting },
      },
    }),
  };
}

function pointers(
  one: Obligation,
  accepting: DocumentName,
  refusing: DocumentName,
  schemas: Compared,
): { [side in DocumentName]?: string } {
  const { producer, path } = one;
  const held = producer.schemas.find(({ pointer }) => pointer !== "") ?? path.at(-1)?.around.schemas[0];
  const pointer = withoutShelf(pointerOf(one.goal), schemas[refusing]);
  return { ...(pointer !== undefined && { [refusing]: pointer }), ...(held && { [accepting]: held.pointer }) };
}

function open(
  one: Obligation,
  why: NotShown,
  schemas: Compared,
  accepting: DocumentName,
  context: ValueContext,
): Difference {
  const refusing = accepting === "ours" ? "theirs" : "ours";
  return {
    ...undecided(
      schemas,
      context,
      placeOf(one),
      reason(one, why, { accepting, direction: context.direction }, context.comparer),
    ),
    ...pointers(one, accepting, refusing, schemas),
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
