import { describe, expect, test } from "vitest";
import type { MutantRecord } from "../../contract-tests/mutation/score.js";
import { command } from "../../scripts/command.js";
import { conclude, main } from "../../scripts/mutation.js";
import { call } from "./run.js";

test("reruns one mutant by its id, and says which checks kill it", async () => {
  const { code, output } = await call(main, ["--only", "body-html/signInMagicLinkSms/200", "--provider", "reference"]);
  expect(output).toContain("response-conforms example minimal: expected the content type application/json");
  expect(output).toContain("killed");
  expect(code).toBe(0);
});

test.each<[what: string, argv: string[], says: string]>([
  ["a mutant", ["--only", "no-such/change"], 'There is no mutant: --only "no-such/change"'],
  ["a provider", ["--provider", "other"], '--provider "other" is not a provider'],
  ["an operation", ["--operation", "other"], '--operation "other" is not in the contract'],
])("cannot run for %s that is not there", async (_what, argv, says) => {
  const { code, output } = await call(main, argv);
  expect(output).toContain(says);
  expect(code).toBe(2);
});

describe("the gate", () => {
  /** What the command makes of mutants with these outcomes. */
  async function concluded(...outcomes: MutantRecord["outcome"][]) {
    const mutants = outcomes.map((outcome, index): MutantRecord => {
      const compatible = outcome === "passed" || outcome === "false-positive";
      const reason = outcome === "failed" || outcome === "equivalent" ? { reason: `of ${index}` } : {};
      return {
        ...{ provider: "reference", id: `kite/${index}`, effect: compatible ? "compatible" : "breaking" },
        ...{ family: "kites", operation: "any", what: "a kite", location: "here", outcome, findings: [], ...reason },
      };
    });
    const report = { seed: 1, full: false, mutants };
    const shown = { flags: "", full: false, milliseconds: 1 };
    return call(command("", (_argv, io) => conclude(io, report, shown)));
  }

  test("is green where every breaking mutant was killed and no compatible one was taken for one", async () => {
    expect(await concluded("killed", "passed", "equivalent")).toMatchObject({ code: 0 });
  });

  test("is red for one survivor, which it names", async () => {
    const { code, output } = await concluded("killed", "survived", "passed");
    expect([code, output]).toEqual([1, expect.stringContaining("SURVIVED on reference: kite/1")]);
  });

  test("is red for one false positive, which it names", async () => {
    const { code, output } = await concluded("killed", "false-positive");
    expect([code, output]).toEqual([1, expect.stringContaining("FALSE POSITIVE on reference: kite/1")]);
  });

  test("comes to no verdict where a measurement failed, or where nothing counts", async () => {
    const failed = await concluded("killed", "failed");
    expect([failed.code, failed.output]).toEqual([2, expect.stringContaining("kite/1 on reference: of 1")]);
    const nothing = await concluded("equivalent");
    expect([nothing.code, nothing.output]).toEqual([2, expect.stringContaining("there is nothing to count")]);
  });
});
