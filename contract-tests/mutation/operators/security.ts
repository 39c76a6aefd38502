import { refusedCredentials } from "../../checks/response.js";
import { parseJson } from "../../model/json.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { htmlPage, inEachVoice } from "../voice.js";
import { isPrismsOwn, type RawResponse, type Rewrite, rightBearer, type WireRequest, withHeaders } from "../wire.js";

/** Mutants of an operation that requires credentials. */
function whereSecured({ operation }: Scope, rewrites: Readonly<Record<string, Rewrite>>, what: string): Draft[] {
  if (!operation.secured) {
    return [];
  }
  return Object.entries(rewrites).map(([where, rewrite]) => ({
    ...{ where, at: operation.node.at, what: `${what}: ${where}` },
    provider: { rewrite },
  }));
}

/** Requests with such credentials are taken for authorized ones. */
function accepting(applies: (sent: string | null) => boolean): Rewrite {
  return (request, forward) =>
    forward(applies(request.headers.get("authorization")) ? authorized(request, rightBearer) : request);
}

/** Requests count as authorized if they are as another scheme requires, and no others do. */
function requiring(isRight: (request: WireRequest) => boolean): Rewrite {
  return async (request, forward) =>
    isRight(request) ? forward(authorized(request, rightBearer)) : refusal(await forward(authorized(request, null)));
}

/** Credentials: which are required, and whether. */
export const security: readonly Operator[] = [
  {
    name: "credentials-not-enforced",
    family: "security",
    effect: "breaking",
    definition: "requests are accepted without the credentials that the contract requires",
    apply: (scope) =>
      whereSecured(
        scope,
        {
          none: accepting((sent) => sent === null),
          "empty-token": accepting((sent) => sent !== null && /^Bearer\s*$/i.test(sent)),
          "other-scheme": accepting((sent) => sent !== null && !/^Bearer/i.test(sent)),
          any: accepting((sent) => sent === null || !/^Bearer\s+\S/i.test(sent)),
          ...(refusedCredentials(scope.operation).includes("unknown") && {
            "any-well-formed": accepting((sent) => sent !== null && /^Bearer\s+\w+$/i.test(sent)),
          }),
        },
        "credentials are not enforced",
      ),
  },
  {
    name: "credentials-scheme-changed",
    family: "security",
    effect: "breaking",
    definition: "the documented scheme is refused, and another one required",
    apply: (scope) =>
      whereSecured(
        scope,
        {
          basic: requiring(({ headers }) => /^Basic\s+\S/i.test(headers.get("authorization") ?? "")),
          "api-key": requiring(({ headers }) => headers.has("x-api-key")),
        },
        "another scheme",
      ),
  },
  {
    name: "credentials-asked-for",
    family: "security",
    effect: "breaking",
    definition: "credentials are required where the contract requires none",
    apply: (scope) =>
      scope.operation.secured
        ? []
        : inEachVoice(scope, { where: "", what: "requests without a bearer are refused" }, ({ says }) => {
            return async (request, forward) => (request.headers.has("authorization") ? forward(request) : says(401));
          }),
  },
  {
    name: "credentials-alternative-added",
    family: "requests",
    effect: "compatible",
    definition: "one more kind of credentials is accepted",
    apply: (scope) =>
      whereSecured(
        scope,
        {
          "api-key": (request, forward) =>
            forward(request.headers.has("x-api-key") ? authorized(request, rightBearer) : request),
        },
        "taken too",
      ),
  },
];

function authorized(request: WireRequest, authorization: string | null): WireRequest {
  return withHeaders(request, (headers) => {
    if (authorization === null) {
      headers.delete("authorization");
    } else {
      headers.set("authorization", authorization);
    }
  });
}

/** The refusal as documented, naming the scheme that is wanted; where Prism has none but its own, a page. */
function refusal(raw: RawResponse): RawResponse {
  if (isPrismsOwn(raw) || parseJson(raw.text) === undefined) {
    return htmlPage(401);
  }
  return withHeaders(raw, (headers) => headers.set("www-authenticate", "Basic"));
}
