import { canonical } from "../../contract-tests/model/json.js";
import { isSuccess, type Response } from "../../contract-tests/model/operation.js";
import { compareContent } from "./content.js";
import type { Difference } from "./difference.js";
import { compareHeaders } from "./headers.js";
import { differs, type OperationPair } from "./operation-pair.js";

/** What differs in what comes back. */
export function compareResponses(pair: OperationPair): Difference[] {
  const [ours, theirs] = [pair.ours.responses, pair.theirs.responses];
  return [
    ...ours.flatMap((one) => {
      const others = theirs.filter((other) => reaches(one, other, ours) || reaches(other, one, theirs));
      return others.length > 0 ? others.flatMap((other) => compareResponse(pair, one, other)) : gone(pair, one);
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
  const status = ours.status === theirs.status ? ours.status : `${theirs.status} (our ${ours.status})`;
  const part = `response ${status} body`;
  const headers = compareHeaders(pair, ours, theirs);
  if (ours.content.length === 0 && theirs.content.length === 0) {
    return headers;
  }
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer };
  if (ours.content.length === 0) {
    return [
      ...headers,
      differs(pair, part, { verdict: "compatible", kind: "body", message: "a body is documented there", ...at }),
    ];
  }
  if (theirs.content.length > 0) {
    return [...headers, ...compareContent(pair, "response", part, ours.content, theirs.content)];
  }
  return [
    ...headers,
    pair.sides.loose
      ? differs(pair, part, {
          verdict: "undecided",
          kind: "body",
          message: "their document says nothing of a body",
          ...at,
        })
      : differs(pair, part, {
          verdict: "breaking",
          kind: "body",
          message: "no body is documented there",
          ...at,
          witness: { what: "can come now, not allowed by ours", message: `${theirs.status} without a body` },
        }),
  ];
}

/**
 * What is not documented there need not come. Nothing in a consumer depends on a failure arriving, nor on one success
 * of several; what comes instead counts as what it is. Two things go wrong: no success is left, or the very same
 * failure moved to another status, where somebody who asks for the status looks in vain.
 */
function gone(pair: OperationPair, one: Response): Difference[] {
  const part = `response ${one.status}`;
  const moved = isSuccess(one.status) ? undefined : movedTo(pair, one);
  const lost = isSuccess(one.status) && !pair.theirs.responses.some(({ status }) => isSuccess(status));
  const message = moved ? `comes as ${moved.status} there` : "is not documented there";
  const at = { ours: one.node.pointer, ...(moved && { theirs: moved.node.pointer }) };
  if (!lost && !moved) {
    return [differs(pair, part, { verdict: "compatible", kind: "status", message, ...at })];
  }
  const witness = moved
    ? { what: "can come now, not allowed by ours", message: `the same response with status ${moved.status}` }
    : { what: "could come before, comes no longer", message: `status ${one.status}` };
  return [differs(pair, part, { verdict: "breaking", kind: "status", message, witness, ...at })];
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
  const success = isSuccess(one.status);
  return differs(pair, `response ${one.status}`, {
    verdict: success ? "breaking" : "compatible",
    kind: "status",
    message: "is new there",
    theirs: one.node.pointer,
    witness: {
      what: success ? "can come now, not allowed by ours" : "can come now",
      message: `status ${one.status}`,
    },
  });
}
