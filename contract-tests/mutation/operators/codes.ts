import type { Scope } from "../../cases/case.js";
import { codeIn, exampleCodes } from "../../checks/response.js";
import { isObject, type Json } from "../../model/json.js";
import { child } from "../../model/node.js";
import type { MediaType } from "../../model/operation.js";
import { engineOf, heldBy } from "../../schema/engine.js";
import { failures, refusalFor, responseDraft } from "../drafts.js";
import type { Draft, Operator } from "../mutant.js";
import { refusalsOfInvalid } from "../traits.js";
import { inBody, isUnprompted, onRefusal, rawResponse, withField } from "../wire.js";

/** Mutants for contracts that say which field of an error has its code. */
export function withCodes(drafts: (scope: Scope, field: string) => readonly Draft[]): Operator["apply"] {
  return (scope) => {
    const field = scope.contract.table.errorBody?.code;
    return field === undefined ? [] : drafts(scope, field);
  };
}

/** A code that the contract allows in errors and does not show, or undefined if there is none. */
export function freshCode({ contract, operation }: Scope, media: MediaType, field: string): string | undefined {
  const schema = child(media.node, "schema", "properties", field);
  const known = exampleCodes(contract, operation.responses);
  const wanted = (value: Json) => typeof value === "string" && value.length > 1 && !known.includes(value);
  const [code] = schema ? engineOf(schema).sampler.values(heldBy(schema), { count: 1, wanted }) : [];
  return typeof code === "string" ? code : undefined;
}

/** The documented failures of an operation, with their media types and a code that the contract does not show. */
function failuresWithFreshCode(scope: Scope, field: string) {
  return failures(scope.operation).flatMap((response) =>
    response.content.flatMap((media) => {
      const fresh = freshCode(scope, media, field);
      return fresh === undefined ? [] : [{ response, media, fresh }];
    }),
  );
}

/** Error codes: callers branch on them. */
export const codes: readonly Operator[] = [
  {
    name: "error-code-changed",
    family: "error bodies",
    effect: "breaking",
    definition: "an error that the contract shows by name has another code",
    apply: withCodes((scope, field) =>
      failuresWithFreshCode(scope, field).flatMap(({ response, media, fresh }) =>
        media.examples.flatMap(({ name, value, at }) => {
          const code = codeIn(scope.contract, value);
          const told = { where: name, at, what: `${name}: the code ${code} becomes ${fresh}` };
          const edit = inBody((body) => (isObject(body) && body[field] === code ? { ...body, [field]: fresh } : body));
          const equivalent: Draft["equivalent"] = ({ prefer }) =>
            prefer ? undefined : "only an example called up by name has to come with its code: others may be new";
          return code === undefined ? [] : { ...responseDraft(scope, response, told, edit), equivalent };
        }),
      ),
    ),
  },
  {
    name: "error-example-added",
    family: "responses",
    effect: "compatible",
    definition: "an error status has one more example, with a new code",
    apply: withCodes((scope, field) =>
      failuresWithFreshCode(scope, field).flatMap(({ response: { status }, media, fresh }) => {
        const shown = media.examples[0]?.value;
        if (!isObject(shown)) {
          return [];
        }
        const text = JSON.stringify({ ...shown, [field]: fresh });
        const added = rawResponse(Number(/^\d{3}$/.test(status) ? status : 500), media.mediaType, text);
        return {
          ...{ where: status, at: [...media.node.at, "examples"] },
          what: `${status}: one more error example, with the code ${fresh}`,
          // The provider would send its other examples as before: only this one has to be made.
          rewrite: async (request, forward) =>
            request.headers.get("prefer")?.includes("example=addedFailure") ? added : forward(request),
          equivalent: ({ prefer }) => (prefer ? undefined : "only Prefer calls an example up by its name"),
        };
      }),
    ),
  },
  {
    name: "unprompted-refusal-code",
    family: "unprompted responses",
    effect: "breaking",
    definition: "a request that breaks the contract is refused with a code that the contract has for something else",
    apply: withCodes((scope, field) =>
      refusalsOfInvalid(scope.operation).flatMap((response) =>
        failures(scope.operation)
          .filter(({ status }) => status !== "default" && status !== response.status)
          .flatMap((other) => {
            const code = codeIn(scope.contract, other.content[0]?.examples[0]?.value);
            if (code === undefined) {
              return [];
            }
            const told = { where: code, what: `invalid requests are refused with the code ${code} of ${other.status}` };
            return responseDraft(scope, response, told, withField(field, code), isUnprompted);
          }),
      ),
    ),
  },
  {
    name: "credentials-refused-with-code",
    family: "responses that depend on the request",
    effect: "breaking",
    definition:
      "a request without credentials is refused with a code that the contract shows under another status only",
    apply: withCodes(({ contract, operation }, field) => {
      const refusal = refusalFor(operation, "credentials");
      if (!operation.secured || !refusal) {
        return [];
      }
      const others = failures(operation).filter(({ status }) => status !== refusal.status && status !== "default");
      const own = exampleCodes(contract, [refusal]);
      return [...new Set(exampleCodes(contract, others))]
        .filter((code) => !own.includes(code))
        .map((code) => ({
          ...{ where: code, at: refusal.node.at, what: `without credentials the code is ${code}` },
          rewrite: onRefusal(operation, refusal, withField(field, code)),
        }));
    }),
  },
];
