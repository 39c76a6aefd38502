import { rendered, success } from "../../mock/responses.js";
import { type Json, parseJson } from "../../model/json.js";
import { isSuccess, type Operation } from "../../model/operation.js";
import { allows, forbids } from "../../model/validator.js";
import type { RawResponse } from "../../provider/wire.js";
import { damaged, refusalFor } from "../drafts.js";
import type { Draft, Operator } from "../mutant.js";
import { htmlPage, onRefusal, onSuccess, withBody } from "../wire.js";

/** Credentials that are required, or refused rightly, for some requests only; and responses of another operation. */
export const dependentOnOthers: readonly Operator[] = [
  {
    name: "credentials-wrong-where",
    family: "responses that depend on the request",
    effect: "breaking",
    definition:
      "some requests without the right credentials are accepted, or refused wrongly: invalid ones, or all but the first example",
    apply: (scope) => {
      const { operation } = scope;
      const [refusal, accepted] = [refusalFor(operation, "credentials"), success(operation)];
      const media = operation.body?.content[0];
      if (!operation.secured || !media || !refusal || !accepted) {
        return [];
      }
      const isInvalid = (value: Json | undefined) => value === undefined || forbids(media.schema, value);
      const kinds: Readonly<Record<string, (body: string) => boolean>> = {
        invalid: (body) => isInvalid(parseJson(body)),
        "beyond-first-example": (body) => body !== JSON.stringify(media.examples[0]?.value),
      };
      const edits: Readonly<Record<string, (raw: RawResponse) => RawResponse>> = {
        accepted: () => rendered(accepted, allows),
        page: () => htmlPage(500),
        body: damaged(scope),
      };
      return Object.entries(kinds).flatMap(([kind, isOfKind]) =>
        Object.entries(edits).map(([how, edit]) => ({
          ...{ where: `${kind}/${how}`, what: `without credentials, wrong where ${kind}: ${how}` },
          rewrite: onRefusal(operation, refusal, edit, ({ body }) => body !== undefined && isOfKind(body)),
        })),
      );
    },
  },
  {
    name: "success-of-another-operation",
    family: "responses that depend on the request",
    effect: "breaking",
    definition: "an operation responds with the success of another one",
    apply: ({ contract, operation }) =>
      contract.operations.flatMap((other): Draft[] => {
        const [own, body] = [successBody(operation), successBody(other)?.examples[0]?.value];
        if (other === operation || !own || body === undefined) {
          return [];
        }
        return [
          {
            ...{ where: other.id, what: `responds as ${other.id} does` },
            rewrite: onSuccess(operation, (raw) => withBody(raw, body)),
            equivalent: () =>
              allows(own.schema, body) ? "the contract allows the other operation's body here, too" : undefined,
          },
        ];
      }),
  },
];

function successBody({ responses }: Operation) {
  return responses.find(({ status }) => isSuccess(status))?.content[0];
}
