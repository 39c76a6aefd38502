import { codeIn, exampleCodes } from "../../checks/response.js";
import { isObject, type Json } from "../../model/json.js";
import { child } from "../../model/node.js";
import type { MediaType } from "../../model/operation.js";
import { engineOf, heldBy } from "../../schema/engine.js";
import type { Operator, Scope } from "../mutant.js";
import { failures } from "../response-drafts.js";
import { rawResponse } from "../voice.js";
import { onBody } from "../wire.js";

/** A code that the contract allows in errors and does not show, or undefined if there is none. */
export function freshCode({ contract, operation }: Scope, media: MediaType): string | undefined {
  const field = contract.table.errorBody?.code;
  const schema = field === undefined ? undefined : child(media.node, "schema", "properties", field);
  const known = exampleCodes(contract, operation.responses);
  const wanted = (value: Json) => typeof value === "string" && value.length > 1 && !known.includes(value);
  const [code] = schema ? engineOf(schema).sampler.values(heldBy(schema), { count: 1, wanted }) : [];
  return typeof code === "string" ? code : undefined;
}

/** Error codes: what callers branch on. */
export const codes: readonly Operator[] = [
  {
    name: "error-code-changed",
    family: "error bodies",
    effect: "breaking",
    definition: "an error that the contract shows by name has another code",
    apply: (scope) => {
      const { contract, operation } = scope;
      const field = contract.table.errorBody?.code;
      if (field === undefined) {
        return [];
      }
      return failures(operation).flatMap((response) =>
        response.content.flatMap((media) =>
          media.examples.flatMap((example) => {
            const code = codeIn(contract, example.value);
            const other = freshCode(scope, media);
            if (code === undefined || other === undefined) {
              return [];
            }
            return {
              where: `${response.status}/${example.name}`,
              at: example.at,
              what: `${response.status} ${example.name}: the code ${code} becomes ${other}`,
              provider: {
                rewrite: onBody(operation, response, (body) =>
                  isObject(body) && body[field] === code ? { ...body, [field]: other } : body,
                ),
              },
              equivalent: ({ prefer }) =>
                prefer ? undefined : "only an example called up by name has to come with its code: others may be new",
            };
          }),
        ),
      );
    },
  },
  {
    name: "error-example-added",
    family: "responses",
    effect: "compatible",
    definition: "an error status has one more example, with a new code",
    apply: (scope) => {
      const { contract, operation } = scope;
      return failures(operation).flatMap((response) =>
        response.content.flatMap((media) => {
          const other = freshCode(scope, media);
          const [first] = media.examples;
          const field = contract.table.errorBody?.code;
          if (other === undefined || field === undefined || !first || !isObject(first.value)) {
            return [];
          }
          const status = Number(/^\d{3}$/.test(response.status) ? response.status : 500);
          const added = rawResponse(status, media.mediaType, JSON.stringify({ ...first.value, [field]: other }));
          return {
            where: response.status,
            at: [...media.node.at, "examples"],
            what: `${response.status}: one more error example, with the code ${other}`,
            provider: {
              // The provider would send its other examples as before: only this one has to be made.
              rewrite: async (request, forward) =>
                request.headers.get("prefer")?.includes("example=addedFailure") ? added : forward(request),
            },
            equivalent: ({ prefer }) => (prefer ? undefined : "only Prefer calls an example up by its name"),
          };
        }),
      );
    },
  },
];
