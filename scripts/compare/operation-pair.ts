import type { Direction } from "../../contract-tests/model/direction.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import type { Difference } from "./difference.js";
import type { Side } from "./side.js";
import type { ValueContext } from "./values.js";

/** Both documents, each as it holds for requests and for responses. */
export interface Sides {
  readonly ours: Readonly<Record<Direction, Side>>;
  readonly theirs: Readonly<Record<Direction, Side>>;
  readonly documents: { readonly ours: JsonObject; readonly theirs: JsonObject };
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

/** A difference of an operation, with the parts that most of them share filled in. */
export function differs(
  pair: OperationPair,
  part: string,
  one: Pick<Difference, "verdict" | "kind" | "message"> & Partial<Difference>,
): Difference {
  return {
    operation: pair.ours.id,
    part,
    field: "",
    ours: pair.ours.node.pointer,
    theirs: pair.theirs.node.pointer,
    ...one,
  };
}

/** How the schemas of a part of an operation are to be compared. */
export function valueContext(
  { ours, sides }: OperationPair,
  direction: Direction,
  part: string,
  asText?: ValueContext["asText"],
): ValueContext {
  return {
    operation: ours.id,
    part,
    direction,
    comparer: sides.comparers[direction],
    ...(asText && { asText }),
    loose: sides.loose,
  };
}
