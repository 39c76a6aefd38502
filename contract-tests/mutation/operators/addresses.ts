import type { Operation } from "../../model/operation.js";
import type { Operator } from "../mutant.js";
import { inEachVoice } from "../voice.js";
import { type WireRequest, withHeaders } from "../wire.js";

/** The new place of an operation; null if the move leaves it in place. */
const moves: Readonly<Record<string, (path: string) => string | null>> = {
  "new-version": (path) => (/\/v\d+(?=\/)/.test(path) ? path.replace(/\/v(\d+)(?=\/)/, "/v9$1") : null),
  "under-api": (path) => `/api${path}`,
  "trailing-slash": (path) => (path.endsWith("/") ? null : `${path}/`),
  "last-segment-renamed": (path) => (path.endsWith("}") ? null : `${path}-new`),
};

const otherMethods: Readonly<Record<string, string>> = { post: "PUT", put: "PATCH", patch: "PUT", get: "POST" };

/** Path and method: the provider refuses in its own words, as Prism's would not be a finding. */
export const addresses: readonly Operator[] = [
  {
    name: "path-moved",
    family: "path and method",
    effect: "breaking",
    definition: "the operation is at another path, and nothing at its own",
    apply: (scope) =>
      Object.entries(moves).flatMap(([move, to]) => {
        const path = to(scope.operation.path);
        if (path === null) {
          return [];
        }
        const at = scope.operation.node.at.slice(0, 2);
        return inEachVoice(scope, { where: move, at, what: `the path becomes ${path}` }, ({ says }) => {
          return async (request, forward) => {
            const url = before(scope.operation, request, path);
            return url === undefined ? says(404) : forward({ ...request, url });
          };
        });
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
      return inEachVoice(scope, { where: other, what: `${method} becomes ${other}` }, ({ says }) => {
        return async (request, forward) =>
          request.method === other
            ? forward({ ...request, method })
            : withHeaders(says(405), (headers) => headers.set("allow", other));
      });
    },
  },
];

/** The documented URL of a moved one, or undefined if it is not a moved one. */
function before(operation: Operation, { url }: WireRequest, template: string): string | undefined {
  const { origin, pathname, search } = new URL(url);
  const names: string[] = [];
  const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{([^}]+)\}/g, (_all, name: string) => {
    names.push(name);
    return "([^/]+)";
  });
  const values = new RegExp(`^${pattern}$`).exec(pathname)?.slice(1);
  if (!values) {
    return undefined;
  }
  return `${origin}${operation.path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => values[names.indexOf(name)] ?? "")}${search}`;
}
