import { documentedRejection, type Rejection, type Served, success } from "../mock/responses.js";
import type { Json } from "../model/json.js";
import type { MediaType } from "../model/operation.js";
import { breaches } from "./goals.js";
import type { Scope, Shows } from "./mutant.js";

const values = ({ examples }: MediaType): readonly Json[] => examples.map(({ value }) => value);

/** A provider that honours `Prefer` shows everything. */
export const everything: Shows = {
  never: () => undefined,
  bodies: (_scope, _response, media) => values(media),
  prefer: true,
};

/** The hand-made provider shows its first success, and of each kind of refusal the one that it chooses. */
export const ofItsOwnAccord: Shows = {
  never: (scope, response) =>
    served(scope).some((one) => one.response === response)
      ? undefined
      : `this provider sends ${response.status} only where Prefer calls it up, which it does not honour`,
  bodies: (scope, response, media) =>
    served(scope)
      .filter((one) => one.response === response)
      .flatMap(({ example }) => media.examples.filter(({ name }) => name === example))
      .map(({ value }) => value),
  prefer: false,
};

function served(scope: Scope): readonly Served[] {
  const { operation } = scope;
  const refusals: readonly Rejection[] = [
    ...(operation.secured ? (["credentials"] as const) : []),
    ...(canBeInvalid(scope) ? (["invalid-request"] as const) : []),
  ];
  return [success(operation), ...refusals.map((cause) => documentedRejection(operation, cause))].filter(
    (one) => one !== undefined,
  );
}

/** Whether a request can break the contract: what cannot be written where it goes breaks nothing. */
export function canBeInvalid(scope: Scope): boolean {
  return scope.operation.body !== undefined || breaches(scope).some(({ possible }) => possible());
}
