import { isObject, type Json, type JsonObject, setField } from "../model/json.js";
import { fromPointer } from "../model/pointer.js";

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
  let parent: Json = copy;
  for (const [index, token] of way.entries()) {
    const value: Json | undefined = resolved(copy, get(parent, token));
    const isLast = index === way.length - 1;
    const here = isLast && value !== undefined ? edit(value) : value;
    put(parent, token, here);
    if (here === undefined) {
      return copy;
    }
    parent = here;
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
  const item = resolved(document, get(get(document, paths), path));
  put(get(document, paths), path, item);
  const operation = resolved(document, get(item, method));
  put(item, method, operation);
  const parameter = resolved(document, get(resolved(document, get(item, "parameters")), index ?? ""));
  if (!isObject(operation) || parameter === undefined) {
    throw new Error(`there is no parameter at ${at.join("/")}`);
  }
  const own = Array.isArray(operation.parameters) ? operation.parameters : [];
  operation.parameters = [...own, structuredClone(parameter)];
  return [paths, path, method, "parameters", String(own.length), ...rest];
}

/** A copy of what a value refers to, with what stands beside the reference; any other value as it is. */
function resolved(document: JsonObject, value: Json | undefined): Json | undefined {
  let here = value;
  for (let hops = 0; isObject(here) && typeof here.$ref === "string" && hops < 100; hops += 1) {
    const { $ref, ...beside } = here;
    const target = structuredClone(fromPointer(String($ref)).reduce<Json | undefined>(get, document));
    here = isObject(target) ? { ...target, ...beside } : target;
  }
  return here;
}

function get(parent: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(parent)) {
    return parent[Number(token)];
  }
  return isObject(parent) && Object.hasOwn(parent, token) ? parent[token] : undefined;
}

function put(parent: Json | undefined, token: string, value: Json | undefined): void {
  if (Array.isArray(parent)) {
    if (value === undefined) {
      parent.splice(Number(token), 1);
    } else {
      parent[Number(token)] = value;
    }
  } else if (isObject(parent)) {
    if (value === undefined) {
      delete parent[token];
    } else {
      setField(parent, token, value);
    }
  } else {
    throw new Error(`nothing can stand under ${token} here`);
  }
}
