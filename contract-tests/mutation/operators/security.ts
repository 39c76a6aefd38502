import type { Operator, Scope } from "../mutant.js";
import { voices } from "../voice.js";
import { type Answer, type Asked, parsed, withHeaders } from "../wire.js";

const anyToken = "Bearer P2anytoken000000000000000";

/** Credentials: which are asked for, and whether. */
export const security: readonly Operator[] = [
  {
    name: "credentials-not-enforced",
    family: "security",
    verdict: "breaking",
    definition: "requests are accepted without the credentials that the contract asks for",
    apply: ({ operation }) =>
      Object.entries({
        none: (sent: string | null) => sent === null,
        "empty-token": (sent: string | null) => sent !== null && /^Bearer\s*$/i.test(sent),
        "other-scheme": (sent: string | null) => sent !== null && !/^Bearer/i.test(sent),
        any: (sent: string | null) => sent === null || !/^Bearer\s+\S/i.test(sent),
      }).flatMap(([which, applies]) =>
        operation.secured
          ? [
              {
                where: which,
                at: securityAt(operation.node.at),
                what: `credentials are not enforced: ${which}`,
                provider: {
                  rewrite: (request, forward) =>
                    forward(applies(request.headers.get("authorization")) ? authorized(request, anyToken) : request),
                },
                counts: () => true,
              },
            ]
          : [],
      ),
  },
  {
    name: "credentials-scheme-changed",
    family: "security",
    verdict: "breaking",
    definition: "the documented scheme is refused, and another one asked for",
    apply: (scope) =>
      Object.entries({
        basic: (request: Asked) => /^Basic\s+\S/i.test(request.headers.get("authorization") ?? ""),
        "api-key": (request: Asked) => request.headers.has("x-api-key"),
      }).flatMap(([which, right]) =>
        scope.operation.secured
          ? [
              {
                where: which,
                at: securityAt(scope.operation.node.at),
                what: `another scheme: ${which}`,
                provider: {
                  rewrite: async (request, forward) =>
                    right(request)
                      ? forward(authorized(request, anyToken))
                      : refusal(scope, await forward(authorized(request, null))),
                },
                counts: () => true,
              },
            ]
          : [],
      ),
  },
  {
    name: "credentials-asked-for",
    family: "security",
    verdict: "breaking",
    definition: "credentials are asked for where the contract asks for none",
    apply: (scope) =>
      scope.operation.secured
        ? []
        : voices(scope).map((voice) => ({
            where: voice.name,
            at: scope.operation.node.at,
            what: "requests without a bearer are refused",
            provider: {
              rewrite: async (request, forward) =>
                request.headers.has("authorization") ? forward(request) : voice.says(401),
            },
            counts: () => true,
          })),
  },
  {
    name: "credentials-alternative-added",
    family: "requests",
    verdict: "compatible",
    definition: "one more way to say who asks is taken, besides the documented one",
    apply: ({ operation }) =>
      operation.secured
        ? [
            {
              where: "api-key",
              at: securityAt(operation.node.at),
              what: "an X-Api-Key header is taken too",
              provider: {
                rewrite: (request, forward) =>
                  forward(request.headers.has("x-api-key") ? authorized(request, anyToken) : request),
              },
              counts: () => true,
            },
          ]
        : [],
  },
];

/** An operation without a requirement of its own has that of the contract; either way the operation is where to look. */
function securityAt(at: readonly string[]): readonly string[] {
  return at;
}

function authorized(request: Asked, authorization: string | null): Asked {
  const headers = new Headers(request.headers);
  if (authorization === null) headers.delete("authorization");
  else headers.set("authorization", authorization);
  return { ...request, headers };
}

/** The refusal as documented, naming the scheme that is wanted; where the mock has none of its own, the provider's. */
function refusal(scope: Scope, answer: Answer): Answer {
  const json = parsed(answer.text);
  const own = answer.headers.get("content-type")?.startsWith("application/problem+json") === true || json === undefined;
  if (!own) return withHeaders(answer, (headers) => headers.set("www-authenticate", "Basic"));
  return (voices(scope)[0]?.says ?? (() => answer))(401);
}
