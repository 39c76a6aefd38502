import { success } from "../../mock/responses.js";
import { isObject, type Json, parseJson } from "../../model/json.js";
import { damaged, dependent, onRefusal, refusalFor } from "../damage.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { failures } from "../response-drafts.js";
import { neverEquivalent } from "../shows.js";
import { htmlPage } from "../voice.js";
import { type RawResponse, type Rewrite, rightBearer, type WireRequest, withBody, withHeaders } from "../wire.js";
import { codeOf } from "./codes.js";

type Fires = (request: WireRequest) => boolean;

/** Credentials that are required, or refused rightly, for some requests only. */
export const dependentCredentials: readonly Operator[] = [
  {
    name: "credentials-wrong-where",
    family: dependent,
    effect: "breaking",
    definition:
      "some requests without credentials are accepted, or refused wrongly: invalid ones, or all but the first example",
    apply: (scope) => {
      const { operation } = scope;
      const refusal = refusalFor(operation, "credentials");
      if (!operation.secured || !operation.body || !refusal) {
        return [];
      }
      const refused = (fires: Fires, edit: (raw: RawResponse) => RawResponse) =>
        onRefusal(operation, refusal, fires, edit);
      const kinds: Readonly<Record<string, Fires>> = {
        invalid: ({ body }) => body !== undefined && isInvalid(scope, parseJson(body)),
        "beyond-first-example": (request) => request.body !== undefined && !isFirstExample(scope, request),
      };
      return Object.entries(kinds).flatMap(([kind, fires]) => {
        const rewrites: Readonly<Record<string, Rewrite>> = {
          accepted: accepting(scope, fires),
          page: refused(fires, () => htmlPage(500)),
          body: refused(fires, (raw) => damaged(scope, raw)),
        };
        return Object.entries(rewrites).map(
          ([how, rewrite]): Draft => ({
            ...{
              where: `${kind}/${how}`,
              at: operation.node.at,
              what: `without credentials, wrong where ${kind}: ${how}`,
            },
            provider: { rewrite },
            equivalent: neverEquivalent,
          }),
        );
      });
    },
  },
  {
    name: "credentials-refused-with-code",
    family: dependent,
    effect: "breaking",
    definition:
      "a request without credentials is refused with a code that the contract shows under another status only",
    apply: (scope) => {
      const { contract, operation } = scope;
      const field = contract.table.errorBody?.code;
      const refusal = refusalFor(operation, "credentials");
      if (!operation.secured || !refusal || field === undefined) {
        return [];
      }
      const codes = failures(operation)
        .filter(({ status }) => status !== refusal.status && status !== "default")
        .flatMap(({ content }) => content.flatMap(({ examples }) => examples))
        .flatMap(({ value }) => codeOf(contract, value) ?? []);
      const own = refusal.content.flatMap(({ examples }) => examples.map(({ value }) => codeOf(contract, value)));
      return [...new Set(codes)]
        .filter((code) => !own.includes(code))
        .map((code) => ({
          ...{ where: code, at: refusal.node.at, what: `without credentials the code is ${code}` },
          provider: {
            rewrite: onRefusal(
              operation,
              refusal,
              () => true,
              (raw) => {
                const body = parseJson(raw.text);
                return isObject(body) ? withBody(raw, { ...body, [field]: code }) : raw;
              },
            ),
          },
          equivalent: neverEquivalent,
        }));
    },
  },
];

/** A request without credentials is accepted where it is as it has to be for that, whatever else is wrong with it. */
function accepting({ operation }: Scope, fires: Fires): Rewrite {
  const served = success(operation);
  const body = served?.response.content[0]?.examples.find(({ name }) => name === served.example)?.value;
  return async (request, forward) => {
    const authorized = /^Bearer\s+\S/i.test(request.headers.get("authorization") ?? "");
    if (authorized || !fires(request)) {
      return forward(request);
    }
    const raw = await forward(withHeaders(request, (headers) => headers.set("authorization", rightBearer)));
    if (raw.status < 400 || !served) {
      return raw;
    }
    const accepted = { ...raw, status: served.status, text: "" };
    return body === undefined ? accepted : withBody(accepted, body);
  };
}

function isInvalid({ contract, operation }: Scope, value: Json | undefined): boolean {
  const media = operation.body?.content[0];
  return value === undefined || (media !== undefined && contract.validator.isInvalid(media.node, ["schema"], value));
}

function isFirstExample({ operation }: Scope, { body }: WireRequest): boolean {
  return body === JSON.stringify(operation.body?.content[0]?.examples[0]?.value);
}
