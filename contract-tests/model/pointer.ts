import { isObject, type Json, type JsonObject, setField } from "./json.js";
import { decoded } from "./text.js";

/** A JSON Pointer (RFC 6901) as a URI fragment: `#/paths/~1v1~1users/get`. */
export function toPointer(tokens: readonly string[]): string {
  return ["#", ...tokens.map(escaped)].join("/");
}

/** Most tokens have nothing to escape, and to look is quicker than to replace. */
function escaped(token: string): string {
  return token.includes("/") || token.includes("~") ? token.replaceAll("~", "~0").replaceAll("/", "~1") : token;
}

/** The tokens of a JSON Pointer, with or without its `#`, percent-encoded or not. */
export function fromPointer(pointer: string): string[] {
  const path = pointer.replace(/^#/, "");
  if (path === "") {
    return [];
  }
  return (
    path
      .slice(1)
      .split("/")
      // A pointer written by hand may have a literal %.
      .map((token) => (decoded(token) ?? token).replaceAll("~1", "/").replaceAll("~0", "~"))
  );
}

/** The value under the tokens of a pointer, without following a `$ref`; undefined if there is none. */
export function lookUp(value: Json | undefined, tokens: readonly string[]): Json | undefined {
  return tokens.reduce<Json | undefined>(stepInto, value);
}

/** The value under one token. */
export function stepInto(value: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(value)) {
    return value[Number(token)];
  }
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

/** A value, or the end of its chain of `$ref`s, with the keywords beside each `$ref`. */
export function resolved(document: JsonObject, value: Json | undefined): Json | undefined {
  let here = value;
  for (let hops = 0; isObject(here) && typeof here.$ref === "string" && hops < 100; hops += 1) {
    const { $ref, ...beside } = here;
    const target = lookUp(document, fromPointer(String($ref)));
    here = isObject(target) ? { ...target, ...beside } : target;
  }
  return here;
}

/** Puts a value under the tokens of a pointer, whatever the names; undefined takes away what is there. */
export function setAt(document: Json, tokens: readonly string[], value: Json | undefined): void {
  const parent = lookUp(document, tokens.slice(0, -1));
  const last = tokens.at(-1) ?? "";
  if (Array.isArray(parent)) {
    parent.splice(Number(last), 1, ...(value === undefined ? [] : [value]));
  } else if (isObject(parent) && value === undefined) {
    delete parent[last];
  } else if (isObject(parent) && value !== undefined) {
    setField(parent, last, value);
  } else {
    throw new Error(`there is no place for ${toPointer(tokens)}`);
  }
}
