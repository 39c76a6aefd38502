import { isObject, type Json } from "../../model/json.js";
import { marks } from "../../model/marks.js";
import { objectAt } from "../../model/node.js";
import { isSuccess, type MediaType, type Response } from "../../model/operation.js";
import { errorParts } from "../../model/table.js";
import { engineOf } from "../../schema/engine.js";
import { type Site, sitesOf } from "../../schema/walk.js";
import { against, ownGoals } from "../goals.js";
import type { Draft, Effect, Operator, Scope } from "../mutant.js";
import { withoutEffect } from "../response-drafts.js";
import { edited } from "../steps.js";
import { onBody, type Rewrite, unprompted } from "../wire.js";

/** A schema in the bodies of a documented response. */
interface ResponseSite extends Site {
  readonly response: Response;
  readonly media: MediaType;
  /** `200/plots/items/id`: the status and the way in. */
  readonly where: string;
}

function responseSites({ operation }: Scope): ResponseSite[] {
  return operation.responses.flatMap((response) =>
    response.content.flatMap((media) =>
      (media.schema ? sitesOf(media.schema) : []).map((site) => {
        const names = site.steps.map((step) => (typeof step === "string" ? step : Object.values(step)[0]));
        return { ...site, response, media, where: [response.status, ...names].join("/") };
      }),
    ),
  );
}

/** A change to the value at a site; undefined removes it. */
interface Edit {
  readonly name: string;
  readonly at: readonly string[];
  readonly edit: (value: Json) => Json | undefined;
}

type BodyDraft = Required<Draft> & { readonly provider: { readonly rewrite: Rewrite } };

/** Mutants of every value in a response, at each depth, each once however many variants of the body have it. */
function onValues(effect: Effect, edits: (site: ResponseSite, scope: Scope) => readonly Edit[]) {
  return (scope: Scope): BodyDraft[] => {
    const drafts = responseSites(scope).flatMap((site) =>
      edits(site, scope).map(({ name, at, edit }): [string, BodyDraft] => {
        const where = `${site.where}/${name}`;
        const whole = (body: Json) => edited(body, site.steps, edit);
        const draft = {
          ...{ where, at, what: `${site.where}: ${name}` },
          provider: { rewrite: onBody(scope.operation, site.response, whole) },
          equivalent: withoutEffect(scope, site, effect, whole),
        };
        return [where, draft];
      }),
    );
    return [...new Map(drafts.reverse()).values()].reverse();
  };
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

function removed({ node, field }: Pick<ResponseSite, "node" | "field">, isRequired: boolean): Edit[] {
  const name = isRequired ? "removed" : "left-out";
  return field?.required === isRequired ? [{ name, at: node.at, edit: () => undefined }] : [];
}

/** Values that break the contract, by goal and by mishap. */
function wrong({ node, field, steps }: ResponseSite): Edit[] {
  if (steps.length === 0) {
    return [];
  }
  return [
    ...removed({ node, field }, true),
    ...Object.entries(mishaps).map(([name, edit]) => ({ name, at: node.at, edit })),
    ...ownGoals(node).flatMap((one) => {
      const [value] = against(node, [], one);
      return value === undefined ? [] : [{ name: one.goal.keyword, at: one.at, edit: () => value }];
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
    apply: (scope) =>
      onValues("breaking", (site) => (isSuccess(site.response.status) ? removed(site, true) : []))(scope).map(
        (draft) => ({
          ...draft,
          provider: { rewrite: unprompted(draft.provider.rewrite) },
          // Unprompted, it is the first example that comes.
          equivalent: (shows) =>
            draft.equivalent({ ...shows, bodies: (...place) => shows.bodies(...place).slice(0, 1) }),
        }),
      ),
  },
  {
    name: "response-varied",
    family: "responses",
    effect: "compatible",
    definition:
      "a value is another one that the contract allows, an optional field is missing, or an unlisted one is added",
    apply: onValues("compatible", (site, scope) => {
      const { node, view, steps } = site;
      const added = (value: Json) => (isObject(value) ? { ...value, addedField: { since: "2030-01-01" } } : value);
      const values = steps.length === 0 || isSecret(site) ? [] : others(scope, site);
      return [
        ...removed(site, false),
        ...(view.types.includes("object") ? [{ name: "field-added", at: node.at, edit: added }] : []),
        ...values.map((value, index) => ({ name: `value-${index + 1}`, at: node.at, edit: () => value })),
      ];
    }),
  },
  {
    name: "response-secret-repeated",
    family: "response bodies",
    effect: "breaking",
    only: "plain",
    definition: "each response has the same secret: whoever got one can act for whoever got another",
    apply: onValues("compatible", (site, scope) =>
      (isSecret(site) ? others(scope, site) : [])
        .slice(0, 1)
        .map((value) => ({ name: "same", at: site.node.at, edit: () => value })),
    ),
  },
  {
    name: "error-wording-changed",
    family: "responses",
    effect: "compatible",
    definition: "the text of an error is worded differently",
    apply: (scope) => {
      const { description, details } = errorParts(scope.contract.operations) ?? {};
      return onValues("compatible", ({ field, node, response }) =>
        !isSuccess(response.status) && (field?.name === description || field?.name === details)
          ? [
              {
                name: "reworded",
                at: node.at,
                edit: (value) => (typeof value === "string" ? `Sorry! ${value}. Çà va?` : value),
              },
            ]
          : [],
      )(scope);
    },
  },
];
