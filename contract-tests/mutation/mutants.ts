import type { Contract } from "../model/contract.js";
import type { Mutant, ProviderName } from "./mutant.js";
import { operators } from "./operators/index.js";

/** Every mutant that the operators find in a contract for a provider, equivalent ones among them. */
export function mutantsOf(contract: Contract, provider: ProviderName): Mutant[] {
  return operators
    .filter(({ only }) => only === undefined || only === provider)
    .flatMap(({ name, family, effect, apply }) =>
      contract.operations.flatMap((operation) =>
        apply({ contract, operation }).map((draft) => ({
          ...draft,
          id: [name, operation.id, draft.where].join("/"),
          ...{ operator: name, family, effect, operation: operation.id },
        })),
      ),
    );
}
