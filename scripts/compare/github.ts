import type { JsonObject } from "../../contract-tests/model/json.js";
import { child, entries, items, type Node, rootNode } from "../../contract-tests/model/node.js";
import { fromPointer, toPointer } from "../../contract-tests/model/pointer.js";
import { sourceOf } from "../../contract-tests/model/source.js";
import { annotation } from "../../contract-tests/reporters/github.js";
import type { Comparison } from "./difference.js";
import { effectText, placeOf, select, summary } from "./report.js";

const levels = { breaking: "error", undecided: "warning", compatible: "notice" } as const;

/** The report as annotations at the lines of the other document's files that differ; without files, of the whole run. */
export function githubReport(
  comparison: Comparison,
  all: boolean,
  theirs: JsonObject,
  file?: string,
): { readonly annotations: readonly string[]; readonly counts: string } {
  const selection = select(comparison, all);
  const ways = waysIn(theirs);
  const locate = file === undefined ? () => ({ file: "", line: 1 }) : sourceOf(file);
  const annotations = selection.rows.map((row) => {
    const [operation = ""] = row.operations;
    const more = row.operations.length > 1 ? ` and ${row.operations.length - 1} more` : "";
    const text = [`${placeOf(row)}: ${row.message}`, ...effectText(row)].join("; ");
    return annotation(levels[row.verdict], locate(wayTo(row.theirs, ways)), `${row.kind} › ${operation}${more}`, text);
  });
  return { annotations, counts: summary(comparison, selection) };
}

/** How each place of a document is reached from its paths, by its pointer: files that were put together know no other way. */
function waysIn(document: JsonObject): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  const root = rootNode(document);
  const pending: Node[] = [child(root, "paths") ?? root];
  for (let node = pending.shift(); node; node = pending.shift()) {
    if (!ways.has(node.pointer)) {
      ways.set(node.pointer, node.at);
      pending.push(...entries(node).map(([, inner]) => inner), ...items(node));
    }
  }
  return ways;
}

/** The way to a place, or to the nearest one around it. */
function wayTo(pointer: string | undefined, ways: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const tokens = fromPointer(pointer ?? "#/paths");
  for (let length = tokens.length; length > 0; length -= 1) {
    const way = ways.get(toPointer(tokens.slice(0, length)));
    if (way) {
      return [...way, ...tokens.slice(length)];
    }
  }
  return ["paths"];
}
