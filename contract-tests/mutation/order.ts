import type { Case } from "../cases/case.js";
import type { Contract } from "../model/contract.js";
import { child, type Node, rootNode } from "../model/node.js";
import type { Validator } from "../model/validator.js";
import { validatorOf } from "../model/validator.js";
import type { Mutant } from "./mutant.js";

/**
 * The cases in the order in which they are likely to kill a mutant: those whose body the changed schema validates
 * otherwise, then one of each check, then the rest. It saves time and decides nothing: every case is still there.
 */
export function likeliestFirst(contract: Contract, mutant: Mutant, cases: readonly Case[]): readonly Case[] {
  if (mutant.effect === "compatible") {
    return cases;
  }
  const concerned = new Set("document" in mutant.provider ? validatedOtherwise(contract, mutant, cases) : []);
  const leading = new Set<string>();
  const first = new Set(
    cases.filter(({ check, covers }) => {
      const key = [check, ...covers.flatMap((one) => (one.kind === "status" ? one.status : []))].join(" ");
      return leading.has(key) ? false : leading.add(key);
    }),
  );
  const rank = (one: Case) => {
    if (concerned.has(one)) {
      return 0;
    }
    return first.has(one) ? 1 : 2;
  };
  return [...cases].sort((left, right) => rank(left) - rank(right));
}

function validatedOtherwise(contract: Contract, { provider, operation: id }: Mutant, cases: readonly Case[]): Case[] {
  const operation = contract.operations.find((one) => one.id === id);
  const before = operation?.body?.content[0]?.node;
  if (!before || !("document" in provider)) {
    return [];
  }
  const document = provider.document();
  const after = child(rootNode(document), ...before.at);
  if (!after) {
    return [];
  }
  const validator = validatorOf(document);
  const accepts = (one: Validator, node: Node, { plan }: Case) =>
    plan.body === undefined || !("json" in plan.body) || one.isValid(node, ["schema"], plan.body.json);
  return cases.filter((one) => accepts(contract.validator, before, one) !== accepts(validator, after, one));
}
