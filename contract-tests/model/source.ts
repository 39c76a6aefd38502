import { existsSync, readFileSync } from "node:fs";
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
import { keptByText } from "./lazy.js";
import { fromPointer, toPointer } from "./pointer.js";
import { isInside } from "./reader.js";
import { fromHere, isUrl, shownSource } from "./text.js";

/** A location in a file of the contract. */
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
 * Finds the place in the source files that a schema path leads to, following each `$ref` from file to file. A path that
 * goes on beyond the sources leads to the last location that they have.
 */
export function sourceOf(rootFile: string): (at: readonly string[]) => SourceLocation {
  // A URL has no file to look into.
  if (isUrl(rootFile)) {
    return (at) => ({ file: shownSource(rootFile), pointer: toPointer(at), line: 1 });
  }
  const root = resolve(rootFile);
  const load = keptByText((path): SourceFile => {
    const lines = new LineCounter();
    return { path, lines, document: parseDocument(readFileSync(path, "utf8"), { lineCounter: lines, merge: true }) };
  });
  // A schema path may lead into data, in which a $ref is a field like any other.
  const open = (path: string) => (existsSync(path) && isInside(dirname(root), path) ? load(path) : undefined);

  return (at) => {
    let here = topOf(load(root));
    for (const [index, token] of at.entries()) {
      if (isNotInSources(here, token, at[index - 1])) {
        continue;
      }
      const inner = enter(here, token);
      if (!inner) {
        break;
      }
      here = followed(inner, open);
    }
    return { file: fromHere(here.file.path), pointer: toPointer(here.pointer), line: here.line };
  };
}

/** How far along a schema path the sources were followed. */
interface Position {
  readonly file: SourceFile;
  readonly node: YamlNode | null;
  readonly pointer: readonly string[];
  readonly line: number;
}

function topOf(file: SourceFile): Position {
  return { file, node: file.document.contents, pointer: [], line: 1 };
}

function enter({ file, node, pointer }: Position, token: string): Position | undefined {
  const [inner, line] = step(file, node, token);
  return inner && { file, node: inner, pointer: [...pointer, token], line };
}

/** Where a chain of `$ref`s leads to, or as far as the sources have it. */
function followed(from: Position, open: (path: string) => SourceFile | undefined): Position {
  let here = from;
  for (let hops = 0; hops < 100; hops += 1) {
    const ref: unknown = isMap(here.node) ? here.node.get("$ref") : undefined;
    if (typeof ref !== "string") {
      break;
    }
    const [name = "", fragment = ""] = ref.split("#");
    const file = name === "" ? here.file : open(resolve(dirname(here.file.path), name));
    if (!file) {
      break;
    }
    here = topOf(file);
    for (const token of fromPointer(fragment)) {
      const inner = enter(here, token);
      if (!inner) {
        return here;
      }
      here = inner;
    }
  }
  return here;
}

/** Whether reading has added this token, such as the `allOf` around a reference with a keyword beside it. */
function isNotInSources({ file, node }: Position, token: string, before = ""): boolean {
  return isAdded(token)
    ? step(file, node, token)[0] === undefined
    : /^\d+$/.test(token) && isAdded(before) && !isSeq(node);
}

const isAdded = (token: string) => token === "allOf" || token === "anyOf";

/** The node under a token, and the line on which it, or the key that names it, starts. */
function step(file: SourceFile, node: YamlNode | null, token: string): [YamlNode | undefined, number] {
  const line = (one: unknown) => (isNode(one) && one.range ? file.lines.linePos(one.range[0]).line : 1);
  if (isSeq(node)) {
    const inner = node.items[Number(token)];
    return isNode(inner) ? [inner, line(inner)] : [undefined, 1];
  }
  if (!isMap(node)) {
    return [undefined, 1];
  }
  const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === token);
  const value = pair && isAlias(pair.value) ? pair.value.resolve(file.document) : pair?.value;
  return pair && isNode(value) ? [value, line(pair.key)] : [undefined, 1];
}

/** As it is usually written: `openapi/schemas/Error.yaml#/properties/errorCode`. */
export function showLocation({ file, pointer }: SourceLocation): string {
  return pointer === "#" ? file : `${file}${pointer}`;
}
