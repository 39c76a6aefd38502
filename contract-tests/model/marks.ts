import { isObject, type JsonObject } from "./json.js";
import { visit } from "./layout.js";
import { methods, readOperations } from "./operation.js";
import { fromPointer, lookUp, toPointer } from "./pointer.js";

/** The contract's marks on a field or a parameter beside OpenAPI, each with its extension. */
export const marks = {
  identifiesPerson: "x-identifies-person",
  divertsMessage: "x-diverts-message",
  secret: "x-secret",
  knownToProvider: "x-known-to-provider",
  needsRefreshJwt: "x-needs-refresh-jwt",
} as const;

/** Every object that some values of a document lead to, by any keyword and reference, themselves included. */
export function reachedFrom(document: JsonObject, from: readonly unknown[]): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  const pending = [...from];
  while (pending.length > 0) {
    const one = pending.pop();
    if (typeof one !== "object" || one === null || seen.has(one)) {
      continue;
    }
    seen.add(one);
    if ("$ref" in one && typeof one.$ref === "string") {
      pending.push(lookUp(document, fromPointer(one.$ref)));
    }
    pending.push(...Object.values(one));
  }
  return seen;
}

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
  const items = Object.values(Object(document.paths)).filter(isObject);
  const sent = reachedFrom(
    document,
    items.flatMap((item) => [item, ...methods.map((method) => Object(item[method]))]).flatMap(requestOf),
  );
  const withBearer = readOperations(document)
    .filter(({ security }) => security.credentials.some(({ kind }) => kind === "bearer"))
    .flatMap(({ path, node }) => [Object(document.paths)[path], node.value]);
  const signedIn = reachedFrom(document, withBearer.flatMap(requestOf));
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

/** The parts of a path item or an operation that hold fields and parameters; the object itself is none. */
function requestOf(value: unknown): unknown[] {
  const { parameters, requestBody } = Object(value);
  return [parameters, requestBody];
}
