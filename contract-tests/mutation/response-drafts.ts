import { canonical, type Json } from "../model/json.js";
import type { MediaType, Operation, Response } from "../model/operation.js";
import type { Draft, Effect, Scope, Shows } from "./mutant.js";
import { onResponse, type RawResponse, type WireRequest } from "./wire.js";

/** A mutant in which one documented response comes changed, whatever the request; equivalent where it never comes. */
export function responseDraft(
  scope: Scope,
  response: Response,
  { where, what, at = response.node.at }: { where: string; what: string; at?: readonly string[] },
  edit: (raw: RawResponse, request: WireRequest) => RawResponse,
): Draft {
  return {
    ...{ where, at, what: `${response.status}: ${what}` },
    provider: { rewrite: onResponse(scope.operation, response, edit) },
    equivalent: ({ never }) => never(scope, response),
  };
}

/** Why a change to the bodies of a response does not have an effect; undefined if it has. */
export function withoutEffect(
  scope: Scope,
  { response, media }: { readonly response: Response; readonly media: MediaType },
  effect: Effect,
  edit: (body: Json) => Json | undefined,
): (shows: Shows) => string | undefined {
  return ({ never, bodies }) => {
    const reason = never(scope, response);
    if (reason !== undefined) {
      return reason;
    }
    const after = bodies(scope, response, media)
      .map((before) => [before, edit(before)] as const)
      .filter(([before, body]) => canonical(before) !== canonical(body));
    const isAllowed = after.every(
      ([, body]) => body !== undefined && scope.contract.validator.isValid(media.node, ["schema"], body),
    );
    if (after.length === 0) {
      return "no body that comes has anything to change there";
    }
    if (effect === "breaking") {
      return isAllowed ? "the contract allows what the bodies become" : undefined;
    }
    return isAllowed ? undefined : "the contract does not allow what a body becomes: no compatible change here";
  };
}

/** The documented failures of an operation. */
export function failures({ responses }: Operation): readonly Response[] {
  return responses.filter(({ status }) => !status.startsWith("2"));
}
