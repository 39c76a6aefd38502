import { isObject, type Json } from "../../model/json.js";
import { isSuccess } from "../../model/operation.js";
import type { Effect, Operator, Scope } from "../mutant.js";
import { bodyDraft, editedAround, type ResponseSite, responseSites } from "../response-sites.js";
import { edited } from "../steps.js";

type Field = ResponseSite & { readonly field: NonNullable<ResponseSite["field"]> };

function fields(scope: Scope, successes: boolean): Field[] {
  return responseSites(scope).filter(
    (site): site is Field => site.field !== undefined && isSuccess(site.response.status) === successes,
  );
}

interface OnFields {
  readonly name: string;
  readonly effect: Effect;
  readonly definition: string;
  readonly required: boolean;
  readonly what: string;
  readonly edit: (object: Json, name: string) => Json;
}

function familyOf(effect: Effect, successes: boolean): Operator["family"] {
  if (effect === "compatible") {
    return "responses";
  }
  return successes ? "response fields" : "error bodies";
}

function onFields({ name, effect, definition, required, what, edit }: OnFields): Operator[] {
  const of = (successes: boolean): Operator => ({
    name: `${successes ? "response" : "error"}-${name}`,
    family: familyOf(effect, successes),
    effect,
    definition,
    apply: (scope) =>
      fields(scope, successes)
        .filter(({ field }) => field.required === required)
        .map((site) =>
          bodyDraft(
            scope,
            site,
            effect,
            { where: site.where, at: site.node.at, what: `${site.where}: ${what}` },
            (body) => editedAround(site, body, (object) => edit(object, site.field.name)),
          ),
        ),
  });
  return [of(true), of(false)];
}

/** A name in another convention, as a change of framework would give it. */
export function otherName(name: string): string {
  const snake = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  if (snake !== name) {
    return snake;
  }
  const camel = name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  return camel === name ? `${name}_value` : camel;
}

function removed(object: Json, name: string): Json {
  return isObject(object) ? Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)) : object;
}

function renamed(object: Json, name: string): Json {
  if (!isObject(object)) {
    return object;
  }
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === name ? otherName(key) : key, value]));
}

/** Response fields that go away, and new ones. */
export const responseFields: readonly Operator[] = [
  ...onFields({
    name: "field-removed",
    effect: "breaking",
    definition: "a field that the contract requires is missing",
    required: true,
    what: "removed",
    edit: removed,
  }),
  ...onFields({
    name: "field-renamed",
    effect: "breaking",
    definition: "a field that the contract requires has another name",
    required: true,
    what: "renamed",
    edit: renamed,
  }),
  ...onFields({
    name: "optional-field-left-out",
    effect: "compatible",
    definition: "a field that the contract does not require is missing",
    required: false,
    what: "left out",
    edit: removed,
  }),
  {
    name: "response-field-added",
    family: "responses",
    effect: "compatible",
    definition: "a field is added that the contract does not list, where further fields are allowed",
    apply: (scope) =>
      responseSites(scope).map((site) =>
        bodyDraft(
          scope,
          site,
          "compatible",
          { where: site.where, at: site.node.at, what: `${site.where}: a field more` },
          (body) =>
            edited(body, site.steps, (value) =>
              isObject(value) ? { ...value, addedField: { since: "2030-01-01", beta: true } } : value,
            ),
        ),
      ),
  },
];
