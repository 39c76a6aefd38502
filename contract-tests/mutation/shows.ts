import { documentedRejection, type Rejection, type Served, success } from "../mock/responses.js";
import type { Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { MediaType, Operation, Response } from "../model/operation.js";
import { conjunction } from "../schema/conjunction.js";
import { engineOf, schemaOf } from "../schema/engine.js";
import { madeSchema } from "../schema/schema.js";

/** What of the contract's responses a provider ever shows to the suite. */
export interface Shows {
  /** Why a documented response never comes, or undefined if it does. */
  readonly never: (operation: Operation, response: Response) => string | undefined;
  /** The bodies that come with it. */
  readonly bodies: (operation: Operation, response: Response, media: MediaType) => readonly Json[];
  /** Whether `Prefer` calls up whatever the contract shows. */
  readonly prefer: boolean;
}

const values = ({ examples }: MediaType): readonly Json[] => examples.map(({ value }) => value);

/** A provider that honours `Prefer` shows everything. */
export const everything: Shows = {
  never: () => undefined,
  bodies: (_operation, _response, media) => values(media),
  prefer: true,
};

/** The hand-made provider shows its first success, and of each kind of refusal the one that it chooses. */
export const ofItsOwnAccord: Shows = {
  never: (operation, response) =>
    served(operation).some((one) => one.response === response)
      ? undefined
      : `this provider sends ${response.status} only where Prefer calls it up, which it does not honour`,
  bodies: (operation, response, media) =>
    served(operation)
      .filter((one) => one.response === response)
      .flatMap(({ example }) => media.examples.filter(({ name }) => name === example))
      .map(({ value }) => value),
  prefer: false,
};

function served(operation: Operation): readonly Served[] {
  const refusals: readonly Rejection[] = [
    ...(operation.secured ? (["credentials"] as const) : []),
    ...(canBeInvalid(operation) ? (["invalid-request"] as const) : []),
  ];
  return [success(operation), ...refusals.map((cause) => documentedRejection(operation, cause))].filter(
    (one) => one !== undefined,
  );
}

/** Whether there is anything in an operation's requests that can break the contract. */
export function canBeInvalid({ body, parameters }: Operation): boolean {
  return (
    body !== undefined ||
    parameters.some(({ in: place, required, schema }) => (required && place !== "path") || !takesAnyText(schema))
  );
}

/** Whether every text that can stand in a parameter is right, or every list of texts. */
function takesAnyText(schema: Node | undefined): boolean {
  const text = { type: "string" };
  const asSent = [text, { type: "array", items: text }].map((value) => conjunction([madeSchema(value)]));
  return schema === undefined || asSent.some((one) => engineOf(schema).proves(one, schemaOf(schema)));
}
