import type { Operation } from "../../model/operation.js";
import type { Operator } from "../mutant.js";
import { voices } from "../voice.js";
import type { Asked } from "../wire.js";

/** Where an operation can move to; null where the move leaves it in place. */
const moves: Readonly<Record<string, (path: string) => string | null>> = {
  "new-version": (path) => (/\/v\d+(?=\/)/.test(path) ? path.replace(/\/v(\d+)(?=\/)/, "/v9$1") : null),
  "under-api": (path) => `/api${path}`,
  "trailing-slash": (path) => (path.endsWith("/") ? null : `${path}/`),
  "last-segment-renamed": (path) => (path.endsWith("}") ? null : `${path}-new`),
};

/** Path and method: the provider answers in its own voice, as a mock's own refusal would be nobody's finding. */
export const addresses: readonly Operator[] = [
  {
    name: "path-moved",
    family: "path and method",
    verdict: "breaking",
    definition: "the operation answers under another path, and nothing under its own",
    apply: (scope) =>
      Object.entries(moves).flatMap(([move, to]) =>
        voices(scope).flatMap((voice) => {
          const path = to(scope.operation.path);
          if (path === null) return [];
          return {
            where: `${move}/${voice.name}`,
            at: scope.operation.node.at.slice(0, 2),
            what: `the path becomes ${path}`,
            provider: {
              rewrite: async (request, forward) => {
                const old = before(scope.operation, request, to);
                return old === undefined ? voice.says(404) : forward({ ...request, url: old });
              },
            },
            counts: () => true,
          };
        }),
      ),
  },
  {
    name: "method-changed",
    family: "path and method",
    verdict: "breaking",
    definition: "the operation answers to another method, and not to its own",
    apply: (scope) => {
      const { operation } = scope;
      const other = { post: "PUT", put: "PATCH", patch: "PUT", get: "POST" }[String(operation.method)] ?? "POST";
      return voices(scope).map((voice) => ({
        where: `${other}/${voice.name}`,
        at: operation.node.at,
        what: `${operation.method.toUpperCase()} becomes ${other}`,
        provider: {
          rewrite: async (request, forward) => {
            if (request.method === other) return forward({ ...request, method: operation.method.toUpperCase() });
            const { headers, ...refusal } = voice.says(405);
            headers.set("allow", other);
            return { ...refusal, headers };
          },
        },
        counts: () => true,
      }));
    },
  },
];

/** The documented URL that a moved one stands for, or undefined where it is none. */
function before(operation: Operation, { url }: Asked, to: (path: string) => string | null): string | undefined {
  const { origin, pathname, search } = new URL(url);
  const template = to(operation.path);
  if (template === null) return undefined;
  const names: string[] = [];
  const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{([^}]+)\}/g, (_all, name: string) => {
    names.push(name);
    return "([^/]+)";
  });
  const values = new RegExp(`^${pattern}$`).exec(pathname)?.slice(1);
  if (!values) return undefined;
  return `${origin}${operation.path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => values[names.indexOf(name)] ?? "")}${search}`;
}
