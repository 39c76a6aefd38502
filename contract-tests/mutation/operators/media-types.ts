import type { Scope } from "../../cases/case.js";
import { essence } from "../../model/media-type.js";
import { refusingDrafts, responseDraft } from "../drafts.js";
import type { Draft, Operator } from "../mutant.js";
import { withHeader } from "../wire.js";

/** Other labels of responses: those that servers fall back to, and relatives of the documented one. */
const otherTypes = ["text/plain", "application/octet-stream", "application/vnd.api+json", "none"];

/** A mutant for each response with a body and each other label that it does not have already. */
function relabelled(scope: Scope, names: readonly string[], label: (name: string, type: string) => string | null) {
  return scope.operation.responses.flatMap((response) => {
    const documented = response.content.map(({ mediaType }) => mediaType);
    return (documented.length > 0 ? names : [])
      .filter((name) => !documented.includes(name))
      .map((name) => {
        const what = `the content type ${name === "" ? "names its charset" : `becomes ${name}`}`;
        const told = { where: name.replace("/", "-"), what, at: [...response.node.at, "content"] };
        return responseDraft(scope, response, told, (raw) => withHeader(raw, "content-type", label(name, typeOf(raw))));
      });
  });
}

/** Mutants for each of some types of body that an operation could take. */
function onBodies(
  { operation }: Scope,
  types: readonly string[],
  drafts: (type: string, documented: string, told: Pick<Draft, "where" | "at">) => readonly Draft[],
): Draft[] {
  return (operation.body?.content ?? [])
    .slice(0, 1)
    .flatMap(({ mediaType, node: { at } }) =>
      types.flatMap((type) => drafts(type, mediaType, { where: type.replace("/", "-"), at })),
    );
}

/** Content types of both sides. */
export const mediaTypes: readonly Operator[] = [
  {
    name: "response-media-type-changed",
    family: "content types",
    effect: "breaking",
    definition: "a response is labelled as something that the contract does not document",
    apply: (scope) => relabelled(scope, otherTypes, (name) => (name === "none" ? null : name)),
  },
  {
    name: "request-media-type-changed",
    family: "content types",
    effect: "breaking",
    definition: "the documented type of body is refused, and another one accepted instead",
    apply: (scope) =>
      onBodies(scope, ["application/x-www-form-urlencoded", "application/vnd.api+json"], (type, documented, told) =>
        refusingDrafts(scope, { ...told, what: `${documented} is refused, ${type} taken` }, (refused) => {
          return async (request, forward) => {
            if (typeOf(request) === type) {
              return forward(withHeader(request, "content-type", documented));
            }
            return typeOf(request) === essence(documented) ? refused(415) : forward(request);
          };
        }),
      ),
  },
  {
    name: "response-charset-added",
    family: "responses",
    effect: "compatible",
    definition: "the content type of a response names its charset, which leaves it the same type",
    apply: (scope) => relabelled(scope, [""], (_, type) => `${type}; Charset=UTF-8`),
  },
  {
    name: "request-media-type-added",
    family: "requests",
    effect: "compatible",
    definition: "one more type of body is accepted",
    apply: (scope) =>
      onBodies(scope, ["text/plain", "application/merge-patch+json"], (type, documented, told) => [
        {
          ...{ ...told, what: `${type} bodies are taken too` },
          rewrite: (request, forward) =>
            forward(typeOf(request) === type ? withHeader(request, "content-type", documented) : request),
        },
      ]),
  },
];

function typeOf({ headers }: { readonly headers: Headers }): string {
  return essence(headers.get("content-type") ?? "");
}
