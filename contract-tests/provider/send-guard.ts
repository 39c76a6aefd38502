import type { Contract } from "../model/contract.js";
import { type Json, parseJson } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import { readPath } from "../model/path-template.js";
import { bodySchemas, isIdentityParameter, type MarkedValue, markedValues } from "./marks.js";
import type { WireRequest } from "./wire.js";

/** The people who may be named off loopback. */
interface Permitted {
  /** Whether a text is an identity that this run made up. */
  readonly made: (text: string) => boolean;
  /** Whether a message may go to somebody now; counts it if it may. Used for sign-ins only. */
  readonly mayMessage: (text: string) => boolean;
}

/**
 * Why a request could do harm if the provider accepted it (deliver a message to somebody, or create a user), or
 * undefined if it could not. Decided from the bytes about to be sent, whatever a case says of itself, by the contract's
 * marks. It fails closed: a part that cannot be read with certainty, or that the contract does not know, counts as
 * harmful.
 */
export function blockReason(
  contract: Contract,
  baseUrl: string,
  permitted: Permitted,
  request: WireRequest,
): string | undefined {
  const found = operationOf(contract, baseUrl, request);
  if (!found) {
    return "its operation is not in the contract";
  }
  const { operation, pathValues } = found;
  if (operation.createsPerson === undefined) {
    return "the contract does not say whether the operation creates a person (x-creates-person)";
  }
  // The new user is named in the address or a header: leaving that out is not left to the provider to notice.
  if (operation.createsPerson && operation.parameters.some(isIdentityParameter)) {
    return "it could create a user";
  }
  const values = [
    ...[...pathValues].map(([name, text]) => ofParameter(operation, "path", name, text)),
    ...[...new URL(request.url).searchParams].map(([name, text]) => ofParameter(operation, "query", name, text)),
    ...[...request.headers].flatMap(([name, text]) => ofHeader(operation, name, text)),
  ];
  const body = request.body === undefined ? undefined : readExactly(request.body);
  if (request.body !== undefined && body === undefined) {
    return "its body cannot be read with certainty";
  }
  if (body !== undefined) {
    values.push(...markedValues(bodySchemas(operation), body), ...keysOf(body));
  }
  return unsafe(values, operation.createsPerson, permitted);
}

function unsafe(values: readonly MarkedValue[], creates: boolean, permitted: Permitted): string | undefined {
  if (values.some(({ attribution }) => attribution === "unknown")) {
    return "the contract does not know a field of it";
  }
  if (creates && values.some(({ attribution }) => attribution === "identity")) {
    return "it could create a user";
  }
  const named: string[] = [];
  for (const marked of values) {
    const text = mayNameSomebody(marked);
    if (text === undefined) {
      continue;
    }
    if (creates) {
      return "it could create a user";
    }
    if (typeof marked.value === "string" && permitted.made(marked.value)) {
      continue;
    }
    if (marked.attribution !== "identity") {
      return "a field of it may name somebody";
    }
    named.push(text);
  }
  return unsafeMessages(named, values, permitted);
}

function unsafeMessages(
  named: readonly string[],
  values: readonly MarkedValue[],
  permitted: Permitted,
): string | undefined {
  if (named.length > 0 && values.some(({ divertsMessage }) => divertsMessage)) {
    return "it could deliver a message to somebody else than the recipient";
  }
  // Last and together, as each call counts as a message.
  return [...new Set(named)].every((text) => permitted.mayMessage(text)) ? undefined : "it could deliver a message";
}

/** The text of a value that may name somebody; undefined for every other value. */
function mayNameSomebody({ value, attribution }: MarkedValue): string | undefined {
  // The values inside of an object or a list are looked at one by one.
  if (value === null || value === "" || typeof value === "boolean" || typeof value === "object") {
    return undefined;
  }
  const text = String(value);
  return attribution === "known" && !namesSomebody(text) ? undefined : text;
}

