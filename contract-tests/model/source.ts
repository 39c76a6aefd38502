import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node as YamlNode,
} from "yaml";
import { fromPointer, toPointer } from "./pointer.js";
import { fromHere, isUrl, shownSource } from "./text.js";

/** A place in a file of the contract. */
export interface SourceLocation {
  /** Relative to the working directory. */
  readonly file: string;
  readonly pointer: string;
  /** Counted from 1. */
  readonly line: number;
}

interface SourceFile {
  readonly path: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/**
 * Finds where in the files that people edit a way through the bundled contract leads, following each `$ref` from file
 * to file. A way that ends where the sources have nothing more to say leads to the last place that they have.
 */
export function sourceOf(rootFile: string): (at: readonly string[]) => SourceLocation {
  // Of a URL there is no file to look into.
  if (isUrl(rootFile)) return (at) => ({ file: shownSource(rootFile), pointer: toPointer(at), line: 1 });
  const files = new Map<string, SourceFile>();
  const open = (path: string): SourceFile => {
    const known = files.get(path);
    if (known) return known;
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines, merge: true });
    const file = { path, document, lines };
    files.set(path, file);
    return file;
  };

  return (at) => {
    let file = open(resolve(rootFile));
    let node: YamlNode | null = file.document.contents;
    let pointer: string[] = [];
    let line = 1;
    const enter = (token: string): boolean => {
      const [inner, start] = step(file, node, token);
      if (!inner) return false;
      node = inner;
      pointer = [...pointer, token];
      line = start;
      return true;
    };
    for (const [index, token] of at.entries()) {
      // What the reading has added, such as the `allOf` around a reference with a keyword beside it, is no place here.
      if (isAdded(token) && !has(file, node, token)) continue;
      if (isIndex(token) && isAdded(at[index - 1] ?? "") && !isSeq(node)) continue;
      if (!enter(token)) break;
      for (let hops = 0; hops < 100; hops += 1) {
        const ref: unknown = isMap(node) ? node.get("$ref") : undefined;
        if (typeof ref !== "string" || /^https?:/.test(ref)) break;
        const [name = "", fragment = ""] = ref.split("#");
        if (name !== "") file = open(resolve(dirname(file.path), name));
        node = file.document.contents;
        pointer = [];
        line = 1;
        if (!fromPointer(fragment).every(enter)) break;
      }
    }
    return { file: fromHere(file.path), pointer: toPointer(pointer), line };
  };
}

const isAdded = (token: string) => token === "allOf" || token === "anyOf";
const isIndex = (token: string) => /^\d+$/.test(token);

function has(file: SourceFile, node: YamlNode | null, token: string): boolean {
  return step(file, node, token)[0] !== undefined;
}

/** The node under a token, and the line on which it, or the key that names it, starts. */
function step(file: SourceFile, node: YamlNode | null, token: string): [YamlNode | undefined, number] {
  const line = (one: unknown) => (isNode(one) && one.range ? file.lines.linePos(one.range[0]).line : 1);
  if (isSeq(node)) {
    const inner = node.items[Number(token)];
    return isNode(inner) ? [inner, line(inner)] : [undefined, 1];
  }
  if (!isMap(node)) return [undefined, 1];
  const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === token);
  const value = pair && isAlias(pair.value) ? pair.value.resolve(file.document) : pair?.value;
  return pair && isNode(value) ? [value, line(pair.key)] : [undefined, 1];
}

/** As people write it: `openapi/schemas/Error.yaml#/properties/errorCode`. */
export function showLocation({ file, pointer }: SourceLocation): string {
  return pointer === "#" ? file : `${file}${pointer}`;
}
