import type { Contract } from "../model/contract.js";
import { isObject, type Json } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import type { WireRequest } from "./exchange.js";

/**
 * Why a request could do harm if the provider accepted it, or undefined where it could not: deliver a message to
 * somebody, or create a user. Decided from the bytes about to be sent, whatever a case says of itself, and by the
 * contract's marks. What cannot be read with certainty counts as harmful.
 */
export function harm(
  contract: Contract,
  baseUrl: string,
  identifying: ReadonlySet<string>,
  madeUp: (text: string) => boolean,
  request: WireRequest,
): string | undefined {
  const operation = operationOf(contract, baseUrl, request);
  if (!operation) return "its operation is not in the contract";
  if (operation.createsPerson === undefined)
    return "the contract does not say whether the operation creates a person (x-creates-person)";
  const query = new URL(request.url).search;
  if (namesSomebody(decoded(query))) return "its query may name somebody";
  if ([...identifying].some((name) => /^[\w-]+$/.test(name) && request.headers.has(name)))
    return "a header of it may name somebody";
  if (request.body === undefined) return undefined;
  const body = readExactly(request.body);
  if (body === undefined) return "its body cannot be read with certainty";
  return unsafeIn(body, operation.createsPerson, identifying, madeUp);
}

function unsafeIn(
  value: Json,
  creates: boolean,
  identifying: ReadonlySet<string>,
  madeUp: (text: string) => boolean,
): string | undefined {
  if (Array.isArray(value)) return first(value, (item) => unsafeIn(item, creates, identifying, madeUp));
  if (isObject(value)) {
    return first(Object.entries(value), ([key, inner]) => {
      if (namesSomebody(key)) return "a field's name may name somebody";
      if (identifying.has(key.toLowerCase())) {
        if (creates) return "it could create a user";
        if (inner !== null && inner !== "" && !(typeof inner === "string" && madeUp(inner)))
          return "it could deliver a message";
        return undefined;
      }
      return unsafeIn(inner, creates, identifying, madeUp);
    });
  }
  if (value === null || typeof value === "boolean") return undefined;
  const text = String(value);
  if (!namesSomebody(text)) return undefined;
  return creates ? "it could create a user" : madeUp(text) ? undefined : "it could deliver a message";
}

/** Whether a text could be somebody's address or number. */
function namesSomebody(text: string): boolean {
  return text.includes("@") || /\d(?:[\s().-]*\d){6,}/.test(text);
}

/** A part of a URL as a provider reads it; what cannot be decoded could be anybody. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "@";
  }
}

/** A body as JSON, where every reader of JSON must read the same: no key twice, nothing around it. */
function readExactly(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function operationOf({ operations }: Contract, baseUrl: string, { method, url }: WireRequest): Operation | undefined {
  const base = new URL(baseUrl).pathname.replace(/\/$/, "");
  const { pathname } = new URL(url);
  if (!pathname.startsWith(base)) return undefined;
  const parts = pathname.slice(base.length).split("/");
  return operations.find((operation) => {
    const template = operation.path.split("/");
    return (
      operation.method === method.toLowerCase() &&
      template.length === parts.length &&
      template.every(
        (part, index) => part === parts[index] || (part.startsWith("{") && !namesSomebody(decoded(parts[index] ?? ""))),
      )
    );
  });
}

function first<T>(list: readonly T[], look: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
