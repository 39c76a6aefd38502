import { isObject, type Json } from "../../model/json.js";
import { changed, inOperation } from "../change.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { neverEquivalent } from "../shows.js";
import { inEachVoice } from "../voice.js";

/** A change in how a parameter, or the body as a whole, is asked for. */
function draft(
  { contract, operation }: Scope,
  where: string,
  at: readonly string[],
  what: string,
  edit: (value: { [key: string]: Json }) => Json,
): Draft {
  return {
    where,
    at,
    what: `${where}: ${what}`,
    provider: {
      document: () =>
        changed(contract.document, inOperation(at, operation.node.at), (value) =>
          isObject(value) ? edit(value) : value,
        ),
    },
    equivalent: neverEquivalent,
  };
}

/** Parameters of the path are part of its form: their names are not on the wire, and they cannot be left out. */
const named = ({ operation }: Scope) => operation.parameters.filter(({ in: place }) => place !== "path");

/** Parameters that are asked for, or not any more. */
export const parameters: readonly Operator[] = [
  {
    name: "parameter-required-added",
    family: "request constraints",
    effect: "breaking",
    definition: "a parameter is required that the contract does not have",
    apply: (scope) =>
      (["query", "header"] as const).flatMap((place) =>
        inEachVoice(scope, { where: place, what: `a new ${place} parameter is required` }, ({ says }) => {
          return async (request, forward) => {
            const there =
              place === "query" ? new URL(request.url).searchParams.has("added") : request.headers.has("x-added");
            return there ? forward(request) : says(400);
          };
        }),
      ),
  },
  {
    name: "parameter-made-required",
    family: "request constraints",
    effect: "breaking",
    definition: "a parameter is required that the contract makes optional",
    apply: (scope) =>
      named(scope)
        .filter(({ required }) => !required)
        .map(({ in: place, name, node }) =>
          draft(scope, `${place}/${name}`, node.at, "is required", (value) => ({ ...value, required: true })),
        ),
  },
  {
    name: "parameter-renamed",
    family: "request constraints",
    effect: "breaking",
    definition: "a parameter that the contract requires is expected under another name",
    apply: (scope) =>
      named(scope)
        .filter(({ required }) => required)
        .map(({ in: place, name, node }) =>
          draft(scope, `${place}/${name}`, node.at, "is renamed", (value) => ({ ...value, name: `${name}-new` })),
        ),
  },
  {
    name: "body-made-required",
    family: "request constraints",
    effect: "breaking",
    definition: "a body is required that the contract makes optional",
    apply: (scope) => {
      const { body } = scope.operation;
      if (!body || body.required) {
        return [];
      }
      return [draft(scope, "body", body.node.at, "is required", (value) => ({ ...value, required: true }))];
    },
  },
  {
    name: "parameter-made-optional",
    family: "requests",
    effect: "compatible",
    definition: "a parameter can be left out that the contract requires",
    apply: (scope) =>
      named(scope)
        .filter(({ required }) => required)
        .map(({ in: place, name, node }) =>
          draft(scope, `${place}/${name}`, node.at, "can be left out", (value) => ({ ...value, required: false })),
        ),
  },
  {
    name: "body-made-optional",
    family: "requests",
    effect: "compatible",
    definition: "a body can be left out that the contract requires",
    apply: (scope) => {
      const { body } = scope.operation;
      if (!body?.required) {
        return [];
      }
      return [draft(scope, "body", body.node.at, "can be left out", (value) => ({ ...value, required: false }))];
    },
  },
];
