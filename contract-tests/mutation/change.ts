import { isObject, type Json, type JsonObject } from "../model/json.js";
import { lookUp, resolved, setAt } from "../model/pointer.js";

/**
 * A copy of a document with one place changed, `at` being a way as if nothing were shared: what is shared on the way is
 * copied in, so that other references to it keep what they had. An edit that returns undefined removes the place.
 */
export function changed(
  document: JsonObject,
  at: readonly string[],
  edit: (value: Json) => Json | undefined,
): JsonObject {
  const copy = structuredClone(document);
  const way = ofOneOperation(copy, at);
  for (const index of way.keys()) {
    const here = way.slice(0, index + 1);
    const value = copyOf(copy, lookUp(copy, here));
    const isLast = index === way.length - 1;
    setAt(copy, here, isLast && value !== undefined ? edit(value) : value);
    if (value === undefined) {
      break;
    }
  }
  return copy;
}

/** A way to a change in an operation, where its parameters stand with the path and so belong to all its methods. */
export function inOperation(at: readonly string[], operation: readonly string[]): readonly string[] {
  return at[0] === "paths" && at[2] === "parameters" ? [...operation, "path-parameters", ...at.slice(3)] : at;
}

/** Takes a parameter of the path over into the operation, where it goes before the one it was taken from. */
function ofOneOperation(document: JsonObject, at: readonly string[]): readonly string[] {
  const [paths, path, method, list, index, ...rest] = at;
  if (list !== "path-parameters" || paths === undefined || path === undefined || method === undefined) {
    return at;
  }
  const item = copyOf(document, lookUp(document, [paths, path]));
  setAt(document, [paths, path], item);
  const operation = copyOf(document, lookUp(item, [method]));
  setAt(document, [paths, path, method], operation);
  const parameter = copyOf(document, lookUp(copyOf(document, lookUp(item, ["parameters"])), [index ?? ""]));
  if (!isObject(operation) || parameter === undefined) {
    throw new Error(`there is no parameter at ${at.join("/")}`);
  }
  const own = Array.isArray(operation.parameters) ? operation.parameters : [];
  operation.parameters = [...own, structuredClone(parameter)];
  return [paths, path, method, "parameters", String(own.length), ...rest];
}

/** A copy of what a value refers to, with what is beside the reference; any other value as it is. */
function copyOf(document: JsonObject, value: Json | undefined): Json | undefined {
  const whole = resolved(document, value);
  return whole === value ? value : structuredClone(whole);
}
