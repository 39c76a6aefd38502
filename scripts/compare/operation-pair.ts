import type { Direction } from "../../contract-tests/model/direction.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import type { Schema } from "../../contract-tests/schema/schema.js";
import { type Difference, directionOf, type News, type Part, type Verdict, type Witness } from "./difference.js";
import type { Shared, Whole } from "./kinds.js";
import type { Side } from "./side.js";

/** One of the two documents. */
export type DocumentName = "ours" | "theirs";

/** Both documents, each as it holds for requests and for responses. */
export interface Sides {
  readonly ours: Readonly<Record<Direction, Side>>;
  readonly theirs: Readonly<Record<Direction, Side>>;
  /** What compares the schemas, for each direction. */
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

/** Where a pair of schemas is, and what decides how bad a difference is. */
export interface ValueContext {
  readonly operation: string;
  readonly part: Part;
  readonly direction: Direction;
  readonly comparer: Comparer;
  /** Whether their document is loose: then what it does not say does not count as said otherwise. */
  readonly loose: boolean;
  /** Which values travel as text: all, as in a query or a header, or all but objects, as in the parts of a form. */
  readonly asText?: "all" | "scalars" | undefined;
}

/** What else there is to say of a difference. */
type More = Partial<Pick<Difference, "ours" | "theirs" | "field" | "witness" | "untyped">> & { readonly news?: News };

/** A difference of a part of an operation. */
export function differs(
  { ours, theirs }: Pick<OperationPair, "ours" | "theirs">,
  part: Part,
  verdict: Verdict,
  kind: Whole,
  more: More = {},
): Difference {
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer };
  return { verdict, kind, operation: ours.id, part, field: [], news: {}, ...at, ...more };
}

/** A difference of the values of a part, or of what holds them: its kind is one of the direction's. */
export function differsIn(
  { operation, part, direction }: Pick<ValueContext, "operation" | "part" | "direction">,
  verdict: Verdict,
  change: Shared,
  more: More,
): Difference {
  return { verdict, kind: `${direction}-${change}`, operation, part, field: [], news: {}, ...more };
}

/** A difference between two schemas. */
export function differsAt(
  context: ValueContext,
  { ours, theirs, field }: Pair,
  verdict: Verdict,
  change: Shared,
  news: News = {},
  witness?: Witness,
): Difference {
  const at = { ours: ours.pointer, theirs: theirs.pointer };
  return differsIn(context, verdict, change, { ...at, field, news, ...(witness && { witness }) });
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
