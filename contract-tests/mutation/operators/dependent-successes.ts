import { canonical, isObject, type Json, parseJson } from "../../model/json.js";
import { isSuccess } from "../../model/operation.js";
import { damaged, dependent, onSuccess } from "../damage.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { failures } from "../response-drafts.js";
import { neverEquivalent } from "../shows.js";
import { htmlPage, rawResponse } from "../voice.js";
import { type RawResponse, type WireRequest, withBody, withText } from "../wire.js";

/** Successes that are wrong for some requests only. What the examples of the contract get may well be right. */
export const dependentSuccesses: readonly Operator[] = [
  {
    name: "success-wrong-beyond-examples",
    family: dependent,
    effect: "breaking",
    definition: "responses are right only to the requests that the contract shows as examples",
    apply: (scope) => {
      const { operation } = scope;
      if (!operation.body) {
        return [];
      }
      return Object.entries(wrongs(scope)).map(
        ([where, edit]): Draft => ({
          ...{ where, at: operation.node.at, what: `the response to anything but an example is ${where}` },
          provider: { rewrite: onSuccess(operation, (request) => !isExample(scope, request), edit) },
          equivalent: neverEquivalent,
        }),
      );
    },
  },
  {
    name: "success-of-another-operation",
    family: dependent,
    effect: "breaking",
    definition: "an operation responds with the success of another one",
    apply: (scope) => {
      const { contract, operation } = scope;
      const own = operation.responses.find(({ status }) => isSuccess(status))?.content[0];
      return contract.operations.flatMap((other): Draft[] => {
        const body = other.responses.find(({ status }) => isSuccess(status))?.content[0]?.examples[0]?.value;
        if (other === operation || !own || body === undefined) {
          return [];
        }
        return [
          {
            ...{ where: other.id, at: operation.node.at, what: `responds as ${other.id} does` },
            provider: {
              rewrite: onSuccess(
                operation,
                () => true,
                (raw) => withBody(raw, body),
              ),
            },
            equivalent: () =>
              contract.validator.isValid(own.node, ["schema"], body)
                ? "the contract allows the other operation's body here, too"
                : undefined,
          },
        ];
      });
    },
  },
];

/** What can come in place of a success. */
function wrongs(scope: Scope): Record<string, (raw: RawResponse) => RawResponse> {
  const error = failures(scope.operation).flatMap(({ content }) => content)[0];
  const body = error?.examples[0]?.value;
  const documentedBody = (raw: RawResponse) => isObject(parseJson(raw.text));
  const all: Record<string, (raw: RawResponse) => RawResponse> = {
    "a-page": () => htmlPage(200),
    "a-server-error": () => htmlPage(500),
    "a-field-less": (raw) => damaged(scope, raw),
    "an-empty-object": (raw) => (documentedBody(raw) ? withBody(raw, {}) : htmlPage(500)),
    "no-body": (raw) => (documentedBody(raw) ? withText(raw, "") : htmlPage(500)),
    ...(error &&
      body !== undefined && { "an-error-body": () => rawResponse(200, error.mediaType, JSON.stringify(body)) }),
  };
  return all;
}

function isExample({ operation }: Scope, { body }: WireRequest): boolean {
  const value: Json | undefined = parseJson(body ?? "");
  const examples = operation.body?.content.flatMap((media) => media.examples) ?? [];
  return examples.some((example) => canonical(example.value) === canonical(value));
}
