import type { Scope } from "../cases/case.js";
import { bodyOf, exampleRequests, pastClient } from "../cases/requests.js";
import { essence } from "../model/media-type.js";
import { child, objectAt } from "../model/node.js";
import type { Operation } from "../model/operation.js";
import type { RequestPlan } from "../provider/plan.js";

/** A request whose values are valid and that is invalid otherwise. */
interface InvalidMessage {
  readonly name: string;
  readonly plan: RequestPlan;
  /** The part of the contract that it breaks. */
  readonly at: readonly string[];
  /** Whether a provider can read who or which thing it is about. */
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
  const contentType = undocumented(documentedTypes(operation));
  return [
    ...(contentType === undefined
      ? []
      : [
          {
            name: "a content type that is not documented",
            plan: { ...plan, contentType },
            at: [...at],
            readable: true,
          },
        ]),
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

/** Those of a request body, also the ones that the client does not send. */
function documentedTypes({ body }: Operation): string[] {
  return body ? Object.keys(objectAt(child(body.node, "content"))) : [];
}

/** A media type that no documented one is or includes (`text/*`, say); undefined if they include all. */
function undocumented(documented: readonly string[]): string | undefined {
  const ranges = documented.map((one) => essence(one).replace(/\*$/, ""));
  return ["text/plain", "application/xml", "image/png"].find(
    (one) => !ranges.some((range) => range === one || range === "*/" || (range.endsWith("/") && one.startsWith(range))),
  );
}
