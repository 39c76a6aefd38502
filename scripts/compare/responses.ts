import { canonical } from "../../contract-tests/model/json.js";
import { isSuccess, type Response } from "../../contract-tests/model/operation.js";
import { compareContent } from "./content.js";
import type { Difference, Part } from "./difference.js";
import { compareHeaders } from "./headers.js";
import { differs, type OperationPair } from "./operation-pair.js";

/** What differs in what comes back. */
export function compareResponses(pair: OperationPair): Difference[] {
  const [ours, theirs] = [pair.ours.responses, pair.theirs.responses];
  return [
    ...ours.flatMap((one) => {
      const others = theirs.filter((other) => reaches(one, other, ours) || reaches(other, one, theirs));
      return others.length > 0 ? others.flatMap((other) => compareResponse(pair, one, other)) : [gone(pair, one)];
    }),
    ...theirs
      .filter((other) => !ours.some((one) => reaches(one, other, ours) || reaches(other, one, theirs)))
      .map((one) => added(pair, one)),
  ];
}

/**
 * Whether a documented response is what a document says about another status: its own name, then its range, then
 * `default` — which stands for failures, as no success comes unannounced.
 */
function reaches(one: Response, other: Response, among: readonly Response[]): boolean {
  const [status, asked] = [one.status.toUpperCase(), other.status.toUpperCase()];
  if (status === asked) {
    return true;
  }
  const range = `${asked[0]}XX`;
  if (among.some((candidate) => candidate.status.toUpperCase() === asked)) {
    return false;
  }
  if (status === range) {
    return true;
  }
  return (
    status === "DEFAULT" && !isSuccess(asked) && !among.some((candidate) => candidate.status.toUpperCase() === range)
  );
}

function compareResponse(pair: OperationPair, ours: Response, theirs: Response): Difference[] {
  const other = ours.status === theirs.status ? {} : { our: ours.status };
  const part: Part = { of: "response", status: theirs.status, ...other };
  return [
    ...compareHeaders(pair, part, ours, theirs),
    ...compareBody(pair, { ...part, of: "response body" }, ours, theirs),
  ];
}

function compareBody(pair: OperationPair, part: Part, ours: Response, theirs: Response): Difference[] {
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer };
  if (ours.content.length > 0 && theirs.content.length > 0) {
    return compareContent(pair, part, ours.content, theirs.content);
  }
  if (ours.content.length === 0) {
    return theirs.content.length === 0 ? [] : [differs(pair, part, "compatible", "response-body-added", at)];
  }
  if (pair.sides.loose) {
    return [
      differs(pair, part, "undecided", "response-body-removed", { ...at, news: { why: "their document is loose" } }),
    ];
  }
  const witness = { message: `${theirs.status} without a body` };
  return [differs(pair, part, "breaking", "response-body-removed", { ...at, witness })];
}

/**
 * What is not documented there need not come. Nothing in a consumer depends on a failure arriving, nor on one success
 * of several; what comes instead counts as what it is. Two things go wrong: no success is left, or the very same
 * failure moved to another status, where somebody who asks for the status looks in vain.
 */
function gone(pair: OperationPair, one: Response): Difference {
  const part: Part = { of: "response", status: one.status };
  const { pointer } = one.node;
  const moved = isSuccess(one.status) ? undefined : movedTo(pair, one);
  if (moved) {
    return differs(pair, part, "breaking", "response-status-moved", {
      ours: pointer,
      theirs: moved.node.pointer,
      news: { theirs: moved.status },
      witness: { message: `the same response with status ${moved.status}` },
    });
  }
  const lost = isSuccess(one.status) && !pair.theirs.responses.some(({ status }) => isSuccess(status));
  return differs(pair, part, lost ? "breaking" : "compatible", "response-status-removed", {
    ours: pointer,
    ...(lost && { witness: { message: `status ${one.status}` } }),
  });
}

function movedTo({ ours, theirs }: OperationPair, gone: Response): Response | undefined {
  return theirs.responses.find(
    (other) =>
      other.status[0] === gone.status[0] &&
      !ours.responses.some(({ status }) => status === other.status) &&
      canonical(other.node.value) === canonical(gone.node.value),
  );
}

/** A failure may always come with a status that nobody documented; a success that ours does not know is news. */
function added(pair: OperationPair, one: Response): Difference {
  return differs(
    pair,
    { of: "response", status: one.status },
    isSuccess(one.status) ? "breaking" : "compatible",
    "response-status-added",
    { theirs: one.node.pointer, witness: { message: `status ${one.status}` } },
  );
}
