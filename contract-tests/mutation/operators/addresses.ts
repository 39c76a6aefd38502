import type { WireRequest } from "../../provider/wire.js";
import { refusingDrafts } from "../drafts.js";
import type { Operator } from "../mutant.js";
import { withHeader } from "../wire.js";

/** The new place of an operation; null if the move leaves it in place. */
const moves: Readonly<Record<string, (path: string) => string | null>> = {
  "new-version": (path) => (/\/v\d+(?=\/)/.test(path) ? path.replace(/\/v(\d+)(?=\/)/, "/v9$1") : null),
  "under-api": (path) => `/api${path}`,
  "trailing-slash": (path) => (path.endsWith("/") ? null : `${path}/`),
  "last-segment-renamed": (path) => (path.endsWith("}") ? null : `${path}-new`),
};

const otherMethods: Readonly<Record<string, string>> = { post: "PUT", put: "PATCH", patch: "PUT", get: "POST" };

/** Parameters that somebody could start to require, by their places. */
const isThere: Readonly<Record<string, (request: WireRequest) => boolean>> = {
  query: ({ url }) => new URL(url).searchParams.has("added"),
  header: ({ headers }) => headers.has("x-added"),
};

/** Path, method and further parameters: the provider refuses in its own words, as Prism's would not be a finding. */
export const addresses: readonly Operator[] = [
  {
    name: "parameter-required-added",
    family: "request constraints",
    effect: "breaking",
    definition: "a parameter is required that the contract does not have",
    apply: (scope) =>
      Object.entries(isThere).flatMap(([where, fires]) =>
        refusingDrafts(scope, { where, what: `a new ${where} parameter is required` }, (refused) => {
          return async (request, forward) => (fires(request) ? forward(request) : refused(400));
        }),
      ),
  },
  {
    name: "path-moved",
    family: "path and method",
    effect: "breaking",
    definition: "the operation is at another path, and nothing at its own",
    apply: (scope) =>
      Object.entries(moves).flatMap(([where, to]) => {
        const { path: before, node } = scope.operation;
        const after = to(before);
        if (after === null) {
          return [];
        }
        return refusingDrafts(
          scope,
          { where, at: node.at.slice(0, 2), what: `the path becomes ${after}` },
          (refused) => {
            return async (request, forward) => {
              const url = movedBack(request.url, after, before);
              return url === undefined ? refused(404) : forward({ ...request, url });
            };
          },
        );
      }),
  },
  {
    name: "method-changed",
    family: "path and method",
    effect: "breaking",
    definition: "the operation has another method, and refuses its own",
    apply: (scope) => {
      const method = scope.operation.method.toUpperCase();
      const other = otherMethods[scope.operation.method] ?? "POST";
      return refusingDrafts(scope, { where: other, what: `${method} becomes ${other}` }, (refused) => {
        return async (request, forward) =>
          request.method === other ? forward({ ...request, method }) : withHeader(refused(405), "allow", other);
      });
    },
  },
];

/** The documented URL of a moved one, or undefined if it is not a moved one. */
function movedBack(url: string, after: string, before: string): string | undefined {
  const { origin, pathname, search } = new URL(url);
  const [template, here] = [after.split("/"), pathname.split("/")];
  const isVariable = (segment: string | undefined) => segment?.includes("{") === true;
  if (
    template.length !== here.length ||
    here.some((one, index) => one !== template[index] && !isVariable(template[index]))
  ) {
    return undefined;
  }
  const values = here.filter((_, index) => isVariable(template[index]));
  const path = before.split("/").map((segment) => (isVariable(segment) ? values.shift() : segment));
  return `${origin}${path.join("/")}${search}`;
}
