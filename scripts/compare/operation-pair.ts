import type { Direction } from "../../contract-tests/model/direction.js";
import type { Node } from "../../contract-tests/model/node.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import { madeSchema, type Schema, schemaAt } from "../../contract-tests/schema/schema.js";
import { directionOf, type Part, type Place } from "./difference.js";
import type { Side } from "./side.js";

/** One of the two documents. */
export type DocumentName = "ours" | "theirs";

/** Both documents, each as it holds for requests and for responses. */
export interface Sides {
  readonly ours: Readonly<Record<Direction, Side>>;
  readonly theirs: Readonly<Record<Direction, Side>>;
  /** Compares the schemas, for each direction. */
  readonly comparers: Readonly<Record<Direction, Comparer>>;
  readonly loose: boolean;
}

/** One of our operations and its counterpart, as they hold in one direction. */
export interface OperationPair {
  readonly ours: Operation;
  readonly theirs: Operation;
  readonly sides: Sides;
}

/** Two schemas for the same values, as the comparer knows them. */
export interface Compared {
  readonly ours: Schema;
  readonly theirs: Schema;
}

/** Two schemas for the same values, and how to get there from the whole value. */
export interface Pair extends Compared {
  readonly field: readonly string[];
}

/** The place of a pair of schemas, and the facts that decide how bad a difference is. */
export interface ValueContext extends Pick<Place, "operation" | "part"> {
  readonly direction: Direction;
  readonly comparer: Comparer;
  /** Whether their document is loose: then what it does not say does not count as said otherwise. */
  readonly loose: boolean;
  /** Which values travel as text: all, as in a query or a header, or all but objects, as in the parts of a form. */
  readonly asText?: "all" | "scalars" | undefined;
}

/** A part of two operations, and its place in each document; if it is not there, the operation itself. */
export function placeOf(
  { ours, theirs }: Pick<OperationPair, "ours" | "theirs">,
  part: Part,
  here: Node = ours.node,
  there: Node = theirs.node,
): Place {
  return { operation: ours.id, part, ours: here.pointer, theirs: there.pointer };
}

/** The place of two schemas. */
export function placeAt({ operation, part }: ValueContext, { ours, theirs, field }: Pair): Place {
  return { operation, part, field, ours: ours.pointer, theirs: theirs.pointer };
}

/** How the schemas of a part of an operation are to be compared. */
export function valueContext(
  { ours, sides }: OperationPair,
  part: Part,
  asText?: ValueContext["asText"],
): ValueContext {
  const direction = directionOf(part);
  return { operation: ours.id, part, direction, comparer: sides.comparers[direction], loose: sides.loose, asText };
}

/** The schemas at two nodes; what a document without one takes is `otherwise`. */
export function schemasOf(
  { comparer }: ValueContext,
  ours: Node | undefined,
  theirs: Node | undefined,
  otherwise: Schema["value"],
): Compared {
  return {
    ours: ours ? schemaAt(comparer.ours, ours.pointer) : madeSchema(otherwise),
    theirs: theirs ? schemaAt(comparer.theirs, theirs.pointer) : madeSchema(otherwise),
  };
}

/** Each of ours with those of theirs that it corresponds to, or alone, then those of theirs that are new. */
export function pairUp<T, R>(
  ours: readonly T[],
  theirs: readonly T[],
  corresponds: (one: T, other: T) => boolean,
  compare: (one: T | undefined, other: T | undefined) => R[],
): R[] {
  const rest = new Set(theirs);
  const known = ours.flatMap((one) => {
    const others = theirs.filter((other) => corresponds(one, other));
    for (const other of others) {
      rest.delete(other);
    }
    return others.length > 0 ? others.flatMap((other) => compare(one, other)) : compare(one, undefined);
  });
  return [...known, ...[...rest].flatMap((other) => compare(undefined, other))];
}
