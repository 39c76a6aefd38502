import { isObject, type Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { Parameter } from "../model/operation.js";
import { stepInto } from "../model/pointer.js";
import { givenValue } from "../provider/wire-parameters.js";
import { goalsAt } from "../schema/engine.js";
import { boundOf, measuring } from "../schema/goals.js";
import { meetsAll } from "../schema/refuses.js";
import { type HeldValue, heldValues } from "../schema/walk-value.js";
import type { Case } from "./case.js";
import type { Coverable } from "./coverable.js";
import { bodyOf } from "./requests.js";

/**
 * The part of the contract that a case covers once it comes to an outcome, as far as its request tells: the check's own
 * part, and for a request that has to be accepted every field, value and bound in it.
 */
export function coveredByRequest(one: Case): Coverable[] {
  return one.check === "accepts-valid-request" ? [...one.covers, ...ofRequest(one)] : [...one.covers];
}

function ofRequest({ operation, plan: { body, params } }: Case): Coverable[] {
  const schema = bodyOf(operation)?.schema;
  return [
    ...(schema && body && "json" in body ? ofValue(schema, body.json) : []),
    ...operation.parameters.flatMap((parameter) => ofParameter(parameter, givenValue(parameter, params))),
  ];
}

function ofParameter({ schema, node }: Parameter, value: Json | undefined): Coverable[] {
  if (value === undefined) {
    return [{ kind: "left-out", schemaPath: node.at }];
  }
  return [{ kind: "sent", schemaPath: node.at }, ...(schema ? ofValue(schema, value) : [])];
}

/** The part of a schema that a value covers: fields that are there or missing, values and edges. */
function ofValue(node: Node, value: Json): Coverable[] {
  return heldValues(node, value).flatMap(ofHeldValue);
}

function ofHeldValue({ schema, value }: HeldValue): Coverable[] {
  const { node, facts, properties } = schema;
  // Single values are required only of enums and booleans.
  const values: Coverable[] =
    typeof value === "boolean" || facts.listed ? [{ kind: "value", schemaPath: node.at, value }] : [];
  const edges = goalsAt(node).flatMap(({ goal, at }): Coverable[] => {
    const bound = boundOf(goal);
    const schemaAtBound = bound && measuring(bound.type, bound.at);
    return schemaAtBound && meetsAll(schemaAtBound, value) ? [{ kind: "edge", schemaPath: at }] : [];
  });
  const fields = isObject(value)
    ? properties.map(
        ([name, field]): Coverable => ({
          kind: stepInto(value, name) === undefined ? "left-out" : "sent",
          schemaPath: field.at,
        }),
      )
    : [];
  return [...values, ...edges, ...fields];
}
