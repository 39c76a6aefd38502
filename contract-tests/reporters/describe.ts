import { createHash } from "node:crypto";
import { type Case, caseId } from "../cases/case.js";
import type { CaseOutcome } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";
import { essence } from "../model/media-type.js";
import type { SourceLocation } from "../model/source.js";
import type { Target } from "../provider/target.js";
import type { WireRequest, WireResponse } from "../provider/wire.js";
import { curl, jwtPlace } from "./curl.js";
import type { CaseResult } from "./result.js";
import { withholding } from "./withhold.js";

type Withholding = ReturnType<typeof withholding>;

/** The most of a provider's words that is kept, in characters: beside a finding, and as the response of a case. */
const most = { quote: 300, response: 2_000, request: 4_000 };

/** Describes outcomes as reports show them, with everything withheld that must not be shown. */
export function describer(contract: Contract, target: Target, locate: (at: readonly string[]) => SourceLocation) {
  const withhold = withholding(contract, target);
  return (one: Case, result: CaseOutcome): Omit<CaseResult, "covers" | "replaced" | "arrived" | "status"> => {
    const { check, name } = one;
    const { id: operation, node } = one.operation;
    const { outcome, reason, needs, request, response } = result;
    const findings = result.findings.map(({ severity, expected, received, quote = "", at }) => {
      const location = locate(at);
      const cause = [severity, placeOf(location, locate(node.at)), expected, received, withhold.errorIn(quote)];
      return {
        ...{ severity, expected: withhold.own(expected), received: withhold.own(received), location },
        ...(quote !== "" && { quote: withhold.said(operation, quote, most.quote) }),
        group: createHash("sha256").update(JSON.stringify(cause)).digest("base64url").slice(0, 12),
      };
    });
    return {
      ...{ id: caseId(one), check, operation, name, outcome, findings },
      ...(reason !== undefined && { reason: withhold.own(reason) }),
      ...(needs && { needs }),
      ...(request && { curl: shownRequest(one, request, target, withhold) }),
      ...(response && { response: shownResponse(operation, response, withhold) }),
    };
  };
}

/** A place in the contract; of an operation as a whole, or of its responses, the same for each operation. */
function placeOf({ file, pointer }: SourceLocation, operation: SourceLocation): string {
  const isOwn = file === operation.file && [operation.pointer, `${operation.pointer}/responses`].includes(pointer);
  return isOwn ? "operation" : `${file}${pointer}`;
}

function shownRequest({ operation, plan }: Case, request: WireRequest, target: Target, withhold: Withholding): string {
  const headers = new Headers(request.headers);
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    headers.set("authorization", withhold.authorization(authorization) + (plan.refreshJwt ? `:${jwtPlace}` : ""));
  }
  const { outlined } = withhold;
  const { url, body = "" } = request;
  const shown = body.length > most.request ? `(a body of ${body.length} characters, not shown)` : body;
  // The values of a request may be those of people: what is left is to be filled in by hand.
  const apart = outlined ? { url: target.url + operation.path, body: outlined(body) } : { url, body: shown };
  return curl({ ...request, ...apart, headers, ...(body === "" && { body: undefined }) }, target);
}

function shownResponse(operation: string, { status, headers, text }: WireResponse, withhold: Withholding): string {
  const type = essence(headers.get("content-type") ?? "");
  return [
    `status ${status}`,
    type === "" ? "no content type" : `content type ${withhold.said(operation, type, 100)}`,
    text === "" ? "no body" : withhold.said(operation, text, most.response),
  ].join("\n");
}
