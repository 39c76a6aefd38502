import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { type Method, methods } from "../../contract-tests/model/operation.js";
import { stepInto } from "../../contract-tests/model/pointer.js";

/** An operation as far as it takes to find its counterpart: nothing below it is looked at. */
interface Outline {
  readonly id: string | undefined;
  readonly method: Method;
  readonly path: string;
  /** The part of the servers' URLs before the path; undefined if the document does not name a server. */
  readonly bases: readonly string[] | undefined;
}

/** One of our operations and the one in the other document that is taken for it. */
export interface Match {
  readonly ours: Outline;
  readonly theirs: Outline | undefined;
  /** The prefix of our path in theirs (`/api`), or the part of ours that they leave out (`-/v1`), if there is one. */
  readonly prefix?: string | undefined;
}

/** Finds each of our operations in another document, and those of theirs that are none of ours. */
export function matchOperations(
  ours: JsonObject,
  theirs: JsonObject,
): { readonly matches: Match[]; readonly added: Outline[] } {
  const [here, there] = [outlines(ours), outlines(theirs)];
  const found = new Map(here.map((one) => [one, atAddress(one, there)]));
  // The certain counterpart of one operation is not that of another.
  const taken = new Set(found.values());
  const left = there.filter((one) => !taken.has(one));
  const matches = here.map((one) => (found.get(one) ? { ours: one, theirs: found.get(one) } : elsewhere(one, left)));
  if (matches.length === 0) {
    throw new InputError("Our contract holds no operation: there is nothing to compare.");
  }
  if (matches.every(({ theirs: one }) => one === undefined)) {
    throw new InputError("None of our operations is in the other document, by path or by operationId.");
  }
  const known = new Set(matches.map(({ theirs: one }) => one));
  return { matches, added: there.filter((one) => !known.has(one)) };
}

/** The operation under the same address. */
function atAddress(ours: Outline, there: readonly Outline[]): Outline | undefined {
  const sameMethod = there.filter(({ method }) => method === ours.method);
  const isSame = (theirs: Outline) => isSameAddress({ ours, theirs });
  return (
    sameMethod.find((one) => one.path === ours.path && isSame(one)) ??
    sameMethod.find(isSame) ??
    sameMethod.find((theirs) => isOnPath({ ours, theirs }))
  );
}

/** The only operation behind a prefix, of the same name, or at the same path by another method. */
function elsewhere(ours: Outline, there: readonly Outline[]): Match {
  const behind = only(there.filter((one) => one.method === ours.method && prefixOf(one, ours) !== undefined));
  if (behind) {
    return { ours, theirs: behind, prefix: prefixOf(behind, ours) };
  }
  const byName = only(there.filter(({ id }) => id !== undefined && name(id) === name(ours.id ?? "")));
  return {
    ours,
    theirs:
      byName ?? only(there.filter((one) => isOnPath({ ours, theirs: one }) || isSameAddress({ ours, theirs: one }))),
  };
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** Whether two operations have an address in common, servers included. */
export function isSameAddress({ ours, theirs }: Match): boolean {
  return theirs !== undefined && full(theirs).some((path) => full(ours).includes(path));
}

/** Whether two operations are at the same path, whatever its parameters are called and which servers it has. */
export function isOnPath({ ours, theirs }: Match): boolean {
  return theirs !== undefined && plain(theirs.path) === plain(ours.path);
}

/** Every address an operation has: what its servers put before its path, and the path, parameters unnamed. */
function full({ bases, path }: Outline): string[] {
  return (bases ?? [""]).map((base) => plain(base + path));
}

/** Two segments have to be the same, as `/email` alone ends many paths. */
function prefixOf(theirs: Outline, ours: Outline): string | undefined {
  const [there, here] = [plain(theirs.path), plain(ours.path)];
  const shorter = there.length < here.length ? there : here;
  if (shorter.split("/").length < 3) {
    return undefined;
  }
  if (there.endsWith(here)) {
    return there.slice(0, -here.length);
  }
  return here.endsWith(there) ? `-${here.slice(0, -there.length)}` : undefined;
}

/** A path without the names of its parameters. */
function plain(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}").replace(/(.)\/$/, "$1");
}

/** Names as generators spell them differently: `sign_in`, `SignIn` and `signIn` are one. */
function name(id: string): string {
  return id.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** The name of an operation: its operationId, or its method and path. */
export function idOf({ id, method, path }: Outline): string {
  return id ?? `${method} ${path}`;
}

/** A method and a path, as people read them. */
export function shown({ method, path }: Pick<Outline, "method" | "path">): string {
  return `${method.toUpperCase()} ${path}`;
}

function outlines(document: JsonObject): Outline[] {
  const { paths } = document;
  if (!isObject(paths)) {
    return [];
  }
  return Object.entries(paths).flatMap(([path, item]) => {
    const held = isObject(item) ? item : {};
    return methods.flatMap((method) => {
      const operation = held[method];
      if (!isObject(operation)) {
        return [];
      }
      const { operationId } = operation;
      const bases = basesOf(operation.servers ?? held.servers ?? document.servers);
      return [{ id: typeof operationId === "string" ? operationId : undefined, method, path, bases }];
    });
  });
}

function basesOf(servers: Json | undefined): string[] | undefined {
  if (!Array.isArray(servers) || servers.length === 0) {
    return undefined;
  }
  return servers.flatMap((server) => {
    if (!isObject(server) || typeof server.url !== "string") {
      return [];
    }
    const { variables } = server;
    const url = server.url.replaceAll(/\{([^}]*)\}/g, (_whole, key: string) => {
      const variable = stepInto(variables, key);
      return isObject(variable) && typeof variable.default === "string" ? variable.default : "x";
    });
    const parsed = URL.canParse(url, "http://base.invalid") ? new URL(url, "http://base.invalid").pathname : "";
    return [parsed.replace(/\/$/, "")];
  });
}
