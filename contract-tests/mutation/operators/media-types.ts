import type { Operator, Scope } from "../mutant.js";
import { responseDraft } from "../response-drafts.js";
import { inEachVoice } from "../voice.js";
import { type WireRequest, withHeaders } from "../wire.js";

/** Other labels of responses: those that servers fall back to, and relatives of the documented one. */
const otherTypes = ["text/plain", "application/octet-stream", "application/vnd.api+json", "none"];

/** The types that a provider can start to want instead of JSON. */
const otherBodies = ["application/x-www-form-urlencoded", "application/vnd.api+json"];

/** A mutant for each response with a body, labelled otherwise. */
function relabelled(scope: Scope, labels: Readonly<Record<string, (type: string) => string | null>>) {
  return scope.operation.responses
    .filter(({ content }) => content.length > 0)
    .flatMap((response) =>
      Object.entries(labels)
        .filter(([name]) => !response.content.some(({ mediaType }) => mediaType === name))
        .map(([name, label]) => {
          const where = name === "" ? response.status : `${response.status}/${name.replace("/", "-")}`;
          const what = `the content type ${name === "" ? "names its charset" : `becomes ${name}`}`;
          return responseDraft(scope, response, { where, what, at: [...response.node.at, "content"] }, (raw) =>
            withHeaders(raw, (headers) => {
              const type = label(typeOf(raw));
              if (type === null) {
                headers.delete("content-type");
              } else {
                headers.set("content-type", type);
              }
            }),
          );
        }),
    );
}

/** Content types of both sides. */
export const mediaTypes: readonly Operator[] = [
  {
    name: "response-media-type-changed",
    family: "content types",
    effect: "breaking",
    definition: "a response is labelled as something that the contract does not document",
    apply: (scope) =>
      relabelled(scope, Object.fromEntries(otherTypes.map((type) => [type, () => (type === "none" ? null : type)]))),
  },
  {
    name: "request-media-type-changed",
    family: "content types",
    effect: "breaking",
    definition: "the documented type of body is refused, and another one accepted instead",
    apply: (scope) => {
      const media = scope.operation.body?.content[0];
      if (!media) {
        return [];
      }
      return otherBodies.flatMap((type) =>
        inEachVoice(
          scope,
          { where: type.replace("/", "-"), at: media.node.at, what: `${media.mediaType} is refused, ${type} taken` },
          ({ says }) =>
            async (request, forward) => {
              const given = typeOf(request);
              if (given === type) {
                return forward(labelled(request, media.mediaType));
              }
              return given === media.mediaType ? says(415) : forward(request);
            },
        ),
      );
    },
  },
  {
    name: "response-charset-added",
    family: "responses",
    effect: "compatible",
    definition: "the content type of a response names its charset, which leaves it the same type",
    apply: (scope) => relabelled(scope, { "": (type) => `${type}; Charset=UTF-8` }),
  },
  {
    name: "request-media-type-added",
    family: "requests",
    effect: "compatible",
    definition: "one more type of body is accepted",
    apply: ({ operation }) => {
      const media = operation.body?.content[0];
      if (!media) {
        return [];
      }
      return ["text/plain", "application/merge-patch+json"].map((type) => ({
        where: type.replace("/", "-"),
        at: media.node.at,
        what: `${type} bodies are taken too`,
        provider: {
          rewrite: (request, forward) =>
            forward(typeOf(request) === type ? labelled(request, media.mediaType) : request),
        },
      }));
    },
  },
];

function typeOf({ headers }: { readonly headers: Headers }): string {
  return (headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
}

function labelled(request: WireRequest, type: string): WireRequest {
  return withHeaders(request, (headers) => headers.set("content-type", type));
}
