import { child, entries, type Node } from "../../contract-tests/model/node.js";
import type { MediaType } from "../../contract-tests/model/operation.js";
import { compareContent } from "./content.js";
import { type Difference, differs, type Place } from "./difference.js";
import type { Whole } from "./kinds.js";
import { type OperationPair, schemasOf } from "./operation-pair.js";
import { otherStyle } from "./style.js";
import { compareSchemas } from "./values.js";
import { whereOf } from "./words.js";

/** A parameter or a header: a value that travels as text. */
interface Written {
  readonly node: Node;
  readonly schema?: Node | undefined;
}

/** The differences in a value that travels as text: how it is written, and which values there are. */
export function compareWritten(
  pair: OperationPair,
  place: Place,
  kind: Extract<Whole, `${string}-style-changed`>,
  ours: Written,
  theirs: Written,
): Difference[] {
  const { part } = place;
  const otherwise = (here: string, there: string): Difference => {
    const news = { name: "written", ours: here, theirs: there };
    const sent = pair.direction === "request" ? here : there;
    const witness = `a ${pair.direction} with the ${whereOf({ part, field: [] })} as ${sent}`;
    return differs(place, "breaking", kind, news, witness);
  };
  const [mine, other] = [contentOf(ours.node), contentOf(theirs.node)];
  if (mine && other) {
    return compareContent(pair, part, [mine], [other]);
  }
  if (mine || other) {
    const form = (one: MediaType | undefined) => one?.mediaType ?? "plain text";
    return [otherwise(form(mine), form(other))];
  }
  const context = { ...pair, part, asText: "all" as const };
  // Without a schema, any text goes.
  const schemas = schemasOf(context, ours.schema, theirs.schema, { type: "string" });
  const sent = pair.direction === "request" ? schemas.ours : schemas.theirs;
  const style = otherStyle(ours.node, theirs.node, sent, pair.comparer);
  return [...(style ? [otherwise(style.ours, style.theirs)] : []), ...compareSchemas(schemas, context)];
}

/** The one media type of a value that is described by its content. */
function contentOf(node: Node): MediaType | undefined {
  const [first] = entries(child(node, "content"));
  return first && { mediaType: first[0], node: first[1], schema: child(first[1], "schema"), examples: [] };
}
