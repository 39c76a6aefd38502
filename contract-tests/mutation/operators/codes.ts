import fc from "fast-check";
import { isObject, type Json } from "../../model/json.js";
import { child } from "../../model/node.js";
import { isSuccess, type MediaType } from "../../model/operation.js";
import type { Operator, Scope } from "../mutant.js";
import { type Answer, onBody } from "../wire.js";

/** A code that the contract allows in errors and shows nowhere, or undefined where there is none. */
export function freshCode({ contract, operation }: Scope, media: MediaType): string | undefined {
  const field = contract.table.errorBody?.code;
  const schema = field === undefined ? undefined : child(media.node, "schema", "properties", field);
  if (!schema || !isObject(schema.value)) return undefined;
  const known = new Set(
    operation.responses.flatMap((one) =>
      one.content.flatMap(({ examples }) => examples.map(({ value }) => codeOf(contract, value))),
    ),
  );
  const { pattern } = schema.value;
  const made =
    typeof pattern === "string"
      ? fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 7, numRuns: 50 })
      : ["something_else"];
  return made.find((text) => !known.has(text) && contract.validator.isValid(schema, [], text));
}

function codeOf({ table }: Scope["contract"], body: Json): string | undefined {
  const code = isObject(body) && table.errorBody ? body[table.errorBody.code] : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Error codes: what callers branch on. */
export const codes: readonly Operator[] = [
  {
    name: "error-code-changed",
    family: "error bodies",
    verdict: "breaking",
    definition: "an error that the contract shows by name comes with another code",
    apply: (scope) => {
      const { contract, operation } = scope;
      const field = contract.table.errorBody?.code;
      if (field === undefined) return [];
      return operation.responses
        .filter(({ status }) => !isSuccess(status))
        .flatMap((response) =>
          response.content.flatMap((media) =>
            media.examples.flatMap((example) => {
              const code = codeOf(contract, example.value);
              const other = freshCode(scope, media);
              if (code === undefined || other === undefined) return [];
              return {
                where: `${response.status}/${example.name}`,
                at: example.at,
                what: `${response.status} ${example.name}: the code ${code} becomes ${other}`,
                provider: {
                  rewrite: onBody(operation, response, (body) =>
                    isObject(body) && body[field] === code ? { ...body, [field]: other } : body,
                  ),
                },
                counts: () => true,
              };
            }),
          ),
        );
    },
  },
  {
    name: "error-example-added",
    family: "responses",
    verdict: "compatible",
    definition: "a status of failure gets one more error, with a code not known before",
    apply: (scope) => {
      const { contract, operation } = scope;
      return operation.responses
        .filter(({ status }) => !isSuccess(status))
        .flatMap((response) =>
          response.content.flatMap((media) => {
            const other = freshCode(scope, media);
            const [first] = media.examples;
            const field = contract.table.errorBody?.code;
            if (other === undefined || field === undefined || !first || !isObject(first.value)) return [];
            const added: Answer = {
              status: Number(/^\d{3}$/.test(response.status) ? response.status : 500),
              headers: new Headers({ "content-type": media.mediaType }),
              text: JSON.stringify({ ...first.value, [field]: other }),
            };
            return {
              where: response.status,
              at: [...media.node.at, "examples"],
              what: `${response.status}: one more error example, with the code ${other}`,
              provider: {
                // The mock would give its other answers as before: only this one has to be made.
                rewrite: async (request, forward) =>
                  request.headers.get("prefer")?.includes("example=addedFailure") ? added : forward(request),
              },
              counts: () => true,
            };
          }),
        );
    },
  },
];