/** Field names can name a person, too: a map may have any keys. */
function keysOf(value: Json): MarkedValue[] {
  if (Array.isArray(value)) {
    return value.flatMap(keysOf);
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]): MarkedValue[] => [
    { value: key, attribution: "known" },
    ...keysOf(inner),
  ]);
}

function ofParameter(operation: Operation, place: "path" | "query", name: string, text: string): MarkedValue {
  // `filter[name]` is a field of the parameter `filter`.
  const owner = operation.parameters.find(
    (one) => one.in === place && (one.name === name || name.startsWith(`${one.name}[`)),
  );
  const exploded = owner ?? (place === "query" ? explodedOwner(operation, name) : undefined);
  if (!exploded) {
    return { value: text, attribution: "unknown" };
  }
  return { value: text, attribution: isIdentityParameter(exploded) ? "identity" : "known" };
}

/** The object parameter whose fields are in the query by their own names (`style: form`, exploded). */
function explodedOwner({ parameters }: Operation, name: string) {
  return parameters.find(
    ({ in: place, schema }) =>
      place === "query" && schema !== undefined && markedValues([schema], { [name]: "" })[1]?.attribution !== "unknown",
  );
}

/** Headers that every HTTP client sends, and the credentials, which are the caller's own. */
const ordinary = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "authorization",
  "connection",
  "content-length",
  "content-type",
  "host",
  "prefer",
  "user-agent",
]);

function ofHeader(operation: Operation, name: string, text: string): MarkedValue[] {
  const owners = operation.parameters.filter(
    (one) => (one.in === "header" && one.name.toLowerCase() === name) || (one.in === "cookie" && name === "cookie"),
  );
  if (owners.length > 0) {
    return [{ value: text, attribution: owners.some(isIdentityParameter) ? "identity" : "known" }];
  }
  if (name === "authorization") {
    return [];
  }
  return [{ value: text, attribution: ordinary.has(name) || name.startsWith("x-descope-") ? "known" : "unknown" }];
}

/** Whether a text could be somebody's address or number, in whatever way it is written. */
function namesSomebody(text: string): boolean {
  const plain = canonical(text);
  return plain.includes("@") || /\d(?:[^\p{L}\d]{0,3}\d){6,}/u.test(plain);
}

/** A text with percent, HTML and compatibility forms (such as a full-width `＠`) undone, as often as they nest. */
function canonical(text: string): string {
  let here = text;
  for (let times = 0; times < 5; times += 1) {
    const next = here
      .normalize("NFKC")
      .replaceAll(/%([0-7][0-9a-f])/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replaceAll(/&#x([0-9a-f]{1,6});?/gi, (_whole, hex: string) => fromCode(Number.parseInt(hex, 16)))
      .replaceAll(/&#(\d{1,7});?/g, (_whole, digits: string) => fromCode(Number(digits)))
      .replaceAll(/\\u([0-9a-f]{4})/gi, (_whole, hex: string) => fromCode(Number.parseInt(hex, 16)))
      .replaceAll(/&commat;/gi, "@");
    if (next === here) {
      return here;
    }
    here = next;
  }
  // A value that nests deeper than anybody writes could be anybody.
  return "@";
}

function fromCode(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : "";
}

/** A body as JSON, if every reader of JSON must read the same: no key twice, no text around it. */
function readExactly(text: string): Json | undefined {
  const value = parseJson(text);
  return value !== undefined && JSON.stringify(value) === text ? value : undefined;
}

/** The operation that a request goes to, with the texts of its path parameters. */
function operationOf(
  { operations }: Contract,
  baseUrl: string,
  { method, url }: WireRequest,
): { operation: Operation; pathValues: ReadonlyMap<string, string> } | undefined {
  const base = new URL(baseUrl).pathname.replace(/\/$/, "");
  const { pathname } = new URL(url);
  if (!pathname.startsWith(base)) {
    return undefined;
  }
  const path = pathname.slice(base.length);
  for (const operation of operations) {
    if (operation.method !== method.toLowerCase()) {
      continue;
    }
    const pathValues = readPath(operation.path, path);
    if (pathValues) {
      return { operation, pathValues };
    }
  }
  return undefined;
}
