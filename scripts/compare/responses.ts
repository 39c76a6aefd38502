import { canonical } from "../../contract-tests/model/json.js";
import { isSuccess, type Response } from "../../contract-tests/model/operation.js";
import { type Difference, differs, type Part } from "./difference.js";
import { compareResponse } from "./members.js";
import { type OperationPair, pairUp, placeOf } from "./operation-pair.js";

/** The differences in responses. */
export function compareResponses(pair: OperationPair): Difference[] {
  const [ours, theirs] = [pair.ours.responses, pair.theirs.responses];
  return pairUp(
    ours,
    theirs,
    (one, other) => reaches(one, other, ours) || reaches(other, one, theirs),
    (one, other) => {
      if (one && other) {
        return compareResponse(pair, one, other);
      }
      return [...(one ? [gone(pair, one)] : []), ...(other ? [added(pair, other)] : [])];
    },
  );
}

/**
 * Whether a documented response is that of a document for another status: its own name, then its range, then `default`,
 * which stands for failures, as a success is always announced.
 */
function reaches(one: Response, other: Response, among: readonly Response[]): boolean {
  const [status, asked] = [one.status.toUpperCase(), other.status.toUpperCase()];
  const range = `${asked[0]}XX`;
  const has = (wanted: string) => among.some((candidate) => candidate.status.toUpperCase() === wanted);
  const isByDefault = status === "DEFAULT" && !isSuccess(asked) && !has(range);
  return status === asked || (!has(asked) && (status === range || isByDefault));
}

/**
 * A response that is not documented there need not come. A consumer does not depend on a failure, nor on one success of
 * several; the response that comes instead counts as what it is. Two things go wrong: no success is left, or the very
 * same failure moved to another status, so that a consumer which looks for the status does not find it.
 */
function gone(pair: OperationPair, one: Response): Difference {
  const { status, node } = one;
  const part: Part = { of: "response", status };
  const moved = isSuccess(status) ? undefined : movedTo(pair, one);
  if (moved) {
    const shown = `the same response with status ${moved.status}`;
    const place = placeOf(pair, part, node, moved.node);
    return differs(place, "breaking", "response-status-moved", { theirs: moved.status }, shown);
  }
  const place = placeOf(pair, part, node);
  return isSuccess(status) && !pair.theirs.responses.some((other) => isSuccess(other.status))
    ? differs(place, "breaking", "response-status-removed", {}, `status ${status}`)
    : differs(place, "compatible", "response-status-removed");
}

function movedTo({ ours, theirs }: OperationPair, gone: Response): Response | undefined {
  return theirs.responses.find(
    (other) =>
      other.status[0] === gone.status[0] &&
      !ours.responses.some(({ status }) => status === other.status) &&
      canonical(other.node.value) === canonical(gone.node.value),
  );
}

/** A failure may always come with an undocumented status; a success that ours does not know is news. */
function added(pair: OperationPair, { status, node }: Response): Difference {
  const place = placeOf(pair, { of: "response", status }, undefined, node);
  const verdict = isSuccess(status) ? "breaking" : "compatible";
  return differs(place, verdict, "response-status-added", {}, `status ${status}`);
}
