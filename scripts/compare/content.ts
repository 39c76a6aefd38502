import type { Direction } from "../../contract-tests/model/direction.js";
import type { MediaType } from "../../contract-tests/model/operation.js";
import { madeSchema, schemaAt } from "../../contract-tests/schema/schema.js";
import type { Difference } from "./difference.js";
import { compareEncoding, covers, formOf } from "./encoding.js";
import { differs, type OperationPair, valueContext } from "./operation-pair.js";
import { compareSchemas, tried } from "./values.js";

/** What differs between two bodies that both documents have: the media types, then what each of ours holds. */
export function compareContent(
  pair: OperationPair,
  direction: Direction,
  part: string,
  ours: readonly MediaType[],
  theirs: readonly MediaType[],
): Difference[] {
  const gone = ours.flatMap((one) => {
    const other = theirs.find(({ mediaType }) => covers(mediaType, one.mediaType));
    if (other) {
      return compareMediaType(pair, direction, part, one, other);
    }
    return [
      differs(pair, part, {
        verdict: "breaking",
        kind: "media-type",
        message: `${one.mediaType} is not there, but ${theirs.map(({ mediaType }) => mediaType).join(", ")}`,
        ours: one.node.pointer,
        witness: {
          what: direction === "request" ? "accepted before, refused now" : "comes no longer",
          message: `Content-Type: ${one.mediaType}`,
        },
      }),
    ];
  });
  const added = theirs
    .filter(
      (other) => !ours.some((one) => covers(other.mediaType, one.mediaType) || covers(one.mediaType, other.mediaType)),
    )
    .filter(() => ours.some((one) => theirs.some((other) => covers(other.mediaType, one.mediaType))))
    .map((other) =>
      differs(pair, part, {
        verdict: "compatible",
        kind: "media-type",
        message: `${other.mediaType} is there too`,
        theirs: other.node.pointer,
      }),
    );
  return [...gone, ...added];
}

function compareMediaType(
  pair: OperationPair,
  direction: Direction,
  part: string,
  ours: MediaType,
  theirs: MediaType,
): Difference[] {
  const context = valueContext(pair, direction, part, formOf(ours.mediaType));
  if (!ours.schema && !theirs.schema) {
    return [];
  }
  if (!theirs.schema && (direction === "request" || pair.sides.loose)) {
    return [
      differs(pair, part, {
        verdict: direction === "request" ? "compatible" : "undecided",
        kind: "body",
        message: "their document gives no schema",
        ours: (ours.schema ?? ours.node).pointer,
        theirs: theirs.node.pointer,
      }),
    ];
  }
  // Without a schema, anything goes.
  const schemas = {
    ours: ours.schema ? schemaAt(context.comparer.ours, ours.schema.pointer) : madeSchema(true),
    theirs: theirs.schema ? schemaAt(context.comparer.theirs, theirs.schema.pointer) : madeSchema(true),
  };
  // What cannot be gone through for its encoding is no more so for its values, and is told there.
  const encoding = tried(() => compareEncoding(pair, context, ours, theirs, schemas));
  return [...(typeof encoding === "string" ? [] : encoding), ...compareSchemas(schemas, context)];
}
