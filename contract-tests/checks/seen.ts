import type { CoverageItem } from "../cases/coverage-item.js";
import type { Contract } from "../model/contract.js";
import { isObject, type Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import { isSuccess, type Operation } from "../model/operation.js";
import { stepInto } from "../model/pointer.js";
import type { Exchange } from "../provider/exchange.js";
import { heldValues } from "../schema/walk-value.js";
import { causesOf, documentedOrDefault, isMadeUp } from "./response.js";

/**
 * The part of its contract that a response shows: its status, the cause of its error code, its fields. A body that our
 * own mock made up, as the contract has no example, shows only that there was a response.
 */
export function seenIn(contract: Contract, operation: Operation, exchange: Exchange): CoverageItem[] {
  const { response } = exchange;
  const documented = documentedOrDefault(operation, response.status);
  if (!documented) {
    return [];
  }
  const success: CoverageItem[] = isSuccess(documented.status) ? [{ kind: "success" }] : [];
  const media = documented.content.find(({ schema }) => schema);
  if (isMadeUp(exchange, documented)) {
    return success;
  }
  return [
    ...success,
    { kind: "status", status: documented.status },
    ...causesOf(contract, operation, response).map((cause) => ({
      kind: "cause" as const,
      status: documented.status,
      cause,
    })),
    ...(media?.schema && response.json !== undefined ? fields(media.schema, response.json) : []),
  ];
}

/** The documented fields in a body, at every depth. */
export function fields(node: Node, body: Json): CoverageItem[] {
  return heldValues(node, body).flatMap(({ schema, value }) =>
    isObject(value)
      ? schema.properties.flatMap(([name, field]) =>
          stepInto(value, name) === undefined ? [] : [{ kind: "response-field" as const, schemaPath: field.at }],
        )
      : [],
  );
}
