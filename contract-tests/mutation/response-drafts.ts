import type { Json } from "../model/json.js";
import type { MediaType, Operation, Response } from "../model/operation.js";
import type { Draft, Scope } from "./mutant.js";
import type { Shows } from "./shows.js";
import { onResponse, type RawResponse, type WireRequest } from "./wire.js";

/** A mutant in which one documented response comes changed, whatever the request; equivalent where it never comes. */
export function responseDraft(
  { operation }: Scope,
  response: Response,
  { where, what, at = response.node.at }: { where: string; what: string; at?: readonly string[] },
  edit: (raw: RawResponse, request: WireRequest) => RawResponse,
): Draft {
  return {
    ...{ where, at, what: `${response.status}: ${what}` },
    provider: { rewrite: onResponse(operation, response, edit) },
    equivalent: ({ never }) => never(operation, response),
  };
}

/** Why no body that comes is one that the contract does not allow once it is changed; undefined if one is. */
export function staysAllowed(
  { contract, operation }: Scope,
  response: Response,
  media: MediaType,
  edit: (body: Json) => Json | undefined,
): (shows: Shows) => string | undefined {
  return ({ never, bodies }) => {
    const reason = never(operation, response);
    if (reason !== undefined) {
      return reason;
    }
    const after = bodies(operation, response, media).map(edit);
    const forbidden = after.some(
      (body) => body === undefined || contract.validator.isInvalid(media.node, ["schema"], body),
    );
    return forbidden ? undefined : "the contract allows what the bodies become";
  };
}

/** The documented failures of an operation. */
export function failures({ responses }: Operation): readonly Response[] {
  return responses.filter(({ status }) => !status.startsWith("2"));
}
