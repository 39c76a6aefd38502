import type { Header, Response } from "../../contract-tests/model/operation.js";
import type { Difference } from "./difference.js";
import { differs, type OperationPair } from "./operation-pair.js";
import { compareWritten } from "./written.js";

/** What differs between the documented headers of two responses. Names ignore case, and `Content-Type` is the body's. */
export function compareHeaders(pair: OperationPair, ours: Response, theirs: Response): Difference[] {
  const label = (header: Header) => `response ${ours.status} header ${header.name}`;
  const [here, there] = [ours.headers.filter(counts), theirs.headers.filter(counts)];
  return [
    ...here.flatMap((one) => {
      const other = there.find(({ name }) => name.toLowerCase() === one.name.toLowerCase());
      return other ? compareHeader(pair, label(one), one, other) : gone(pair, label(one), one, theirs);
    }),
    ...there
      .filter(({ name }) => !here.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      .map((one) =>
        differs(pair, label(one), {
          verdict: "compatible",
          kind: "header",
          message: "is new there",
          theirs: one.node.pointer,
          witness: { what: "can come now", message: `${theirs.status} with ${one.name}` },
        }),
      ),
  ];
}

function counts({ name }: Header): boolean {
  return name.toLowerCase() !== "content-type";
}

function gone(pair: OperationPair, part: string, one: Header, theirs: Response): Difference[] {
  const at = { ours: one.node.pointer, theirs: theirs.node.pointer };
  if (!one.required) {
    return [
      differs(pair, part, {
        verdict: "compatible",
        kind: "header",
        message: "is not listed there: need not come",
        ...at,
      }),
    ];
  }
  if (pair.sides.loose) {
    return [
      differs(pair, part, {
        verdict: "undecided",
        kind: "header",
        message: "their document says nothing of it",
        ...at,
      }),
    ];
  }
  return [missing(pair, part, one, theirs, "is not listed there: can be missing now")];
}

function missing(pair: OperationPair, part: string, one: Header, theirs: Response, message: string): Difference {
  return differs(pair, part, {
    verdict: "breaking",
    kind: "header",
    message,
    ours: one.node.pointer,
    theirs: theirs.node.pointer,
    witness: { what: "can come now, not allowed by ours", message: `${theirs.status} without ${one.name}` },
  });
}

function compareHeader(pair: OperationPair, part: string, ours: Header, theirs: Header): Difference[] {
  const differences: Difference[] = [];
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer };
  // In a document that marks nothing as required, being listed counts as being required.
  if (ours.required && !theirs.required && !pair.sides.loose) {
    differences.push(
      differs(pair, part, {
        verdict: "breaking",
        kind: "header",
        message: "can be missing now",
        ...at,
        witness: { what: "can come now, not allowed by ours", message: `a response without ${ours.name}` },
      }),
    );
  }
  if (!ours.required && theirs.required) {
    differences.push(
      differs(pair, part, { verdict: "compatible", kind: "header", message: "is always there now", ...at }),
    );
  }
  return [...differences, ...compareWritten(pair, "response", part, "header", ours, theirs)];
}
