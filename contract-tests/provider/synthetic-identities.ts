import type { Operation } from "../model/operation.js";
import { editedPlan, replacing } from "./marks.js";
import type { RequestPlan } from "./plan.js";

/** How many messages a run may send to recipients that its user named. */
export const messageLimit = 5;

/** The form of an identity, as far as one can be made up; undefined for any other text. */
export function formOf(text: string): "email" | "phone" | undefined {
  if (/^[^@\s]+@[^@\s]+$/.test(text)) {
    return "email";
  }
  return /^\+\d{7,15}$/.test(text) ? "phone" : undefined;
}

/**
 * Identities of nobody, for providers that are real. Addresses are under `example.com`, which delivers to nobody, and
 * numbers among those kept for fiction.
 */
interface SyntheticIdentities {
  /**
   * A planned request with its identities replaced by ones made up just now. The first request to each sign-in names a
   * recipient of the user's instead, if there is one of its form.
   */
  readonly substitute: (operation: Operation, plan: RequestPlan) => RequestPlan;
  /** Whether a text is an identity that was made up here. */
  readonly made: (text: string) => boolean;
}

export function syntheticIdentities(recipients: readonly string[] = []): SyntheticIdentities {
  const known = new Set<string>();
  const served = new Set<string>();
  const remember = (text: string): string => {
    known.add(text);
    return text;
  };
  const run = crypto.randomUUID().slice(0, 8);
  const email = () => remember(`probe-${run}-${known.size}@example.com`);
  const phone = () => remember(`+155555501${String(Math.floor(Math.random() * 100)).padStart(2, "0")}`);

  function substitute(operation: Operation, plan: RequestPlan): RequestPlan {
    // The first message to an operation whose success can be seen goes to somebody who agreed to it.
    const asks = operation.createsPerson === false && plan.via === "client" && !plan.prefer;
    const mayName = asks && !served.has(operation.id) && served.size < messageLimit;
    const replace = (text: string): string => {
      const form = formOf(text);
      if (form === undefined) {
        return text;
      }
      const recipient = mayName ? recipients.find((one) => formOf(one) === form) : undefined;
      if (recipient !== undefined) {
        served.add(operation.id);
      }
      return recipient ?? (form === "email" ? email() : phone());
    };
    return editedPlan(operation, plan, replacing(replace));
  }
  return { substitute, made: (text) => known.has(text) };
}
