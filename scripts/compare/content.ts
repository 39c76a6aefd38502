import type { MediaType } from "../../contract-tests/model/operation.js";
import { type Difference, differs, type Part } from "./difference.js";
import { compareEncoding, covers, formOf } from "./encoding.js";
import { type OperationPair, placeOf, schemasOf } from "./operation-pair.js";
import { compareSchemas, tried } from "./values.js";

/** The differences between two bodies that both documents have: the media types, then the contents of each of ours. */
export function compareContent(
  pair: OperationPair,
  part: Part,
  ours: readonly MediaType[] = [],
  theirs: readonly MediaType[] = [],
): Difference[] {
  const operation = pair.ours.id;
  const names = theirs.map(({ mediaType }) => mediaType);
  const kept = ours.flatMap((one) => {
    const other = theirs.find(({ mediaType }) => covers(mediaType, one.mediaType));
    if (other) {
      return compareMediaType(pair, part, one, other);
    }
    const place = { operation, part, ours: one.node.pointer };
    const news = { ours: one.mediaType, theirs: [...names].sort().join(", ") };
    return [differs(place, "breaking", "media-type-removed", news, `Content-Type: ${one.mediaType}`)];
  });
  const isCovered = (one: MediaType) => names.some((name) => covers(name, one.mediaType));
  const isKnown = (name: string) => ours.some((one) => covers(name, one.mediaType) || covers(one.mediaType, name));
  const added = ours.some(isCovered) ? theirs.filter(({ mediaType }) => !isKnown(mediaType)) : [];
  return [
    ...kept,
    ...added.map(({ mediaType, node }) =>
      differs({ operation, part, theirs: node.pointer }, "compatible", "media-type-added", { theirs: mediaType }),
    ),
  ];
}

function compareMediaType(pair: OperationPair, part: Part, ours: MediaType, theirs: MediaType): Difference[] {
  const context = { ...pair, part, asText: formOf(ours.mediaType) };
  if (!ours.schema && !theirs.schema) {
    return [];
  }
  const place = placeOf(pair, part, ours.schema ?? ours.node, theirs.node);
  if (!theirs.schema && context.direction === "request") {
    return [differs(place, "compatible", "request-schema-removed")];
  }
  if (!theirs.schema && pair.loose) {
    return [differs(place, "undecided", "schema-not-compared", { why: "their document gives no schema" })];
  }
  // Without a schema, anything goes.
  const schemas = schemasOf(context, ours.schema, theirs.schema, true);
  // A form that cannot be gone through for its encoding is not gone through for its values either, and is reported
  // there.
  const encoding = tried(() => compareEncoding(context, ours, theirs, schemas));
  return [...(typeof encoding === "string" ? [] : encoding), ...compareSchemas(schemas, context)];
}
