import type { Scope } from "../cases/case.js";
import { bodyOf, exampleRequests, pastClient } from "../cases/requests.js";
import type { RequestPlan } from "../provider/plan.js";

/** A request whose values are valid and that is invalid otherwise. */
export interface InvalidMessage {
  readonly name: string;
  readonly plan: RequestPlan;
  /** What of the contract it breaks. */
  readonly at: readonly string[];
  /** Whether a provider can read who or what it is about. */
  readonly readable: boolean;
}

/** The ways in which a request can be invalid though its values are valid. */
export function invalidMessages({ contract, operation }: Scope): InvalidMessage[] {
  const media = bodyOf(operation);
  const [base] = exampleRequests(contract, operation);
  if (!media || !base || base.body === undefined) {
    return [];
  }
  const plan = pastClient(base);
  const { body: _body, ...bodiless } = plan;
  const text = JSON.stringify(base.body);
  const { at } = media.node;
  return [
    {
      name: "a content type that is not documented",
      plan: { ...plan, contentType: "text/plain" },
      at: [...at],
      readable: true,
    },
    // A number that loses its last digit may be another number.
    {
      name: "malformed JSON",
      plan: { ...plan, body: { text: /^[[{"]/.test(text) ? text.slice(0, -1) : `[${text}` } },
      at: [...at],
      readable: false,
    },
    ...(operation.body?.required
      ? [{ name: "no body", plan: bodiless, at: [...operation.body.node.at, "required"], readable: false }]
      : []),
  ];
}
