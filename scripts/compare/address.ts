import { isObject, type JsonObject } from "../../contract-tests/model/json.js";
import { type Difference, differs, type Place } from "./difference.js";
import type { Whole } from "./kinds.js";
import { isOnPath, isSameAddress, type Match, shown } from "./match.js";

/**
 * Whether an operation has to be called in another way. A prefix before all of our paths does not count: the consumer
 * sets it in the base URL.
 */
export function moved(place: Place, { ours, theirs, prefix }: Match, matches: readonly Match[]): Difference[] {
  if (!theirs) {
    return [];
  }
  const isElsewhere =
    prefix === undefined
      ? !(isOnPath({ ours, theirs }) || isSameAddress({ ours, theirs }))
      : prefix !== basePrefix(matches);
  const told = (kind: Whole, here: string, there: string) =>
    differs(place, "breaking", kind, { ours: here, theirs: there }, shown(ours));
  const [here, there] = [ours.method.toUpperCase(), theirs.method.toUpperCase()];
  return [
    ...(here === there ? [] : [told("operation-method-changed", here, there)]),
    ...(isElsewhere ? [told("operation-path-changed", ours.path, theirs.path)] : []),
  ];
}

/** The one prefix of all operations that are there, if a base URL can take it in. */
function basePrefix(matches: readonly Match[]): string | undefined {
  const there = matches.filter(({ theirs }) => theirs !== undefined);
  const [prefix, ...others] = new Set(there.map((one) => one.prefix));
  const isServed = there.some(({ theirs }) => theirs?.bases !== undefined);
  return others.length > 0 || (prefix?.startsWith("-") && isServed) ? undefined : prefix;
}

/** Names, once for the document, a prefix that the consumer's base URL can take in. */
export function prefixes(matches: readonly Match[]): Difference[] {
  const prefix = basePrefix(matches);
  if (prefix === undefined) {
    return [];
  }
  const news = prefix.startsWith("-") ? { ours: prefix.slice(1) } : { theirs: prefix };
  return [differs({ operation: "", part: { of: "paths" } }, "compatible", "paths-prefix-changed", news)];
}

/**
 * Names the servers, once for the document, if none of ours is left and that is more than another way to split paths.
 */
export function serversChanged(ours: JsonObject, theirs: JsonObject, matches: readonly Match[]): Difference[] {
  const urls = ({ servers }: JsonObject) =>
    (Array.isArray(servers) ? servers : [])
      .flatMap((one) => (isObject(one) && typeof one.url === "string" ? [one.url] : []))
      .sort();
  const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : "");
  const [here, there] = [urls(ours), urls(theirs)];
  const isOrigin = here.some((url) => there.some((other) => ["", originOf(url)].includes(originOf(other))));
  const isPath = matches.every((one) => !isOnPath(one) || isSameAddress(one));
  if (here.length === 0 || there.length === 0 || here.some((url) => there.includes(url)) || (isOrigin && isPath)) {
    return [];
  }
  const news = { ours: here, theirs: there };
  return [differs({ operation: "", part: { of: "servers" } }, "compatible", "servers-changed", news)];
}
