import type { Direction } from "../../contract-tests/model/direction.js";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, type JsonObject } from "../../contract-tests/model/json.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import { createComparer } from "../../contract-tests/schema/comparer.js";
import { moved, prefixes } from "./address.js";
import { type Comparison, type Difference, worstFirst } from "./difference.js";
import { type Match, matchOperations, type Outline } from "./match.js";
import { normalize } from "./normalize.js";
import { differs, type Sides } from "./operation-pair.js";
import { prune } from "./prune.js";
import { compareRequest } from "./request.js";
import { compareResponses } from "./responses.js";
import { compareSecurity } from "./security.js";
import { documentsFields, marksRequired, readSide, type Side } from "./side.js";

export interface CompareOptions {
  /** Take a loose document at its word: a response field that is not marked required can be missing. */
  readonly literal?: boolean;
  /** Told after each operation how many of how many are compared. */
  readonly onOperation?: (done: number, all: number) => void;
}

/** What differs between our contract and another document, for our operations, for a consumer generated from ours. */
export function compareDocuments(ours: JsonObject, theirs: JsonObject, options: CompareOptions = {}): Comparison {
  const matches = matchOperations(ours, theirs);
  const notes = notCompared(ours, theirs);
  const sides = readSides(ours, theirs, matches, options, notes);
  const differences = matches.flatMap((match, index) => {
    const found = compareMatch(match, matches, sides);
    options.onOperation?.(index + 1, matches.length);
    return found;
  });
  return {
    notes,
    operations: matches.map(({ ours: one }) => idOf(one)),
    differences: worstFirst([...prefixes(matches), ...differences]),
  };
}

/** What the two documents say besides, and nobody looks at. */
function notCompared(ours: JsonObject, theirs: JsonObject): string[] {
  const documents = [ours, theirs];
  const parts = [
    ...(documents.some(({ webhooks }) => isObject(webhooks) && Object.keys(webhooks).length > 0) ? ["Webhooks"] : []),
    ...(documents.some(hasCallbacks) ? ["callbacks"] : []),
  ];
  const [first, ...rest] = parts;
  if (first === undefined) {
    return [];
  }
  const named = [`${first[0]?.toUpperCase()}${first.slice(1)}`, ...rest].join(" and ");
  return [`${named} are not compared.`];
}

function hasCallbacks({ paths }: JsonObject): boolean {
  if (!isObject(paths)) {
    return false;
  }
  return Object.values(paths).some(
    (item) =>
      isObject(item) &&
      Object.values(item).some(
        (one) => isObject(one) && isObject(one.callbacks) && Object.keys(one.callbacks).length > 0,
      ),
  );
}

function readSides(
  ours: JsonObject,
  theirs: JsonObject,
  matches: readonly Match[],
  { literal = false }: CompareOptions,
  notes: string[],
): Sides {
  const documents = {
    ours: normalize(prune(ours, [...new Set(matches.map((one) => one.ours.path))])),
    theirs: normalize(prune(theirs, [...new Set(matches.flatMap((one) => one.theirs?.path ?? []))])),
  };
  const response = {
    ours: readSide(documents.ours, "response", "consumer"),
    theirs: readSide(documents.theirs, "response", "producer"),
  };
  const loose = documentsFields(response.theirs) && !marksRequired(response.theirs) && marksRequired(response.ours);
  if (loose) {
    notes.push(
      literal
        ? "The other document marks no response field as required; --literal: each may be missing."
        : "The other document marks no response field as required: documented ones are taken as required (--literal takes it at its word).",
    );
  }
  const listedIsRequired = loose && !literal;
  const held = {
    ours: { request: readSide(documents.ours, "request", "producer"), response: response.ours },
    theirs: {
      request: readSide(documents.theirs, "request", "consumer"),
      response: listedIsRequired
        ? readSide(documents.theirs, "response", "producer", { listedIsRequired })
        : response.theirs,
    },
  };
  const comparer = (direction: Direction) =>
    createComparer(held.ours[direction].root.document, held.theirs[direction].root.document);
  return {
    documents,
    loose: listedIsRequired,
    ...held,
    comparers: { request: comparer("request"), response: comparer("response") },
  };
}

function compareMatch(match: Match, matches: readonly Match[], sides: Sides): Difference[] {
  const { ours, theirs } = match;
  if (!theirs) {
    return [
      {
        verdict: "breaking",
        kind: "operation-gone",
        operation: idOf(ours),
        part: "operation",
        field: "",
        message: "is not there, by path or by operationId",
        ours: operationIn(sides.ours.request, ours).node.pointer,
        witness: { what: "accepted before, refused now", message: shown(ours) },
      },
    ];
  }
  const request = {
    sides,
    ours: operationIn(sides.ours.request, ours),
    theirs: operationIn(sides.theirs.request, theirs),
  };
  const response = {
    sides,
    ours: operationIn(sides.ours.response, ours),
    theirs: operationIn(sides.theirs.response, theirs),
  };
  const address = moved(match, matches).map(([kind, message]) =>
    differs(request, "operation", {
      verdict: "breaking",
      kind,
      message,
      witness: { what: "accepted before, refused now", message: shown(ours) },
    }),
  );
  const deprecated =
    request.theirs.deprecated && !request.ours.deprecated
      ? [
          differs(request, "operation", {
            verdict: "compatible",
            kind: "operation-deprecated",
            message: "is deprecated there",
          }),
        ]
      : [];
  return [
    ...address,
    ...deprecated,
    ...compareSecurity(request),
    ...compareRequest(request),
    ...compareResponses(response),
  ];
}

function operationIn(side: Side, { method, path }: Outline): Operation {
  const found = side.operations.find((one) => one.method === method && one.path === path);
  if (!found) {
    throw new InputError(`${method.toUpperCase()} ${path} cannot be read.`);
  }
  return found;
}

function idOf({ id, method, path }: Outline): string {
  return id ?? `${method} ${path}`;
}

function shown({ method, path }: Outline): string {
  return `${method.toUpperCase()} ${path}`;
}
