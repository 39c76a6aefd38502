import { afterEach, describe, expect, test } from "vitest";
import type { Case } from "../../../contract-tests/cases/case.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { createHarness, type Harness } from "../../../contract-tests/mutation/harness.js";
import { measure } from "../../../contract-tests/mutation/measure.js";
import type { Mutant } from "../../../contract-tests/mutation/mutant.js";
import { candidates } from "../../../contract-tests/mutation/mutants.js";
import { terminal } from "../../../contract-tests/mutation/report.js";
import { score, unneeded } from "../../../contract-tests/mutation/score.js";
import { ours } from "./contracts.js";

const operation = "signInMagicLinkSms";
const cases = deriveCases(ours, 1, { operation });
const all = candidates(ours);

let open: Harness | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function harness(left: (one: Case) => boolean = () => true): Promise<Harness> {
  open = await createHarness(ours, cases.filter(left));
  return open;
}

function mutant(id: string): Mutant {
  const found = all.find((one) => one.id === id);
  if (!found) throw new Error(`there is no change ${id}`);
  return found;
}

async function scored(made: Harness, ...mutants: Mutant[]) {
  const results = await Promise.all(mutants.map((one) => measure(made, one, true)));
  return score(mutants, results);
}

const options = {
  locate: () => ({ file: "openapi/openapi.yaml", pointer: "#/paths", line: 1 }),
  ...{ flags: "", full: false, milliseconds: 1000, memory: 1e8 },
};

describe("the gate can fail", () => {
  const unenforced = mutant(`credentials-not-enforced/${operation}/none`);

  test("a breaking change that the suite notices is no survivor", async () => {
    const { survivors, measured } = await scored(await harness(), unenforced);
    expect(survivors).toEqual([]);
    expect(measured[0]?.notices[0]?.check).toBe("requires-credentials");
  });

  test("the same change survives where the check that notices it is taken away", async () => {
    const made = await harness(({ check }) => check !== "requires-credentials");
    const result = await scored(made, unenforced);
    expect(result.survivors).toEqual([unenforced]);
    const report = terminal(result, options);
    expect(report).toContain(`SURVIVED ${unenforced.id}`);
    expect(report).toContain("openapi/openapi.yaml#/paths");
    expect(report).toContain(`npm run mutation -- --only ${unenforced.id}`);
  });

  test("a compatible change with a breaking finding is a false alarm", async () => {
    const removed = mutant(`response-field-removed/${operation}/200/maskedPhone`);
    const result = await scored(await harness(), { ...removed, verdict: "compatible" });
    expect(result.falseAlarms.map((one) => one.mutant.id)).toEqual([removed.id]);
    expect(terminal(result, options)).toContain("FALSE ALARM");
  });

  test("a lenient finding notices nothing", async () => {
    const accepting = mutant(`request-unknown-fields-accepted/${operation}/body`);
    const { falseAlarms, measured } = await scored(await harness(), accepting);
    expect(measured).toHaveLength(1);
    expect(falseAlarms).toEqual([]);
  });
});

describe("what is not counted", () => {
  test("a value that becomes itself", () => {
    expect(mutant(`response-enum-left/${operation}/200/maskedPhone`).counts()).toBe(false);
  });

  test("a text that comes empty where the contract lets it", () => {
    expect(mutant(`error-field-emptied/${operation}/400/errorMessage`).counts()).toBe(false);
  });

  test("a rule in one variant of a body where another variant takes the value anyway", () => {
    expect(mutant("request-bound-tightened/signUpMagicLinkEmail/body/variant2/loginId/minLength/edge").counts()).toBe(
      false,
    );
  });

  test("is left out of the score", async () => {
    const { measured, notCounted } = await scored(
      await harness(),
      mutant(`response-enum-left/${operation}/200/maskedPhone`),
    );
    expect(measured).toEqual([]);
    expect(notCounted).toBe(1);
  });
});

describe("what goes wrong with the measurement", () => {
  const some = mutant(`request-retyped/${operation}/body/loginId/integer`);

  test("a mock that does not start is an error, and notices nothing", async () => {
    const broken = {
      ...some,
      provider: { document: () => ({ openapi: "3.1.1", paths: { "/x": { $ref: "#/nowhere" } } }) },
    };
    const { failures, measured } = await scored(await harness(), {
      ...broken,
      operation: undefined,
      counts: () => true,
    });
    expect(failures.map(({ id }) => id)).toEqual([some.id]);
    expect(measured).toEqual([]);
  });

  test("so is a connection that breaks, which the suite would take for a finding", async () => {
    const rewrite = () => Promise.reject(new Error("the connection broke"));
    const { failures, measured } = await scored(await harness(), {
      ...some,
      provider: { rewrite },
      counts: () => true,
    });
    expect(failures).toHaveLength(1);
    expect(measured).toEqual([]);
  });

  test("a suite with findings on the unchanged provider is not measured at all", async () => {
    const failing = cases.map(
      (one): Case => ({
        ...one,
        run: async (send) => {
          await send(one.plan);
          return [{ severity: "breaking", expected: "more", received: "less", at: [] }];
        },
      }),
    );
    open = await createHarness(ours, failing);
    const { failures } = await scored(open, some);
    expect(failures[0]?.reason).toContain("Without any change");
  });
});

test("a check without which every change is noticed still is named", async () => {
  const made = await harness();
  const result = await scored(made, mutant(`response-field-removed/${operation}/200/maskedPhone`));
  expect(unneeded(result)).toContain("rejects-invalid-request");
});
