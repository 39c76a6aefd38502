import type { Direction } from "../../contract-tests/model/direction.js";
import { InputError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { child, entries, objectAt, rootNode } from "../../contract-tests/model/node.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import { toPointer } from "../../contract-tests/model/pointer.js";
import { createComparer } from "../../contract-tests/schema/comparer.js";
import { moved, prefixes, serversChanged } from "./address.js";
import { type Comparison, type Difference, differs, type Part, type Place, worstFirst } from "./difference.js";
import { addedOperations, idOf, type Match, matchOperations, type Outline, shown } from "./match.js";
import { compareRequest } from "./members.js";
import { type OperationPair, placeOf, type Sides } from "./operation-pair.js";
import { compareResponses } from "./responses.js";
import { compareSecurity } from "./security.js";
import { documentsFields, followable, hasOneWay, marksRequired, readSide, type Side } from "./side.js";

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
  const counts = (one: Outline) => options.only?.({ id: idOf(one), path: one.path }) ?? true;
  const every = matchOperations(ours, theirs);
  const matches = every.filter((one) => counts(one.ours));
  const added = addedOperations(theirs, every).filter(counts);
  if (matches.length + added.length === 0) {
    throw new InputError("No operation is called so, or has such a path.");
  }
  const notes = notCompared(ours, theirs);
  const sides = readSides(followable(ours), followable(theirs), matches, options, notes);
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

function isNew(operation: Outline): Difference {
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

function readSides(
  ours: JsonObject,
  theirs: JsonObject,
  matches: readonly Match[],
  { literal = false }: CompareOptions,
  notes: string[],
): Sides {
  const read = (document: JsonObject, found: readonly (Outline | undefined)[], sends: Direction) => {
    const paths = [...new Set(found.flatMap((one) => one?.path ?? []))];
    const inDirection = (direction: Direction, listedIsRequired = false) =>
      readSide(document, { paths, direction, role: direction === sends ? "producer" : "consumer", listedIsRequired });
    const response = inDirection("response");
    // Schemas that are the same in both directions are read once.
    const request = hasOneWay(document) ? inDirection("request") : response;
    return { request, response, strict: () => inDirection("response", true) };
  };
  const [oneSide, otherSide] = [matches.map((one) => one.ours), matches.map((one) => one.theirs)];
  const [here, there] = [read(ours, oneSide, "request"), read(theirs, otherSide, "response")];
  const loose = documentsFields(there.response) && !marksRequired(there.response) && marksRequired(here.response);
  if (loose) {
    notes.push(
      literal
        ? "The other document marks no response field as required; --literal: each may be missing."
        : "The other document marks no response field as required: documented ones count as required (--literal takes it at its word).",
    );
  }
  const isStrict = loose && !literal;
  const response = isStrict ? there.strict() : there.response;
  const comparer = (one: Side, other: Side) => createComparer(one.root.document, other.root.document);
  const ofRequest = comparer(here.request, there.request);
  const isShared = here.request === here.response && there.request === response;
  return {
    ours: here,
    theirs: { request: there.request, response },
    loose: isStrict,
    comparers: { request: ofRequest, response: isShared ? ofRequest : comparer(here.response, response) },
  };
}

function compareMatch(match: Match, matches: readonly Match[], sides: Sides): Difference[] {
  const { ours, theirs } = match;
  if (!theirs) {
    const { pointer } = operationIn(sides.ours.request, ours).node;
    const place = { operation: idOf(ours), part: whole, ours: pointer };
    return [differs(place, "breaking", "operation-removed", { ours: shown(ours) }, shown(ours))];
  }
  const pairIn = (direction: Direction): OperationPair => ({
    sides,
    ours: operationIn(sides.ours[direction], ours),
    theirs: operationIn(sides.theirs[direction], theirs),
  });
  const [request, response] = [pairIn("request"), pairIn("response")];
  const place = placeOf(request, whole);
  const isDeprecated = request.theirs.deprecated && !request.ours.deprecated;
  return [
    ...moved(place, match, matches),
    ...renamed(place, match, sides),
    ...(isDeprecated ? [differs(place, "compatible", "operation-deprecated")] : []),
    ...compareSecurity(request),
    ...compareRequest(request),
    ...compareResponses(response),
  ];
}

/** Another API calls everything by other names: one that keeps its title calls them so on purpose. */
function renamed(place: Place, { ours, theirs }: Match, sides: Sides): Difference[] {
  const [here, there] = [sides.ours, sides.theirs].map(({ request }) => objectAt(child(request.root, "info")).title);
  return here === there && ours.id !== undefined && theirs?.id !== undefined && ours.id !== theirs.id
    ? [differs(place, "compatible", "operation-id-changed", { ours: ours.id, theirs: theirs.id })]
    : [];
}

function operationIn(side: Side, { method, path }: Outline): Operation {
  const found = side.operations.find((one) => one.method === method && one.path === path);
  if (!found) {
    throw new InputError(`${shown({ method, path })} cannot be read.`);
  }
  return found;
}
