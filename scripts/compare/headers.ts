import { objectAt } from "../../contract-tests/model/node.js";
import type { Header, Response } from "../../contract-tests/model/operation.js";
import type { Difference, Part } from "./difference.js";
import { differs, type OperationPair } from "./operation-pair.js";
import { compareWritten } from "./written.js";

/**
 * What differs between the documented headers of two responses, which `part` is. Names ignore case, and `Content-Type` is
 * the body's.
 */
export function compareHeaders(pair: OperationPair, part: Part, ours: Response, theirs: Response): Difference[] {
  const partOf = ({ name }: Header): Part => ({ ...part, of: "response header", name });
  const [here, there] = [ours.headers.filter(counts), theirs.headers.filter(counts)];
  const named = (list: readonly Header[], { name }: Header) =>
    list.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return [
    ...here.flatMap((one) => {
      const other = named(there, one);
      return other ? compareHeader(pair, partOf(one), one, other) : [gone(pair, partOf(one), one, theirs)];
    }),
    ...there
      .filter((one) => !named(here, one))
      .map((one) => differs(pair, partOf(one), "compatible", "response-header-added", { theirs: one.node.pointer })),
  ];
}

function counts({ name }: Header): boolean {
  return name.toLowerCase() !== "content-type";
}

function gone(pair: OperationPair, part: Part, one: Header, theirs: Response): Difference {
  const at = { ours: one.node.pointer, theirs: theirs.node.pointer };
  if (!one.required) {
    return differs(pair, part, "compatible", "response-header-removed", at);
  }
  if (pair.sides.loose) {
    return differs(pair, part, "undecided", "response-header-removed", {
      ...at,
      news: { why: "their document says nothing of required headers" },
    });
  }
  const witness = { message: `${theirs.status} without ${one.name}` };
  return differs(pair, part, "breaking", "response-header-removed", { ...at, witness });
}

function compareHeader(pair: OperationPair, part: Part, ours: Header, theirs: Header): Difference[] {
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer };
  const witness = { message: `a response without ${ours.name}` };
  // In a document that marks nothing as required, being listed counts as being required.
  const isLess = ours.required && !theirs.required && !pair.sides.loose;
  return [
    ...(isLess ? [differs(pair, part, "breaking", "response-header-became-optional", { ...at, witness })] : []),
    ...(objectAt(theirs.node).deprecated === true && objectAt(ours.node).deprecated !== true
      ? [differs(pair, part, "compatible", "response-header-deprecated", at)]
      : []),
    ...(!ours.required && theirs.required
      ? [differs(pair, part, "compatible", "response-header-became-required", at)]
      : []),
    ...compareWritten(pair, part, "response-header-style-changed", ours, theirs),
  ];
}
