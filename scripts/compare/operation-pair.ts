import type { Direction } from "../../contract-tests/model/direction.js";
import type { Node } from "../../contract-tests/model/node.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import { madeSchema, type Schema, schemaAt } from "../../contract-tests/schema/schema.js";
import type { Part, Place } from "./difference.js";

/** One of our operations and its counterpart, as they hold in one direction. */
export interface OperationPair {
  readonly ours: Operation;
  readonly theirs: Operation;
  readonly direction: Direction;
  /** Compares the schemas of this direction. */
  readonly comparer: Comparer;
  /** Whether their document is loose: then what it does not say does not count as said otherwise. */
  readonly loose: boolean;
}

/** A part of a pair whose values are compared. */
export interface ValueContext extends OperationPair {
  readonly part: Part;
  /** Which values travel as text: all, as in a query or a header, or all but objects, as in the parts of a form. */
  readonly asText?: "all" | "scalars" | undefined;
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
export function placeAt(context: ValueContext, { ours, theirs, field }: Pair): Place {
  return { operation: context.ours.id, part: context.part, field, ours: ours.pointer, theirs: theirs.pointer };
}

/** The schemas at two nodes; what a document without one takes is `otherwise`. */
export function schemasOf(
  { comparer }: OperationPair,
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
  const found = ours.map((one) => ({ one, others: theirs.filter((other) => corresponds(one, other)) }));
  const known = new Set(found.flatMap(({ others }) => others));
  return [
    ...found.flatMap(({ one, others }) =>
      others.length > 0 ? others.flatMap((other) => compare(one, other)) : compare(one, undefined),
    ),
    ...theirs.filter((other) => !known.has(other)).flatMap((other) => compare(undefined, other)),
  ];
}
