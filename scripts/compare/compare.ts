import { type Direction, hasDirections } from "../../contract-tests/model/direction.js";
import { InputError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { child, entries, items, type Node, objectAt, rootNode } from "../../contract-tests/model/node.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import { toPointer } from "../../contract-tests/model/pointer.js";
import { createComparer } from "../../contract-tests/schema/comparer.js";
import { moved, prefixes, serversChanged } from "./address.js";
import { type Comparison, type Difference, differs, type Part, type Place, worstFirst } from "./difference.js";
import { idOf, type Match, matchOperations, shown } from "./match.js";
import { compareRequest } from "./members.js";
import { type OperationPair, placeOf } from "./operation-pair.js";
import { compareResponses } from "./responses.js";
import { compareSecurity } from "./security.js";
import { followable, readSide, type Side, schemasOfResponses } from "./side.js";

interface CompareOptions {
  /** Take a loose document at its word: a response field that is not marked required can be missing. */
  readonly literal?: boolean;
  /** The operations that count, by their names and by their paths; all if absent. */
  readonly only?: (operation: { readonly id: string; readonly path: string }) => boolean;
  /** Told after each operation how many of how many are compared. */
  readonly onOperation?: (done: number, all: number) => void;
}

/** The differences between our contract and another document in our operations, for a consumer generated from ours. */
export function compareDocuments(ours: JsonObject, theirs: JsonObject, options: CompareOptions = {}): Comparison {
  const counts = (one: Match["ours"]) => options.only?.({ id: idOf(one), path: one.path }) ?? true;
  const { matches: every, added: further } = matchOperations(ours, theirs);
  const matches = every.filter((one) => counts(one.ours));
  const added = further.filter(counts);
  if (matches.length + added.length === 0) {
    throw new InputError("No operation is called so, or has such a path.");
  }
  const notes = notCompared(ours, theirs);
  const sides = readSides(followable(ours), followable(theirs), matches, options.literal ?? false, notes);
  const differences = matches.flatMap((match, index) => {
    const found = compareMatch(match, every, sides);
    options.onOperation?.(index + 1, matches.length);
    return found;
  });
  return {
    notes,
    operations: matches.map(({ ours: one }) => idOf(one)),
    differences: worstFirst([
      ...prefixes(every),
      ...serversChanged(ours, theirs, every),
      ...differences,
      ...added.map(isNew),
    ]),
  };
}

function isNew(operation: Match["ours"]): Difference {
  const { method, path } = operation;
  const place = { operation: idOf(operation), part: whole, theirs: toPointer(["paths", path, method]) };
  return differs(place, "compatible", "operation-added", { theirs: shown(operation) });
}

const whole: Part = { of: "operation" };

/** The parts of the two documents that are not compared. */
function notCompared(...documents: readonly JsonObject[]): string[] {
  const roots = documents.map((document) => rootNode(document));
  const operations = roots.flatMap((root) => entries(child(root, "paths")).flatMap(([, item]) => entries(item)));
  const webhooks = roots.some((root) => entries(child(root, "webhooks")).length > 0);
  const callbacks = operations.some(([, operation]) => entries(child(operation, "callbacks")).length > 0);
  const parts = [...(webhooks ? ["Webhooks"] : []), ...(callbacks ? [webhooks ? "callbacks" : "Callbacks"] : [])];
  return parts.length > 0 ? [`${parts.join(" and ")} are not compared.`] : [];
}

/** Both documents as they hold in one direction. */
interface Sides extends Pick<OperationPair, "direction" | "comparer" | "loose"> {
  readonly ours: Side;
  readonly theirs: Side;
}

function readSides(
  ours: JsonObject,
  theirs: JsonObject,
  matches: readonly Match[],
  isLiteral: boolean,
  notes: string[],
): Readonly<Record<Direction, Sides>> {
  const read = (direction: Direction, loose = false): Sides => {
    const side = (name: "ours" | "theirs") =>
      readSide(name === "ours" ? ours : theirs, {
        paths: matches.flatMap((one) => one[name]?.path ?? []),
        direction,
        role: (name === "ours") === (direction === "request") ? "producer" : "consumer",
        listedIsRequired: loose && name === "theirs",
      });
    const [here, there] = [side("ours"), side("theirs")];
    return { direction, ours: here, theirs: there, comparer: createComparer(here.document, there.document), loose };
  };
  const response = read("response");
  const isLoose = isLooser(schemasOfResponses(response.theirs), schemasOfResponses(response.ours));
  if (isLoose) {
    notes.push(
      `The other document marks no response field as required: ${isLiteral ? "with --literal, each may be missing." : "documented ones count as required (--literal takes it at its word)."}`,
    );
  }
  const loose = isLoose && !isLiteral;
  // Schemas that are the same in both directions are read once.
  const isShared = !loose && !hasDirections(ours) && !hasDirections(theirs);
  return {
    request: isShared ? { ...response, direction: "request" } : { ...read("request"), loose },
    response: loose ? read("response", true) : response,
  };
}

/** Whether schemas list fields and mark none as required, as others do. */
function isLooser(theirs: readonly Node[], ours: readonly Node[]): boolean {
  const marks = (schemas: readonly Node[]) => schemas.some((one) => items(child(one, "required")).length > 0);
  return theirs.some((one) => entries(child(one, "properties")).length > 0) && !marks(theirs) && marks(ours);
}

function compareMatch(
  match: Match,
  matches: readonly Match[],
  sides: Readonly<Record<Direction, Sides>>,
): Difference[] {
  const { ours, theirs } = match;
  if (!theirs) {
    const { pointer } = operationIn(sides.request.ours, ours).node;
    const place = { operation: idOf(ours), part: whole, ours: pointer };
    return [differs(place, "breaking", "operation-removed", { ours: shown(ours) }, shown(ours))];
  }
  const pairIn = (one: Sides): OperationPair => ({
    ...one,
    ours: operationIn(one.ours, ours),
    theirs: operationIn(one.theirs, theirs),
  });
  const [request, response] = [pairIn(sides.request), pairIn(sides.response)];
  const place = placeOf(request, whole);
  const isDeprecated = request.theirs.deprecated && !request.ours.deprecated;
  return [
    ...moved(place, match, matches),
    ...renamed(place, match, request),
    ...(isDeprecated ? [differs(place, "compatible", "operation-deprecated")] : []),
    ...compareSecurity(request),
    ...compareRequest(request),
    ...compareResponses(response),
  ];
}

/** Another API calls everything by other names: one that keeps its title calls them so on purpose. */
function renamed(place: Place, { ours, theirs }: Match, pair: OperationPair): Difference[] {
  const titleOf = ({ node }: Operation) => objectAt(child(rootNode(node.document), "info")).title;
  const isKept = titleOf(pair.ours) === titleOf(pair.theirs);
  return isKept && ours.id !== undefined && theirs?.id !== undefined && ours.id !== theirs.id
    ? [differs(place, "compatible", "operation-id-changed", { ours: ours.id, theirs: theirs.id })]
    : [];
}

function operationIn(side: Side, { method, path }: Match["ours"]): Operation {
  const found = side.operations.find((one) => one.method === method && one.path === path);
  if (!found) {
    throw new InputError(`${shown({ method, path })} cannot be read.`);
  }
  return found;
}
