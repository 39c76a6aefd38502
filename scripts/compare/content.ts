import type { MediaType } from "../../contract-tests/model/operation.js";
import { madeSchema, schemaAt } from "../../contract-tests/schema/schema.js";
import type { Difference, Part } from "./difference.js";
import { compareEncoding, covers, formOf } from "./encoding.js";
import { differs, differsIn, type OperationPair, valueContext } from "./operation-pair.js";
import { compareSchemas, tried } from "./values.js";

/** What differs between two bodies that both documents have: the media types, then what each of ours holds. */
export function compareContent(
  pair: OperationPair,
  part: Part,
  ours: readonly MediaType[],
  theirs: readonly MediaType[],
): Difference[] {
  const context = valueContext(pair, part);
  const kept = ours.flatMap((one) => {
    const other = theirs.find(({ mediaType }) => covers(mediaType, one.mediaType));
    if (other) {
      return compareMediaType(pair, part, one, other);
    }
    return [
      differsIn(context, "breaking", "media-type-removed", {
        news: {
          ours: one.mediaType,
          theirs: theirs
            .map(({ mediaType }) => mediaType)
            .sort()
            .join(", "),
        },
        ours: one.node.pointer,
        witness: { message: `Content-Type: ${one.mediaType}` },
      }),
    ];
  });
  const isKnown = (other: MediaType) =>
    ours.some((one) => covers(other.mediaType, one.mediaType) || covers(one.mediaType, other.mediaType));
  const anyIsKept = ours.some((one) => theirs.some((other) => covers(other.mediaType, one.mediaType)));
  const added = theirs
    .filter((other) => anyIsKept && !isKnown(other))
    .map((other) =>
      differsIn(context, "compatible", "media-type-added", {
        news: { theirs: other.mediaType },
        theirs: other.node.pointer,
      }),
    );
  return [...kept, ...added];
}

function compareMediaType(pair: OperationPair, part: Part, ours: MediaType, theirs: MediaType): Difference[] {
  const context = valueContext(pair, part, formOf(ours.mediaType));
  if (!ours.schema && !theirs.schema) {
    return [];
  }
  const at = { ours: (ours.schema ?? ours.node).pointer, theirs: theirs.node.pointer };
  if (!theirs.schema && context.direction === "request") {
    return [differs(pair, part, "compatible", "request-schema-removed", at)];
  }
  if (!theirs.schema && pair.sides.loose) {
    const news = { why: "their document gives no schema" };
    return [differsIn(context, "undecided", "schema-not-compared", { ...at, news })];
  }
  // Without a schema, anything goes.
  const schemas = {
    ours: ours.schema ? schemaAt(context.comparer.ours, ours.schema.pointer) : madeSchema(true),
    theirs: theirs.schema ? schemaAt(context.comparer.theirs, theirs.schema.pointer) : madeSchema(true),
  };
  // What cannot be gone through for its encoding is no more so for its values, and is told there.
  const encoding = tried(() => compareEncoding(context, ours, theirs, schemas));
  return [...(typeof encoding === "string" ? [] : encoding), ...compareSchemas(schemas, context)];
}
