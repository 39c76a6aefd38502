import type { Contract } from "../model/contract.js";
import type { Draft, Mutant, Operator, WideOperator } from "./mutant.js";
import { operators, wideOperators } from "./operators/index.js";

/** Every change that the operators find in a contract, whether anybody can meet it or not. */
export function candidates(contract: Contract): Mutant[] {
  const found = [
    ...operators.flatMap((operator) =>
      contract.operations.flatMap((operation) =>
        operator.apply({ contract, operation }).map((draft) => mutant(operator, operation.id, draft)),
      ),
    ),
    ...wideOperators.flatMap((operator) =>
      operator.applyToAll(contract).map((draft) => mutant(operator, undefined, draft)),
    ),
  ];
  return found;
}

/** The changes that somebody can meet: what the score counts. */
export function mutants(contract: Contract): Mutant[] {
  return candidates(contract).filter(({ counts }) => counts());
}

function mutant(
  { name, family, verdict }: Pick<Operator | WideOperator, "name" | "family" | "verdict">,
  operation: string | undefined,
  draft: Draft,
): Mutant {
  return {
    ...draft,
    id: [name, operation ?? "all", draft.where].join("/"),
    operator: name,
    family,
    verdict,
    operation,
  };
}
