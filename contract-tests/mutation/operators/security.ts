import type { Scope } from "../../cases/case.js";
import { refusedCredentials } from "../../checks/response.js";
import { parseJson } from "../../model/json.js";
import type { RawResponse } from "../../provider/wire.js";
import { refusingDrafts } from "../drafts.js";
import type { Draft, Operator } from "../mutant.js";
import { type Fires, htmlPage, isPrismsOwn, type Rewrite, rightBearer, withHeader } from "../wire.js";

/** Mutants of an operation that requires credentials. */
function whereSecured({ operation }: Scope, what: string, rewrites: Readonly<Record<string, Rewrite>>): Draft[] {
  return Object.entries(operation.secured ? rewrites : {}).map(([where, rewrite]) => {
    return { where, what: `${what}: ${where}`, rewrite };
  });
}

/** Requests with such credentials are taken for authorized ones. */
function accepting(isTaken: (sent: string) => boolean, isTakenWithout = false): Rewrite {
  return takenFor(({ headers }) => {
    const sent = headers.get("authorization");
    return sent === null ? isTakenWithout : isTaken(sent);
  });
}

function takenFor(isTaken: Fires): Rewrite {
  return (request, forward) => forward(isTaken(request) ? withHeader(request, "authorization", rightBearer) : request);
}

/** Requests count as authorized if they are as another scheme requires, and no others do. */
function requiring(isRight: Fires): Rewrite {
  return async (request, forward) => {
    const isTaken = isRight(request);
    const raw = await forward(withHeader(request, "authorization", isTaken ? rightBearer : null));
    return isTaken ? raw : refusal(raw);
  };
}

/** The refusal as documented, naming the scheme that is wanted; where Prism has none but its own, a page. */
function refusal(raw: RawResponse): RawResponse {
  const isDocumented = !isPrismsOwn(raw) && parseJson(raw.text) !== undefined;
  return isDocumented ? withHeader(raw, "www-authenticate", "Basic") : htmlPage(401);
}

/** Credentials: which are required, and whether. */
export const security: readonly Operator[] = [
  {
    name: "credentials-not-enforced",
    family: "security",
    effect: "breaking",
    definition: "requests are accepted without the credentials that the contract requires",
    apply: (scope) =>
      whereSecured(scope, "credentials are not enforced", {
        none: accepting(() => false, true),
        "empty-token": accepting((sent) => /^Bearer\s*$/i.test(sent)),
        "other-scheme": accepting((sent) => !/^Bearer/i.test(sent)),
        any: accepting((sent) => !/^Bearer\s+\S/i.test(sent), true),
        ...(refusedCredentials(scope.operation).includes("unknown") && {
          "any-well-formed": accepting((sent) => /^Bearer\s+\w+$/i.test(sent)),
        }),
      }),
  },
  {
    name: "credentials-scheme-changed",
    family: "security",
    effect: "breaking",
    definition: "the documented scheme is refused, and another one required",
    apply: (scope) =>
      whereSecured(scope, "another scheme", {
        basic: requiring(({ headers }) => /^Basic\s+\S/i.test(headers.get("authorization") ?? "")),
        "api-key": requiring(({ headers }) => headers.has("x-api-key")),
      }),
  },
  {
    name: "credentials-asked-for",
    family: "security",
    effect: "breaking",
    definition: "credentials are required where the contract requires none",
    apply: (scope) =>
      scope.operation.secured
        ? []
        : refusingDrafts(scope, { where: "", what: "requests without a bearer are refused" }, (refused) => {
            return async (request, forward) => (request.headers.has("authorization") ? forward(request) : refused(401));
          }),
  },
  {
    name: "credentials-alternative-added",
    family: "requests",
    effect: "compatible",
    definition: "one more kind of credentials is accepted",
    apply: (scope) =>
      whereSecured(scope, "taken too", { "api-key": takenFor(({ headers }) => headers.has("x-api-key")) }),
  },
];
