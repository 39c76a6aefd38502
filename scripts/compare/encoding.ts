import { canonical, isObject } from "../../contract-tests/model/json.js";
import { child, type Node, objectAt } from "../../contract-tests/model/node.js";
import type { MediaType } from "../../contract-tests/model/operation.js";
import { listedNames, underName } from "../../contract-tests/schema/conjunction.js";
import { alone } from "../../contract-tests/schema/facts.js";
import { keywordsOf, type Schema } from "../../contract-tests/schema/schema.js";
import { type Difference, differs, type Place } from "./difference.js";
import type { Compared, ValueContext } from "./operation-pair.js";
import { otherStyle } from "./style.js";

/** Whether a media type is a form, and which of its values travel as text: all, or all but objects. */
export function formOf(mediaType: string): "all" | "scalars" | undefined {
  const type = mediaType.toLowerCase();
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return "all";
  }
  return type.startsWith("multipart/") ? "scalars" : undefined;
}

/** The differences in the way in which the fields of a form are written. */
export function compareEncoding(
  context: ValueContext,
  ours: MediaType,
  theirs: MediaType,
  schemas: Compared,
): Difference[] {
  const form = formOf(ours.mediaType);
  if (!form) {
    return [];
  }
  const { part, direction, comparer } = context;
  const sent = alone(direction === "request" ? schemas.ours : schemas.theirs);
  return listedNames(sent).flatMap((name) => {
    const [held] = underName(sent, name).held.schemas;
    const [here, there] = [encodingOf(ours, name), encodingOf(theirs, name)];
    if (!held || canonical(here.value) === canonical(there.value)) {
      return [];
    }
    const place = {
      operation: context.ours.id,
      part,
      field: [name],
      ours: ours.node.pointer,
      theirs: theirs.node.pointer,
    };
    const [own, other] = [objectAt(here).headers, objectAt(there).headers];
    const news = { name: "headers of its part", ...(own && { ours: own }), ...(other && { theirs: other }) };
    const headers = canonical(own) === canonical(other) ? [] : [differs(place, "undecided", "encoding-changed", news)];
    if (form === "scalars" && ![here, there].some((node) => "style" in objectAt(node) || "explode" in objectAt(node))) {
      return [...headers, ...ofContentType(here, there, held, context, place)];
    }
    const style = otherStyle(here, there, held, comparer);
    const shown = `a form with ${name} as ${style?.ours}`;
    return style
      ? [...headers, differs(place, "breaking", "encoding-changed", { name: "written", ...style }, shown)]
      : headers;
  });
}

/** How a field is encoded, as if it were a parameter of a query, as OpenAPI has it. */
function encodingOf({ node }: MediaType, name: string): Node {
  const held = child(node, "encoding", name);
  return { ...(held ?? node), value: { ...(held ? objectAt(held) : {}), name, in: "query" } };
}

function ofContentType(
  ours: Node,
  theirs: Node,
  held: Schema,
  { direction, comparer }: ValueContext,
  place: Place,
): Difference[] {
  const listed = (node: Node) => {
    const { contentType } = objectAt(node);
    const types = typeof contentType === "string" ? contentType.toLowerCase().split(",") : [usual(held, comparer)];
    return types.map((one) => one.trim()).sort();
  };
  const [here, there] = [listed(ours), listed(theirs)];
  const [sent, taken] = direction === "request" ? [here, there] : [there, here];
  if (here.join() === there.join()) {
    return [];
  }
  const strange = sent.filter((one) => !taken.some((range) => covers(range, one)));
  const news = { name: "written", ours: here.join(", "), theirs: there.join(", ") };
  return strange.length > 0
    ? [differs(place, "breaking", "encoding-changed", news, `a part as ${strange.join(", ")}`)]
    : [differs(place, "compatible", "encoding-changed", news)];
}

/** The content type of a part if its contract does not say. */
function usual(field: Schema, { prover }: ValueContext["comparer"]): string {
  const { types } = prover.factsOf(alone(field));
  const { contentEncoding, format, items } = keywordsOf(field);
  if (contentEncoding !== undefined || format === "binary" || types.size > 2) {
    return "application/octet-stream";
  }
  const holdsObjects = types.has("array") && isObject(items) && items.type === "object";
  return types.has("object") || holdsObjects ? "application/json" : "text/plain";
}

/** Whether a documented media type or range is, or covers, another; parameters such as a charset aside. */
export function covers(documented: string, mediaType: string): boolean {
  const [range = "", type = ""] = [documented, mediaType].map((one) => (one.split(";")[0] ?? "").trim().toLowerCase());
  return range === type || range === "*/*" || (range.endsWith("/*") && type.startsWith(range.slice(0, -1)));
}
