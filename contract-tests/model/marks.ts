import type { JsonObject } from "./json.js";
import { reachedFrom, visit } from "./layout.js";
import { objectAt } from "./node.js";
import { type Operation, readOperations } from "./operation.js";
import { stepInto, toPointer } from "./pointer.js";

/** The contract's marks on a field or a parameter beside OpenAPI, each with its extension. */
export const marks = {
  identifiesPerson: "x-identifies-person",
  divertsMessage: "x-diverts-message",
  secret: "x-secret",
  knownToProvider: "x-known-to-provider",
  needsRefreshJwt: "x-needs-refresh-jwt",
} as const;

/** Marks about requests that cannot mean anything, a line each: not true or false, on nothing that is sent, without a bearer. */
export function misplacedMarks(document: JsonObject): string[] {
  const { knownToProvider, needsRefreshJwt } = marks;
  const found: { mark: string; value: JsonObject; at: string }[] = [];
  visit(document, (value, tokens) => {
    for (const mark of [knownToProvider, needsRefreshJwt]) {
      if (Object.hasOwn(value, mark)) {
        found.push({ mark, value, at: toPointer(tokens) });
      }
    }
  });
  if (found.length === 0) {
    return [];
  }
  const operations = readOperations(document);
  const sentBy = (some: readonly Operation[]) =>
    reachedFrom(
      document,
      some.flatMap(({ path, node }) => {
        const { parameters, requestBody } = objectAt(node);
        return [Object(stepInto(document.paths, path)).parameters, parameters, requestBody];
      }),
    );
  const sent = sentBy(operations);
  const isSignedIn = ({ security }: Operation) => security.credentials.some(({ kind }) => kind === "bearer");
  const signedIn = sentBy(operations.filter(isSignedIn));
  return found.flatMap(({ mark, value, at }) => {
    if (typeof value[mark] !== "boolean") {
      return [`${at}: ${mark} is true or false`];
    }
    if (!sent.has(value)) {
      return [`${at}: ${mark} is about fields and parameters of requests, and no request sends this`];
    }
    return mark === needsRefreshJwt && !signedIn.has(value)
      ? [`${at}: ${mark} goes with a bearer token, and no operation with one sends this`]
      : [];
  });
}
