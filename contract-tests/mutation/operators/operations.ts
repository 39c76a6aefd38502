import { isObject, type Json, type JsonObject } from "../../model/json.js";
import type { WideOperator } from "../mutant.js";
import { neverEquivalent } from "../shows.js";

const added: JsonObject = {
  operationId: "addedOperation",
  responses: { "200": { description: "There.", content: { "application/json": { example: { there: true } } } } },
};

function withPaths(document: JsonObject, edit: (paths: JsonObject) => JsonObject): JsonObject {
  return { ...structuredClone(document), paths: edit(isObject(document.paths) ? structuredClone(document.paths) : {}) };
}

/** Operations that come to the contract. What is there already stays as it is, so every case has to pass. */
export const operations: readonly WideOperator[] = [
  {
    name: "operation-added",
    family: "operations",
    effect: "compatible",
    definition: "the provider has one more operation than the contract",
    applyToAll: ({ document, operations: existing }) => {
      const [first] = existing;
      const draft = (where: string, what: string, edit: (paths: JsonObject) => JsonObject) => ({
        where,
        at: ["paths"],
        what,
        provider: { document: () => withPaths(document, edit) },
        equivalent: neverEquivalent,
      });
      const onPath = (paths: JsonObject): JsonObject => {
        if (!first) {
          return paths;
        }
        const item: Json = paths[first.path] ?? {};
        return { ...paths, [first.path]: isObject(item) ? { ...item, patch: added } : item };
      };
      return [
        draft("new-path", "GET /added-path", (paths) => ({ ...paths, "/added-path": { get: added } })),
        ...(first && first.method !== "patch" ? [draft("new-method", `PATCH ${first.path}`, onPath)] : []),
      ];
    },
  },
];
