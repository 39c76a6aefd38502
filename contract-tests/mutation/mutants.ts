import type { Contract } from "../model/contract.js";
import type { Draft, Mutant, Operator, ProviderName, WideOperator } from "./mutant.js";
import { operators, wideOperators } from "./operators/index.js";

/** Every mutant that the operators find in a contract for a provider, equivalent ones among them. */
export function mutantsOf(contract: Contract, provider: ProviderName): Mutant[] {
  const fits = ({ only }: Pick<Operator, "only">) => only === undefined || only === provider;
  return [
    ...operators
      .filter(fits)
      .flatMap((operator) =>
        contract.operations.flatMap((operation) =>
          operator.apply({ contract, operation }).map((draft) => mutant(operator, operation.id, draft)),
        ),
      ),
    ...wideOperators
      .filter(fits)
      .flatMap((operator) => operator.applyToAll(contract).map((draft) => mutant(operator, undefined, draft))),
  ];
}

function mutant(
  { name, family, effect }: Pick<Operator | WideOperator, "name" | "family" | "effect">,
  operation: string | undefined,
  draft: Draft,
): Mutant {
  return { ...draft, id: [name, operation ?? "all", draft.where].join("/"), operator: name, family, effect, operation };
}
