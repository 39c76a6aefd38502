import { child, entries, type Node } from "../../contract-tests/model/node.js";
import type { MediaType } from "../../contract-tests/model/operation.js";
import { madeSchema, schemaAt } from "../../contract-tests/schema/schema.js";
import { compareContent } from "./content.js";
import { type Difference, directionOf, type Part } from "./difference.js";
import type { Whole } from "./kinds.js";
import { differs, type OperationPair, valueContext } from "./operation-pair.js";
import { isWrittenAlike, named } from "./style.js";
import { compareSchemas } from "./values.js";
import { whereOf } from "./words.js";

/** A parameter or a header: a value that travels as text. */
interface Written {
  readonly node: Node;
  readonly schema: Node | undefined;
}

/** What differs in a value that travels as text: how it is written, and which values there are. */
export function compareWritten(
  pair: OperationPair,
  part: Part,
  kind: Extract<Whole, `${string}-style-changed`>,
  ours: Written,
  theirs: Written,
): Difference[] {
  const direction = directionOf(part);
  const otherwise = (here: string, there: string): Difference => {
    const sent = direction === "request" ? here : there;
    return differs(pair, part, "breaking", kind, {
      news: { name: "written", ours: here, theirs: there },
      ours: ours.node.pointer,
      theirs: theirs.node.pointer,
      witness: { message: `a ${direction} with the ${whereOf({ part, field: [] })} as ${sent}` },
    });
  };
  const [mine, other] = [contentOf(ours.node), contentOf(theirs.node)];
  if (mine && other) {
    return compareContent(pair, part, [mine], [other]);
  }
  if (mine || other) {
    const form = (one: MediaType | undefined) => one?.mediaType ?? "plain text";
    return [otherwise(form(mine), form(other))];
  }
  const context = valueContext(pair, part, "all");
  // Without a schema, any text goes.
  const text = madeSchema({ type: "string" });
  const schemas = {
    ours: ours.schema ? schemaAt(context.comparer.ours, ours.schema.pointer) : text,
    theirs: theirs.schema ? schemaAt(context.comparer.theirs, theirs.schema.pointer) : text,
  };
  const sent = direction === "request" ? schemas.ours : schemas.theirs;
  const style = isWrittenAlike(ours.node, theirs.node, sent, context.comparer)
    ? []
    : [otherwise(named(ours.node), named(theirs.node))];
  return [...style, ...compareSchemas(schemas, context)];
}

/** The one media type of a value that is described by its content. */
function contentOf(node: Node): MediaType | undefined {
  const [first] = entries(child(node, "content"));
  if (!first) {
    return undefined;
  }
  const [mediaType, one] = first;
  return { mediaType, node: one, schema: child(one, "schema"), examples: [] };
}
