import { isObject, type Json, type JsonObject } from "../model/json.js";
import { child, objectAt, rootNode } from "../model/node.js";
import { validatorOf } from "../model/validator.js";
import { changed, inOperation } from "./change.js";
import { latest } from "./latest.js";
import type { Draft, Effect, Scope } from "./mutant.js";
import type { RequestSite } from "./request-sites.js";

/** A change to a schema that requests are validated by. */
export interface SchemaEdit {
  /** What tells it from the operator's others at the same place; may be empty. */
  readonly particular: string;
  /** The keyword that no longer holds as it did, if it was there. */
  readonly keyword?: string;
  readonly what: string;
  readonly edit: (schema: JsonObject) => Json;
  /** Values that the schema takes before and not after, or for a relaxation the other way round. */
  readonly witnesses: readonly Json[];
}

/**
 * A provider that validates requests by a changed schema. It is equivalent unless one of the operator's own witnesses,
 * in a whole request, is validated otherwise than before: what another variant of the body takes anyway is no change
 * to anybody.
 */
export function schemaDraft(
  { contract, operation }: Scope,
  site: RequestSite,
  effect: Effect,
  change: SchemaEdit,
): Draft {
  const { particular, keyword, what, edit, witnesses } = change;
  const way = inOperation(site.node.at, operation.node.at);
  const document = latest(() => changed(contract.document, way, (value) => (isObject(value) ? edit(value) : value)));
  return {
    where: particular === "" ? site.where : `${site.where}/${particular}`,
    at: keyword === undefined ? site.node.at : [...site.node.at, keyword],
    what: `${site.where}: ${what}`,
    provider: { document },
    equivalent: () => {
      const after = document();
      const root = child(rootNode(after), ...rootPath(after, site, operation.node.at));
      if (!root) {
        return "nothing validates requests there";
      }
      const validator = validatorOf(after);
      const whole = witnesses.flatMap((value) => site.around(value)).filter((value) => sendable(site, value));
      const differs = whole.some((value) => {
        const [before, others] =
          effect === "breaking"
            ? ([contract.validator.isValid, validator.isInvalid] as const)
            : ([contract.validator.isInvalid, validator.isValid] as const);
        return before(site.root, ["schema"], value) && others(root, ["schema"], value);
      });
      return differs ? undefined : "no request is known that is validated otherwise: the rest of the schema decides";
    },
  };
}

/** Where the changed document has the media type or the parameter: a parameter of the path has become the last own. */
function rootPath(document: JsonObject, { root }: RequestSite, operation: readonly string[]): readonly string[] {
  if (root.at[2] !== "parameters") {
    return root.at;
  }
  const own = child(rootNode(document), ...operation, "parameters")?.value;
  return [...operation, "parameters", String(Array.isArray(own) ? own.length - 1 : 0)];
}

/** Whether a parameter's value can be written where it goes: paths and headers do not take everything. */
export function sendable({ parameter }: Pick<RequestSite, "parameter">, value: Json): boolean {
  if (!parameter) {
    return true;
  }
  if (Array.isArray(value)) {
    return parameter.in === "query" && value.length > 0;
  }
  if (value === null || typeof value === "object") {
    return false;
  }
  const text = String(value);
  if (parameter.in === "path") {
    return /^[^/\\]+$/.test(text) && text !== "." && text !== "..";
  }
  // In a query "" says that there is no value, unless the contract takes it for one.
  if (parameter.in === "query") {
    return text !== "" || objectAt(parameter.node).allowEmptyValue === true;
  }
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}
