import { describe, expect, test } from "vitest";
import { mutantsOf } from "../../../contract-tests/mutation/mutants.js";
import { operators, wideOperators } from "../../../contract-tests/mutation/operators/index.js";
import { everything } from "../../../contract-tests/mutation/shows.js";
import { ask } from "./ask.js";
import { ours, second } from "./contracts.js";
import { probes } from "./probes.js";

const all = new Map([ours, second].map((contract) => [contract, mutantsOf(contract, "prism")]));

describe("an operator's change is on the wire", () => {
  test.each(probes)("%s", async (id, contract, request, look, before, after) => {
    const mutant = all.get(contract)?.find((one) => one.id === id);
    if (!mutant) throw new Error(`there is no change ${id}`);
    expect(mutant.equivalent(everything)).toBeUndefined();
    expect(look(await ask(contract, request))).toEqual(before);
    expect(look(await ask(contract, request, mutant))).toEqual(after);
  });

  test("of every operator there is", () => {
    const shown = new Set(probes.map(([id]) => id.split("/")[0]));
    const names = [...operators, ...wideOperators].map(({ name }) => name);
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe("changes", () => {
  test.each([...all.values()])("have ids of their own, which stay the same", (...found) => {
    const ids = found.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
