import { describe, expect, test } from "vitest";
import { providerNames } from "../../../contract-tests/mutation/mutant.js";
import { mutantsOf, operators } from "../../../contract-tests/mutation/operators/index.js";
import { subjects } from "../../../contract-tests/mutation/subject.js";
import { ask } from "./ask.js";
import { ours, second } from "./contracts.js";
import { probes } from "./probes.js";

const everyMutant = [ours, second].flatMap((contract) =>
  providerNames.map((provider) => ({ contract, provider, mutants: mutantsOf(contract, provider) })),
);

describe("an operator's change is on the wire", () => {
  test.each(probes)("%s", async (id, contract, request, look, before, after) => {
    const found = everyMutant.find(
      (one) => one.contract === contract && one.mutants.some((mutant) => mutant.id === id),
    );
    const mutant = found?.mutants.find((one) => one.id === id);
    if (!found || !mutant) {
      throw new Error(`there is no mutant ${id}`);
    }
    expect(mutant.equivalent(subjects.prism.shows)).toBeUndefined();
    expect(look(await ask(contract, request, undefined, found.provider))).toEqual(before);
    expect(look(await ask(contract, request, mutant, found.provider))).toEqual(after);
  });

  test("of every operator there is", () => {
    const shown = new Set(probes.map(([id]) => id.split("/")[0]));
    const names = operators.map(({ name }) => name);
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });
});

test("mutants have ids of their own", () => {
  for (const { mutants } of everyMutant) {
    const ids = mutants.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  }
});
