import type { Scope } from "../../cases/case.js";
import { isObject, type Json } from "../../model/json.js";
import { marks } from "../../model/marks.js";
import { objectAt } from "../../model/node.js";
import { isSuccess, type MediaType, type Response } from "../../model/operation.js";
import { errorParts } from "../../model/table.js";
import { engineOf } from "../../schema/engine.js";
import { type Site, type Step, sitesOf } from "../../schema/walk.js";
import { bodyDraft } from "../drafts.js";
import { against, ownGoals } from "../goals.js";
import type { Draft, Operator } from "../mutant.js";
import { inBody } from "../wire.js";

/** A schema in the bodies of a documented response. */
interface ResponseSite extends Site {
  readonly response: Response;
  readonly media: MediaType;
}

/** A change to the value at a site; undefined removes it. Its place is the site's own, unless it has another. */
interface Change {
  readonly name: string;
  readonly at?: readonly string[];
  readonly edit: (value: Json) => Json | undefined;
}

/** Mutants of every value in a response, at each depth. */
function onValues(
  effect: Operator["effect"],
  changes: (site: ResponseSite, scope: Scope) => readonly Change[],
  unprompted?: boolean,
): Operator["apply"] {
  return (scope) => {
    const bodies = scope.operation.responses.flatMap((response) =>
      response.content.map((media) => ({ response, media })),
    );
    return bodies.flatMap(({ response, media }) =>
      (media.schema ? sitesOf(media.schema) : []).flatMap((one): Draft[] => {
        const site = { ...one, response, media };
        return changes(site, scope).map(({ name, at = one.node.at, edit }) => {
          const where = [...one.steps.map(nameOf), name].join("/");
          const whole = inBody((body) => edited(body, one.steps, edit) ?? null);
          return bodyDraft(scope, site, effect, { where, at, what: where }, whole, unprompted);
        });
      }),
    );
  };
}

function nameOf(step: Step): string {
  return String(typeof step === "string" ? step : Object.values(step)[0]);
}

/** A body with each value at a site changed; undefined if it is removed. */
function edited(value: Json, [step, ...rest]: readonly Step[], edit: Change["edit"]): Json | undefined {
  if (step === undefined) {
    return edit(value);
  }
  const inside = (key: string | number, inner: Json) => (leadsTo(step, key) ? edited(inner, rest, edit) : inner);
  if (Array.isArray(value)) {
    return value.map((item, index) => inside(index, item) ?? null);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, inner]) => {
          const after = inside(name, inner);
          return after === undefined ? [] : [[name, after]];
        }),
      )
    : value;
}

function leadsTo(step: Step, key: string | number): boolean {
  return typeof step === "string" || key === ("field" in step ? step.field : step.item);
}

/** Changes of values that are not in any goal: changes of framework, database and taste. */
const mishaps: Readonly<Record<string, (value: Json) => Json>> = {
  null: () => null,
  "in-array": (value) => [value],
  emptied: (value) => {
    if (isObject(value)) {
      return {};
    }
    return Array.isArray(value) ? [] : "";
  },
  text: (value) => (typeof value === "string" ? value : JSON.stringify(value)),
  fraction: (value) => (typeof value === "number" ? value + 0.5 : value),
  unmasked: (value) => (typeof value === "string" ? value.replaceAll("*", "x") : value),
};

function removed({ field }: ResponseSite, isRequired: boolean): Change[] {
  const name = isRequired ? "removed" : "left-out";
  return field?.required === isRequired ? [{ name, edit: () => undefined }] : [];
}

/** Values that break the contract, by goal and by mishap. */
function wrong(site: ResponseSite): Change[] {
  if (site.steps.length === 0) {
    return [];
  }
  return [
    ...removed(site, true),
    ...Object.entries(mishaps).map(([name, edit]) => ({ name, edit })),
    ...ownGoals(site.node).flatMap(({ goal, at }) => {
      const [value] = against(site.node, [], goal);
      return value === undefined ? [] : [{ name: goal.keyword, at, edit: () => value }];
    }),
  ];
}

const isSecret = ({ node }: ResponseSite) => objectAt(node)[marks.secret] === true;

/** Other values that the schema at a site takes; the errors' codes apart, which callers branch on. */
function others({ contract }: Scope, { node, view, field, response }: ResponseSite): Json[] {
  const isCode = !isSuccess(response.status) && field?.name === contract.table.errorBody?.code;
  return isCode ? [] : engineOf(node).sampler.values(view.held, { count: 2 });
}

/** The values that providers send, by goal: broken ones, and values that are as right as those shown. */
export const responses: readonly Operator[] = [
  {
    name: "response-wrong",
    family: "response bodies",
    effect: "breaking",
    definition:
      "a value is missing, or breaks one goal of the contract: its type, pattern, format, list or bound; or it is null, empty, unmasked or wrapped where the contract does not allow that",
    apply: onValues("breaking", wrong),
  },
  {
    name: "unprompted-field-removed",
    family: "unprompted responses",
    effect: "breaking",
    definition: "a field that the contract requires is missing from the first example of a response",
    apply: onValues("breaking", (site) => (isSuccess(site.response.status) ? removed(site, true) : []), true),
  },
  {
    name: "response-varied",
    family: "responses",
    effect: "compatible",
    definition:
      "a value is another one that the contract allows, an optional field is missing, or an unlisted one is added",
    apply: onValues("compatible", (site, scope) => {
      const added = (value: Json) => (isObject(value) ? { ...value, addedField: { since: "2030-01-01" } } : value);
      const values = site.steps.length === 0 || isSecret(site) ? [] : others(scope, site);
      return [
        ...removed(site, false),
        ...(site.view.types.includes("object") ? [{ name: "field-added", edit: added }] : []),
        ...values.map((value, index) => ({ name: `value-${index + 1}`, edit: () => value })),
      ];
    }),
  },
  {
    name: "response-secret-repeated",
    family: "response bodies",
    effect: "breaking",
    only: "reference",
    definition: "each response has the same secret: whoever got one can act for whoever got another",
    apply: onValues("compatible", (site, scope) => {
      const [value] = isSecret(site) ? others(scope, site) : [];
      return value === undefined ? [] : [{ name: "same", edit: () => value }];
    }),
  },
  {
    name: "error-wording-changed",
    family: "responses",
    effect: "compatible",
    definition: "the text of an error is worded differently",
    apply: (scope) => {
      const { description, details } = errorParts(scope.contract.operations) ?? {};
      const edit = (value: Json) => (typeof value === "string" ? `Sorry! ${value}. Çà va?` : value);
      return onValues("compatible", ({ field, response }) => {
        const isWording = field && [description, details].includes(field.name) && !isSuccess(response.status);
        return isWording ? [{ name: "reworded", edit }] : [];
      })(scope);
    },
  },
];
