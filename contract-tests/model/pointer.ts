import { isObject, type Json } from "./json.js";

/** A JSON Pointer (RFC 6901) as a URI fragment: `#/paths/~1v1~1users/get`. */
export function toPointer(tokens: readonly string[]): string {
  return `#${tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;
}

/** The tokens of a JSON Pointer, with or without its `#`, percent-encoded or not. */
export function fromPointer(pointer: string): string[] {
  const path = pointer.replace(/^#/, "");
  if (path === "") {
    return [];
  }
  return path
    .slice(1)
    .split("/")
    .map((token) => decodeToken(token).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token; // a literal % in a hand-written pointer
  }
}

/** What stands under the tokens of a pointer, no `$ref` followed; undefined where nothing does. */
export function lookUp(value: Json | undefined, tokens: readonly string[]): Json | undefined {
  return tokens.reduce<Json | undefined>(stepInto, value);
}

/** What stands under one token. */
export function stepInto(value: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(value)) {
    return value[Number(token)];
  }
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}
