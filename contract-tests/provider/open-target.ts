import type { Contract } from "../model/contract.js";
import { createPace } from "./pace.js";
import { openProvider, type Provider } from "./provider.js";
import { blockReason } from "./send-guard.js";
import { messageLimit, syntheticIdentities } from "./synthetic-identities.js";
import type { Target } from "./target.js";

/** Opens a target. `fetch` is the runtime's own unless a test wants to see every request that leaves the process. */
export function openTarget(
  contract: Contract,
  target: Target,
  effects: { fetch?: typeof fetch; sleep?: (milliseconds: number) => Promise<void> } = {},
): Provider {
  const sleep =
    effects.sleep ?? ((milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)));
  const { url, harmlessOnly, recipients, rate } = target;
  const { substitute, made } = syntheticIdentities(recipients);
  let messages = 0;
  const mayMessage = (text: string) => {
    if (!recipients?.includes(text) || messages >= messageLimit) {
      return false;
    }
    messages += 1;
    return true;
  };
  return openProvider({
    ...target,
    sleep,
    fetch: effects.fetch,
    pace: rate === undefined ? undefined : createPace(rate, sleep),
    ...(harmlessOnly && {
      substitute,
      guard: (request) => blockReason(contract, url, { made, mayMessage }, request),
    }),
  });
}
