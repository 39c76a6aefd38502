import { isObject, type Json } from "../../model/json.js";
import { isSuccess } from "../../model/operation.js";
import { view } from "../../schema/view.js";
import type { Operator, Scope } from "../mutant.js";
import { bodyDraft, type ResponseSite, responseSites } from "../response-sites.js";
import { edited } from "../steps.js";

type Edit = (value: Json, site: ResponseSite, scope: Scope) => Json;

/** An operator on every value in a response, at each depth, but for the body as a whole. */
function onValues(name: string, definition: string, what: string, edit: Edit): Operator[] {
  const of = (successes: boolean): Operator => ({
    name: successes ? `response-${name}` : `error-${name}`,
    family: successes ? "response fields" : "error bodies",
    effect: "breaking",
    definition,
    apply: (scope) =>
      responseSites(scope)
        .filter(({ steps, response }) => steps.length > 0 && isSuccess(response.status) === successes)
        .map((site) =>
          bodyDraft(
            scope,
            site,
            "breaking",
            { where: site.where, at: site.node.at, what: `${site.where}: ${what}` },
            (body) => edited(body, site.steps, (value) => edit(value, site, scope)),
          ),
        ),
  });
  return [of(true), of(false)];
}

/** What a value becomes where its type changes as types do change: numbers to text, objects to their JSON. */
function retyped(value: Json): Json {
  if (typeof value === "string") {
    return 42;
  }
  if (Array.isArray(value)) {
    return Object.fromEntries(value.map((item, index) => [`item_${index}`, item]));
  }
  if (isObject(value)) {
    return JSON.stringify(value);
  }
  return value === null ? value : String(value);
}

function emptied(value: Json): Json {
  if (typeof value === "string") {
    return "";
  }
  if (Array.isArray(value)) {
    return [];
  }
  return isObject(value) ? {} : value;
}

/** The first of some texts that the schema at a site refuses, or the text as it was. */
function firstRefused(
  { validator }: Scope["contract"],
  { node }: ResponseSite,
  value: Json,
  texts: readonly string[],
): Json {
  return texts.find((text) => validator.isInvalid(node, [], text)) ?? value;
}

function against(keyword: string): Edit {
  return (value, site, { contract }) => {
    if (typeof value !== "string" || view(site.node).keywords[keyword] === undefined) {
      return value;
    }
    return firstRefused(contract, site, value, [`${value}~`, value.slice(1), `~${value}`, "no such form", "~"]);
  };
}

const unmasked: Edit = (value) => (typeof value === "string" ? value.replaceAll("*", "x") : value);

const outsideEnum: Edit = (value, { node }) => {
  const { keywords } = view(node);
  if (keywords.enum === undefined && keywords.const === undefined) {
    return value;
  }
  if (typeof value === "string") {
    return `${value}_new`;
  }
  return typeof value === "number" ? value + 9999 : value;
};

/** Operators on single values of a body: each is breaking where the contract does not allow what the value becomes. */
export const responseValues: readonly Operator[] = [
  ...onValues("field-retyped", "a value has another type than the contract says", "another type", retyped),
  ...onValues("field-nulled", "a value is null where the contract allows no null", "null", () => null),
  ...onValues(
    "field-emptied",
    "a value is empty where the contract sets a minimum length or a pattern",
    "empty",
    emptied,
  ),
  ...onValues("field-in-array", "a value is wrapped in a list", "in an array", (value) => [value]),
  ...onValues("field-in-object", "a value is wrapped in an object", "in an object", (value) => ({ value })),
  ...onValues("pattern-broken", "a text breaks the contract's pattern", "against its pattern", against("pattern")),
  ...onValues("format-broken", "a text breaks the contract's format", "against its format", against("format")),
  ...onValues("field-unmasked", "a text that should be masked is not", "unmasked", unmasked),
  ...onValues("enum-left", "a value is not one of those listed", "a value not listed", outsideEnum),
];
