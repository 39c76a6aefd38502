import { exampleCodes } from "../../checks/response.js";
import { rendered, success } from "../../mock/responses.js";
import { type Json, parseJson } from "../../model/json.js";
import { isSuccess } from "../../model/operation.js";
import { damaged, dependent, onRefusal, onSuccess, refusalFor } from "../damage.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { failures } from "../response-drafts.js";
import { htmlPage } from "../voice.js";
import { type RawResponse, type WireRequest, withBody, withField } from "../wire.js";

type Edit = (raw: RawResponse) => RawResponse;

/** Credentials that are required, or refused rightly, for some requests only; and responses of another operation. */
export const dependentOnOthers: readonly Operator[] = [
  {
    name: "credentials-wrong-where",
    family: dependent,
    effect: "breaking",
    definition:
      "some requests without the right credentials are accepted, or refused wrongly: invalid ones, or all but the first example",
    apply: (scope) => {
      const { contract, operation } = scope;
      const [refusal, accepted] = [refusalFor(operation, "credentials"), success(operation)];
      const media = operation.body?.content[0];
      if (!operation.secured || !media || !refusal || !accepted) {
        return [];
      }
      const isInvalid = (value: Json | undefined) =>
        value === undefined || contract.validator.isInvalid(media.node, ["schema"], value);
      const kinds: Readonly<Record<string, (body: string) => boolean>> = {
        invalid: (body) => isInvalid(parseJson(body)),
        "beyond-first-example": (body) => body !== JSON.stringify(media.examples[0]?.value),
      };
      const edits: Readonly<Record<string, Edit>> = {
        accepted: () => rendered(accepted, contract.validator.isValid),
        page: () => htmlPage(500),
        body: (raw) => damaged(scope, raw),
      };
      return Object.entries(kinds).flatMap(([kind, isOfKind]) => {
        const fires = ({ body }: WireRequest) => body !== undefined && isOfKind(body);
        return Object.entries(edits).map(([how, edit]) => ({
          ...{ where: `${kind}/${how}`, at: operation.node.at },
          what: `without credentials, wrong where ${kind}: ${how}`,
          provider: { rewrite: onRefusal(operation, refusal, fires, edit) },
        }));
      });
    },
  },
  {
    name: "credentials-refused-with-code",
    family: dependent,
    effect: "breaking",
    definition:
      "a request without credentials is refused with a code that the contract shows under another status only",
    apply: ({ contract, operation }) => {
      const field = contract.table.errorBody?.code;
      const refusal = refusalFor(operation, "credentials");
      if (!operation.secured || !refusal || field === undefined) {
        return [];
      }
      const others = failures(operation).filter(({ status }) => status !== refusal.status && status !== "default");
      const own = exampleCodes(contract, [refusal]);
      return [...new Set(exampleCodes(contract, others))]
        .filter((code) => !own.includes(code))
        .map((code) => ({
          ...{ where: code, at: refusal.node.at, what: `without credentials the code is ${code}` },
          provider: {
            rewrite: onRefusal(
              operation,
              refusal,
              () => true,
              (raw) => withField(raw, field, code),
            ),
          },
        }));
    },
  },
  {
    name: "success-of-another-operation",
    family: dependent,
    effect: "breaking",
    definition: "an operation responds with the success of another one",
    apply: ({ contract, operation }) => {
      const own = successBody({ contract, operation });
      return contract.operations.flatMap((other): Draft[] => {
        const body = successBody({ contract, operation: other })?.examples[0]?.value;
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

function successBody({ operation }: Scope) {
  return operation.responses.find(({ status }) => isSuccess(status))?.content[0];
}
