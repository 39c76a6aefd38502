import type { Operator } from "../mutant.js";
import { voices } from "../voice.js";
import { type Asked, onResponse, withHeaders } from "../wire.js";

/** What answers can be labelled as instead: what servers fall back to, and relatives of what was documented. */
const otherTypes = ["text/plain", "application/octet-stream", "application/vnd.api+json", "none"];

/** What a provider can start to want instead of JSON. */
const otherBodies = ["application/x-www-form-urlencoded", "application/vnd.api+json"];

/** Content types of both sides. */
export const mediaTypes: readonly Operator[] = [
  {
    name: "response-media-type-changed",
    family: "content types",
    verdict: "breaking",
    definition: "an answer is labelled as something that the contract does not document",
    apply: ({ operation }) =>
      operation.responses.flatMap((response) =>
        otherTypes
          .filter(
            (type) => response.content.length > 0 && !response.content.some(({ mediaType }) => mediaType === type),
          )
          .map((type) => ({
            where: `${response.status}/${type.replace("/", "-")}`,
            at: [...response.node.at, "content"],
            what: `${response.status}: the content type becomes ${type}`,
            provider: {
              rewrite: onResponse(operation, response, (answer) =>
                withHeaders(answer, (headers) => {
                  if (type === "none") headers.delete("content-type");
                  else headers.set("content-type", type);
                }),
              ),
            },
            counts: () => true,
          })),
      ),
  },
  {
    name: "request-media-type-changed",
    family: "content types",
    verdict: "breaking",
    definition: "the documented type of body is refused, and another one taken instead",
    apply: (scope) => {
      const { operation } = scope;
      const media = operation.body?.content[0];
      if (!media) return [];
      return otherBodies.flatMap((type) =>
        voices(scope).map((voice) => ({
          where: `${type.replace("/", "-")}/${voice.name}`,
          at: media.node.at,
          what: `${media.mediaType} bodies are refused, ${type} ones taken`,
          provider: {
            rewrite: async (request, forward) => {
              const given = typeOf(request);
              if (given === type) return forward(labelled(request, media.mediaType));
              return given === media.mediaType ? voice.says(415) : forward(request);
            },
          },
          counts: () => true,
        })),
      );
    },
  },
  {
    name: "response-charset-added",
    family: "responses",
    verdict: "compatible",
    definition: "the content type of an answer names its charset, which leaves it the same type",
    apply: ({ operation }) =>
      operation.responses
        .filter(({ content }) => content.length > 0)
        .map((response) => ({
          where: response.status,
          at: [...response.node.at, "content"],
          what: `${response.status}: the content type names its charset`,
          provider: {
            rewrite: onResponse(operation, response, (answer) =>
              withHeaders(answer, (headers) => {
                const [type = ""] = (headers.get("content-type") ?? "").split(";");
                headers.set("content-type", `${type}; Charset=UTF-8`);
              }),
            ),
          },
          counts: () => true,
        })),
  },
  {
    name: "request-media-type-added",
    family: "requests",
    verdict: "compatible",
    definition: "one more type of body is taken",
    apply: ({ operation }) => {
      const media = operation.body?.content[0];
      if (!media) return [];
      return ["text/plain", "application/merge-patch+json"].map((type) => ({
        where: type.replace("/", "-"),
        at: media.node.at,
        what: `${type} bodies are taken too`,
        provider: {
          rewrite: (request, forward) =>
            forward(typeOf(request) === type ? labelled(request, media.mediaType) : request),
        },
        counts: () => true,
      }));
    },
  },
];

function typeOf({ headers }: Asked): string {
  return (headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
}

function labelled(request: Asked, type: string): Asked {
  const headers = new Headers(request.headers);
  headers.set("content-type", type);
  return { ...request, headers };
}
