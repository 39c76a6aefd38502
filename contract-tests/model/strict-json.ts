import { isUtf8 } from "node:buffer";
import { type Json, parseJson } from "./json.js";

/** How deep JSON may be nested, here and in documents: many times deeper than anybody means to, within what a stack holds. */
const deepest = 500;

/** The result of reading a body's bytes. */
export interface ReadBody {
  readonly text: string;
  /** Undefined if it is not JSON by RFC 8259. */
  readonly json: Json | undefined;
  /** Why it is not JSON though it looks like it, in words that follow "a body that". */
  readonly flaw?: string;
}

/** Reads bytes by RFC 8259, whatever charset their sender names: parsers differ about the rest. */
export function readJson(bytes: Uint8Array): ReadBody {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const flawed = (flaw: string): ReadBody => ({ text, json: undefined, flaw });
  if (!isUtf8(bytes)) {
    return flawed("is not UTF-8");
  }
  if (text.startsWith("\uFEFF")) {
    return flawed("begins with a byte order mark");
  }
  const json = parseJson(text);
  const flaw = json === undefined ? undefined : flawOf(text);
  return flaw === undefined ? { text, json } : flawed(flaw.depth ? tooDeep : "has a name twice in one object");
}

export const tooDeep = `is nested deeper than ${deepest} levels`;

/** The faults of a text that is JSON all the same: more levels than {@link deepest}, or a name twice in one object. */
export function flawOf(text: string): { readonly depth: boolean; readonly name: string } | undefined {
  const open: Set<string>[] = [];
  let last = "";
  const next = /["{}[\]:]/g;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    switch (found[0]) {
      case '"':
        next.lastIndex = endOfString(text, found.index) + 1;
        last = text.slice(found.index, next.lastIndex);
        break;
      case ":": {
        const name = last.includes("\\") ? String(JSON.parse(last)) : last.slice(1, -1);
        if (open.at(-1)?.has(name)) {
          return { depth: false, name };
        }
        open.at(-1)?.add(name);
        break;
      }
      case "}":
      case "]":
        open.pop();
        break;
      default:
        if (open.push(new Set()) > deepest) {
          return { depth: true, name: "" };
        }
    }
  }
  return undefined;
}

/** Where the string ends that begins at a place: at the next quote with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let end = start + 1; ; end += 1) {
    end = text.indexOf('"', end);
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") {
      slashes += 1;
    }
    if (slashes % 2 === 0) {
      return end;
    }
  }
}
