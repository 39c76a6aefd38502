import { isObject, type JsonObject } from "./json.js";
import { type Method, methods } from "./operation.js";
import { stepInto } from "./pointer.js";

/**
 * A document in which each operation has an `operationId` of its own that can name a method of the client: if it has
 * none, or one that means something else there, its method and path make one, such as `getPetsByPetId`.
 */
export function withOperationIds(document: JsonObject): JsonObject {
  // Two paths may have one operation: each gets its own.
  const copy: JsonObject = JSON.parse(JSON.stringify(document));
  const operations = Object.entries(isObject(copy.paths) ? copy.paths : {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = stepInto(item, method);
      return isObject(operation) ? [{ path, method, operation }] : [];
    }),
  );
  const taken = new Set(operations.flatMap(({ operation }) => usable(operation.operationId) ?? []));
  for (const { path, method, operation } of operations) {
    operation.operationId = usable(operation.operationId) ?? fresh(derived(method, path), taken);
  }
  return copy;
}

/** The other members of a client, and the one that makes an object look like a promise. */
const reserved = new Set(["http", "then"]);

function usable(id: unknown): string | undefined {
  return typeof id === "string" && id.trim() !== "" && !reserved.has(id) && !(id in Object.prototype) ? id : undefined;
}

function derived(method: Method, path: string): string {
  const words = path.split("/").flatMap((segment) => {
    const parameter = /^\{(.*)\}$/.exec(segment)?.[1];
    return parameter === undefined ? [segment] : ["by", parameter];
  });
  const parts = words.flatMap((word) => word.split(/[^A-Za-z0-9]+/)).filter((part) => part !== "");
  return method + parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}

function fresh(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free) || usable(free) === undefined; count += 1) {
    free = `${name}${count}`;
  }
  taken.add(free);
  return free;
}
