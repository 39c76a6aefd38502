import type { Json } from "../model/json.js";
import type { Parameter } from "../model/operation.js";
import { givenValue } from "../provider/wire-parameters.js";
import { shownBy } from "../schema/wants.js";
import type { Case } from "./case.js";
import type { CoverageItem } from "./coverage-item.js";
import { bodyOf } from "./requests.js";

/**
 * The part of the contract that a case covers once it comes to an outcome, as far as its request tells: the check's own
 * part, and for a request that has to be accepted every field, value and bound in it.
 */
export function coveredByRequest(one: Case): CoverageItem[] {
  return one.check === "accepts-valid-request" ? [...one.covers, ...ofRequest(one)] : [...one.covers];
}

function ofRequest({ operation, plan: { body, params } }: Case): CoverageItem[] {
  const schema = bodyOf(operation)?.schema;
  return [
    ...(schema && body && "json" in body ? shownBy(schema, body.json) : []),
    ...operation.parameters.flatMap((parameter) => ofParameter(parameter, givenValue(parameter, params))),
  ];
}

function ofParameter({ schema, node }: Parameter, value: Json | undefined): CoverageItem[] {
  if (value === undefined) {
    return [{ kind: "left-out", schemaPath: node.at }];
  }
  return [{ kind: "sent", schemaPath: node.at }, ...(schema ? shownBy(schema, value) : [])];
}
