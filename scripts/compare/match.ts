import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { type Method, methods } from "../../contract-tests/model/operation.js";
import { stepInto } from "../../contract-tests/model/pointer.js";

/** An operation as far as it takes to find its counterpart: nothing below it is looked at. */
export interface Outline {
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
  /** How it was found: under the same address, behind a prefix, or by its name alone. */
  readonly by: "address" | "prefix" | "path" | "id" | "none";
  /** The prefix of our path in theirs, if it was found behind one. */
  readonly prefix: string;
}

/** Finds each of our operations in another document. Throws {@link InputError} if none is there. */
export function matchOperations(ours: JsonObject, theirs: JsonObject): Match[] {
  const there = outlines(theirs);
  const here = outlines(ours);
  const found = new Map(here.map((one) => [one, atAddress(one, there)]));
  // The certain counterpart of one operation is not that of another.
  const taken = new Set(found.values());
  const left = there.filter((one) => !taken.has(one));
  const matches = here.map((one) => {
    const theirs = found.get(one);
    return theirs ? { ours: one, theirs, by: "address" as const, prefix: "" } : match(one, left);
  });
  if (matches.length === 0) {
    throw new InputError("Our contract holds no operation: there is nothing to compare.");
  }
  if (matches.every(({ theirs }) => theirs === undefined)) {
    throw new InputError("None of our operations is in the other document, by path or by operationId.");
  }
  return matches;
}

/** The operation under the same address. */
function atAddress(ours: Outline, there: readonly Outline[]): Outline | undefined {
  const sameMethod = there.filter(({ method }) => method === ours.method);
  const isSame = (theirs: Outline) => isSameAddress({ ours, theirs });
  return (
    sameMethod.find((one) => one.path === ours.path && isSame(one)) ??
    sameMethod.find(isSame) ??
    sameMethod.find((one) => plain(one.path) === plain(ours.path))
  );
}

function match(ours: Outline, there: readonly Outline[]): Match {
  const sameMethod = there.filter(({ method }) => method === ours.method);
  const found = (theirs: Outline, by: Match["by"], prefix = ""): Match => ({ ours, theirs, by, prefix });

  const behind = only(sameMethod.filter((one) => prefixOf(one, ours) !== undefined));
  if (behind) {
    return found(behind, "prefix", prefixOf(behind, ours));
  }
  const byName = only(there.filter(({ id }) => id !== undefined && name(id) === name(ours.id ?? "")));
  if (byName) {
    return found(byName, "id");
  }
  const isOnPath = (one: Outline) => plain(one.path) === plain(ours.path) || isSameAddress({ ours, theirs: one });
  const onPath = only(there.filter(isOnPath));
  return onPath ? found(onPath, "path") : { ours, theirs: undefined, by: "none", prefix: "" };
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** Whether two operations have an address in common, servers included. */
export function isSameAddress({ ours, theirs }: Pick<Match, "ours" | "theirs">): boolean {
  return theirs !== undefined && full(theirs).some((path) => full(ours).includes(path));
}

/** Every address an operation has: what its servers put before its path, and the path, parameters unnamed. */
function full({ bases, path }: Outline): string[] {
  return (bases ?? [""]).map((base) => plain(base + path));
}

/**
 * The prefix of our path in theirs (`/api`), or the part of ours that they leave out (`-/v1`). Two segments have to be
 * the same, as `/email` alone ends many paths.
 */
function prefixOf(theirs: Outline, ours: Outline): string | undefined {
  const [there, here] = [plain(theirs.path), plain(ours.path)];
  const shorter = there.length < here.length ? there : here;
  if (shorter.split("/").length < 3) {
    return undefined;
  }
  if (there.endsWith(here)) {
    return there.slice(0, -here.length);
  }
  if (here.endsWith(there)) {
    return `-${here.slice(0, -there.length)}`;
  }
  return undefined;
}

function plain(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}").replace(/(.)\/$/, "$1");
}

/** Names as generators spell them differently: `sign_in`, `SignIn` and `signIn` are one. */
function name(id: string): string {
  return id.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** The operations of theirs without a counterpart in ours. */
export function addedOperations(theirs: JsonObject, matches: readonly Match[]): Outline[] {
  const known = new Set(matches.flatMap(({ theirs: one }) => (one ? [`${one.method} ${one.path}`] : [])));
  return outlines(theirs).filter(({ method, path }) => !known.has(`${method} ${path}`));
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
