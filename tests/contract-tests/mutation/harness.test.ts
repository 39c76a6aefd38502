import { describe, expect, test } from "vitest";
import type { Case } from "../../../contract-tests/cases/case.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { createHarness } from "../../../contract-tests/mutation/harness.js";
import { type Mutant, type ProviderName, providerNames } from "../../../contract-tests/mutation/mutant.js";
import { mutantsOf } from "../../../contract-tests/mutation/operators/index.js";
import { terminal } from "../../../contract-tests/mutation/report.js";
import { type MutantRecord, scores, unneeded } from "../../../contract-tests/mutation/score.js";
import { subjects } from "../../../contract-tests/mutation/subject.js";
import type { Rewrite } from "../../../contract-tests/mutation/wire.js";
import { withOnly } from "../support.js";

type Measure = Awaited<ReturnType<typeof createHarness>>;
const operation = "signInMagicLinkSms";
const ours = readContract(withOnly(operation, "signUpMagicLinkEmail"));
const cases = deriveCases(ours, 1, { operation });
const all = mutantsOf(ours, "prism");

function harness(left: (one: Case) => boolean = () => true, provider: ProviderName = "prism"): Promise<Measure> {
  return createHarness(ours, cases.filter(left), subjects[provider]);
}

function mutant(id: string): Mutant {
  const found = all.find((one) => one.id === id);
  if (!found) {
    throw new Error(`there is no change ${id}`);
  }
  return found;
}

async function recorded(measure: Measure, one: Mutant, provider: ProviderName = "prism"): Promise<MutantRecord> {
  return { ...one, provider, location: "openapi/openapi.yaml#/paths", ...(await measure(one, true)) };
}

const options = { flags: "", full: false, milliseconds: 1000 };

describe("the gate can fail", () => {
  const unenforced = mutant(`credentials-not-enforced/${operation}/none`);

  test.each(providerNames)("a breaking mutant that the suite has a finding on is killed, on %s", async (provider) => {
    const { outcome, findings } = await recorded(await harness(undefined, provider), unenforced, provider);
    expect([outcome, findings[0]?.check]).toEqual(["killed", "requires-credentials"]);
  });

  test.each(providerNames)("it survives where the check that kills it is taken away, on %s", async (provider) => {
    const made = await harness(({ check }) => check !== "requires-credentials", provider);
    const one = await recorded(made, unenforced, provider);
    expect(scores([one])).toMatchObject([{ provider, mutants: 1, killed: 0, survived: 1, mutationScore: 0 }]);
    const report = terminal([one], options);
    expect(report).toContain(`SURVIVED on ${provider}: ${unenforced.id}`);
    expect(report).toContain("openapi/openapi.yaml#/paths");
    expect(report).toContain(`npm run mutation -- --provider ${provider} --only ${unenforced.id}`);
  });

  test("a compatible mutant with a breaking finding is a false positive", async () => {
    const removed = mutant(`response-wrong/${operation}/200/maskedPhone/removed`);
    const one = await recorded(await harness(), { ...removed, effect: "compatible" });
    expect(scores([one])).toMatchObject([{ compatible: 1, falsePositives: 1 }]);
    expect(terminal([one], options)).toContain("FALSE POSITIVE");
  });

  test("a lenient finding kills nothing", async () => {
    const accepting = mutant(`invalid-request-accepted/${operation}/body/additionalProperties`);
    expect((await recorded(await harness(), accepting)).outcome).toBe("passed");
  });

  test("a score is 100 only where every mutant is killed", async () => {
    const killed = await recorded(await harness(), unenforced);
    const many = Array.from({ length: 5000 }, () => killed);
    expect(scores([...many, { ...killed, outcome: "survived" }])[0]?.mutationScore).toBe(99.9);
    expect(scores(many)[0]?.mutationScore).toBe(100);
  });

  test("a run of compatible mutants alone shows no score", async () => {
    const killed = await recorded(await harness(), unenforced);
    const shown = (record: MutantRecord) => terminal([record], { flags: "", full: false, milliseconds: 1 });
    expect(shown(killed)).toContain("100 %");
    expect(shown({ ...killed, effect: "compatible", outcome: "passed" })).not.toContain("100 %");
  });
});

describe("an equivalent mutant says why nobody can tell it apart", () => {
  test.each([
    [
      "a value that becomes itself",
      `response-wrong/${operation}/200/maskedPhone/fraction`,
      subjects.prism.shows,
      /nothing|anything to change/,
    ],
    [
      "a text that comes empty where that is allowed",
      `response-wrong/${operation}/400/errorMessage/emptied`,
      subjects.prism.shows,
      /allows/,
    ],
    [
      "a trait that no valid request has",
      `valid-request-refused/${operation}/body/minProperties`,
      subjects.prism.shows,
      /no request with just this trait/,
    ],
    [
      "a response that only Prefer calls up",
      `status-changed/${operation}/429/503`,
      subjects.reference.shows,
      /429 only where Prefer/,
    ],
  ])("%s", (_what, id, shows, reason) => {
    expect(mutant(id).equivalent(shows)).toMatch(reason);
  });

  test("and does not count", async () => {
    const one = await recorded(await harness(), mutant(`response-wrong/${operation}/200/maskedPhone/fraction`));
    expect(scores([one])).toMatchObject([{ mutants: 0, equivalent: 1 }]);
    expect(terminal([one], options)).toContain("1 on prism: no body that comes has anything to change there");
  });
});

test("a mutant whose responses depend on earlier requests is asked each once, in the order of the cases", async () => {
  const chosen = ({ check, byChance }: Case) => check === "accepts-valid-request" && byChance === undefined;
  // Every second request is refused: one asked beforehand would make it another one.
  const everySecond = (): Rewrite => {
    let count = 0;
    return async (request, forward) => {
      const raw = await forward(request);
      count += 1;
      return count % 2 === 0 ? { ...raw, status: 418 } : raw;
    };
  };
  const made = await harness(chosen, "reference");
  const counting = {
    ...mutant(`credentials-not-enforced/${operation}/none`),
    rewrite: { inOrder: everySecond },
  };
  const { findings: found } = await made(counting, true);
  const refused = cases.filter(chosen).filter((_, index) => index % 2 === 1);
  expect(found.map((finding) => finding.case)).toEqual(refused.map(({ name }) => name));
});

describe("what goes wrong with the measurement", () => {
  const some = { ...mutant(`valid-request-refused/${operation}/body/loginId/sent`), equivalent: () => undefined };

  test("a connection that breaks is a failure, which the suite would take for a finding", async () => {
    const rewrite = () => Promise.reject(new Error("the connection broke"));
    const one = await recorded(await harness(), { ...some, rewrite });
    expect([one.outcome, one.reason]).toEqual(["failed", "the connection broke"]);
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
    const bench = await createHarness(ours, failing, subjects.prism);
    expect((await recorded(bench, some)).reason).toContain("Without any mutation");
  });
});

test("a check without which every mutant is killed still is named", async () => {
  const one = await recorded(await harness(), mutant(`response-wrong/${operation}/200/maskedPhone/removed`));
  expect(unneeded([one])).toContain("rejects-invalid-request");
});
