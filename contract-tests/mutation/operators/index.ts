import type { Contract } from "../../model/contract.js";
import type { Mutant, Operator, ProviderName } from "../mutant.js";
import { addresses } from "./addresses.js";
import { bodies } from "./bodies.js";
import { codes } from "./codes.js";
import { dependentOnOthers } from "./dependent.js";
import { excuses } from "./excuses.js";
import { headers } from "./headers.js";
import { mediaTypes } from "./media-types.js";
import { requests } from "./requests.js";
import { responses } from "./responses.js";
import { security } from "./security.js";
import { stateRefusals } from "./state-refusals.js";
import { statuses } from "./statuses.js";

/** Every way in which a provider is changed, one operation at a time. */
export const operators: readonly Operator[] = [
  ...responses,
  ...bodies,
  ...statuses,
  ...mediaTypes,
  ...headers,
  ...requests,
  ...addresses,
  ...security,
  ...codes,
  ...dependentOnOthers,
  ...stateRefusals,
  ...excuses,
];

/** Every mutant that the operators find in a contract for a provider, each once, equivalent ones among them. */
export function mutantsOf(contract: Contract, provider: ProviderName): Mutant[] {
  const found = new Map<string, Mutant>();
  for (const { name, family, effect, apply } of operators.filter(({ only = provider }) => only === provider)) {
    for (const operation of contract.operations) {
      const scope = { contract, operation, seed: 0 };
      for (const { where, response, at = (response ?? operation).node.at, what, rewrite, equivalent } of apply(scope)) {
        const id = [name, operation.id, where].join("/");
        const mutant: Mutant = {
          ...{ id, family, effect, operation: operation.id, at, what, rewrite },
          equivalent: (shows) => (response && shows.never(scope, response)) ?? equivalent?.(shows),
        };
        found.set(id, found.get(id) ?? mutant);
      }
    }
  }
  return [...found.values()];
}
