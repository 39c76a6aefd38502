import type { Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { MediaType, Response } from "../model/operation.js";
import { sitesOf, type Step as WalkStep } from "../schema/walk.js";
import type { Draft, Effect, Scope } from "./mutant.js";
import { edited, type Step } from "./steps.js";
import { onBody } from "./wire.js";

/** A schema in the bodies of a documented response. */
export interface ResponseSite {
  readonly response: Response;
  readonly media: MediaType;
  /** The schema of what stands here. */
  readonly node: Node;
  readonly steps: readonly Step[];
  /** The field that it is, where it is one. */
  readonly field: { readonly name: string; readonly required: boolean; readonly parent: Node } | undefined;
  /** `200/maskedEmail`: the status and the way in. */
  readonly where: string;
}

/** Every schema in an operation's response bodies, each once however many variants of the body have it. */
export function responseSites({ operation }: Scope): ResponseSite[] {
  const sites = operation.responses.flatMap((response) =>
    response.content.flatMap((media) => (media.schema ? sitesIn(response, media, media.schema) : [])),
  );
  const seen = new Set<string>();
  return sites.filter(({ where }) => (seen.has(where) ? false : seen.add(where)));
}

function sitesIn(response: Response, media: MediaType, schema: Node): ResponseSite[] {
  return sitesOf(schema).flatMap(({ node, steps: way, field }): ResponseSite[] => {
    const steps = way.filter(isStep);
    // The first items of a list, where each has a schema of its own, are not changed.
    if (steps.length < way.length) {
      return [];
    }
    const names = steps.map((step) => (typeof step === "string" ? step : step.field));
    return [
      {
        response,
        media,
        node,
        steps,
        field: field && { ...field, parent: field.parent.node },
        where: [response.status, ...names].join("/"),
      },
    ];
  });
}

function isStep(step: WalkStep): step is Step {
  return typeof step === "string" || "field" in step;
}

/** A body with each object that holds a site's field changed as a whole. */
export function editedAround(site: ResponseSite, value: Json, edit: (object: Json) => Json): Json {
  return edited(value, site.steps.slice(0, -1), edit);
}

/**
 * A change to the bodies of a response. It is a breaking mutant where a body that comes becomes one that the contract
 * does not allow, and a compatible one where each one that changes becomes another one that it does.
 */
export function bodyDraft(
  scope: Scope,
  site: Pick<ResponseSite, "response" | "media">,
  effect: Effect,
  draft: Pick<Draft, "where" | "at" | "what">,
  edit: (body: Json) => Json,
): Draft {
  const { validator } = scope.contract;
  const { response, media } = site;
  return {
    ...draft,
    provider: { rewrite: onBody(scope.operation, response, edit) },
    equivalent: (shows) => {
      const never = shows.never(scope.operation, response);
      if (never !== undefined) {
        return never;
      }
      const after = shows
        .bodies(scope.operation, response, media)
        .map((value) => ({ before: JSON.stringify(value), value: edit(value) }))
        .filter(({ before, value }) => JSON.stringify(value) !== before);
      const allowed = after.every(({ value }) => validator.isValid(media.node, ["schema"], value));
      if (after.length === 0) {
        return "no body that comes has anything to change there";
      }
      if (effect === "breaking") {
        return allowed ? "the contract allows what the bodies become" : undefined;
      }
      return allowed ? undefined : "the contract does not allow what a body becomes: no compatible change here";
    },
  };
}
