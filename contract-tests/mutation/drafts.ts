import type { Scope } from "../cases/case.js";
import { documentedRejection, type Rejection } from "../mock/responses.js";
import { canonical, isObject, type Json, parseJson } from "../model/json.js";
import type { MediaType, Operation, Response } from "../model/operation.js";
import { allows, forbids } from "../model/validator.js";
import type { RawResponse } from "../provider/wire.js";
import type { Draft, Operator } from "./mutant.js";
import {
  documentedAs,
  type Edit,
  type Fires,
  htmlPage,
  isUnprompted,
  onResponse,
  type Rewrite,
  rawResponse,
  withBody,
} from "./wire.js";

/** The place of a change, and the words for it. */
type Told = Pick<Draft, "where" | "at" | "what">;

/** A mutant in which one documented response comes changed. */
export function responseDraft({ operation }: Scope, response: Response, told: Told, edit: Edit, fires?: Fires): Draft {
  return {
    ...told,
    where: joined(response.status, told.where),
    what: `${response.status}: ${told.what}`,
    ...{ response, rewrite: onResponse(operation, response, edit, fires) },
  };
}

/** A mutant in which the bodies of a documented response come changed; equivalent if that does not have the effect. */
export function bodyDraft(
  scope: Scope,
  { response, media }: { readonly response: Response; readonly media: MediaType },
  effect: Operator["effect"],
  told: Told,
  edit: (raw: RawResponse) => RawResponse,
  unprompted = false,
): Draft {
  const after = (body: Json) => parseJson(edit(rawResponse(200, media.mediaType, JSON.stringify(body))).text);
  return {
    ...responseDraft(scope, response, told, edit, unprompted ? isUnprompted : undefined),
    equivalent: ({ bodies }) => {
      // Unprompted, it is the first example that comes.
      const changed = bodies(scope, response, media)
        .slice(0, unprompted ? 1 : undefined)
        .map((before) => [before, after(before)] as const)
        .filter(([before, body]) => canonical(before) !== canonical(body));
      const isAllowed = changed.every(([, body]) => body !== undefined && allows(media.schema, body));
      if (changed.length === 0) {
        return "no body that comes has anything to change there";
      }
      if (effect === "breaking") {
        return isAllowed ? "the contract allows what the bodies become" : undefined;
      }
      return isAllowed ? undefined : "the contract does not allow what a body becomes: no compatible change here";
    },
  };
}

/**
 * Mutants in which requests are refused that the contract allows, in each form that a provider, and not the mock of it,
 * has for that: a page of the server in front of it, and if the contract has an error body for the rest, that.
 */
export function refusingDrafts(
  { operation }: Scope,
  told: Told,
  rewrite: (refused: (status: number) => RawResponse) => Rewrite,
): Draft[] {
  const media = operation.responses.find(({ status }) => status === "default")?.content[0];
  const example = media?.examples[0];
  const forms = {
    page: htmlPage,
    ...(media &&
      example && { json: (status: number) => rawResponse(status, media.mediaType, JSON.stringify(example.value)) }),
  };
  return Object.entries(forms).map(([name, refused]) => {
    return { ...told, where: joined(told.where, name), rewrite: rewrite(refused) };
  });
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== "").join("/");
}

/** The documented failures of an operation. */
export function failures({ responses }: Operation): readonly Response[] {
  return responses.filter(({ status }) => !status.startsWith("2"));
}

/** The response that refuses requests for a cause; undefined if the contract does not say. */
export function refusalFor(operation: Operation, cause: Rejection): Response | undefined {
  const response = documentedRejection(operation, cause)?.response;
  return response?.status === "default" && response.content.length === 0 ? undefined : response;
}

/** The family of mutants that are wrong for some requests only. */
export const dependent = "responses that depend on the request";

/**
 * Breaks the contract in the smallest way there is: a response without one required field, else with another body, else,
 * if every body is right, with a page of the server in its place.
 */
export function damaged({ operation }: Scope): (raw: RawResponse) => RawResponse {
  return (raw) => {
    const media = documentedAs(operation, raw)?.content[0];
    const body = parseJson(raw.text);
    // A mock makes up a body without an example: its contents are not looked at.
    if (!media || body === undefined || media.examples.length === 0) {
      return htmlPage(500);
    }
    const fields = isObject(body) ? Object.entries(body) : [];
    const smaller = fields.map((left) => Object.fromEntries(fields.filter((field) => field !== left)));
    const wrong = [...smaller, {}, null].find((one) => forbids(media.schema, one));
    return wrong === undefined ? htmlPage(500) : withBody(raw, wrong);
  };
}
