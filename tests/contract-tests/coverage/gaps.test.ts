import { describe, expect, test } from "vitest";
import type { Case } from "../../../contract-tests/cases/case.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { type CaseEvidence, coveredBy, evidenceOf } from "../../../contract-tests/coverage/covered.js";
import { gaps } from "../../../contract-tests/coverage/gaps.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { isObject, type JsonObject } from "../../../contract-tests/model/json.js";
import { ourDocument, seed, withOnly } from "../support.js";

/** What comes of a case on a healthy provider: its outcome, and a documented success. */
function healthy(one: Case): CaseEvidence {
  return evidenceOf(one, { outcome: "passed", seen: [{ kind: "success" }] });
}

function gapsOf(document: JsonObject, keep: (check: string, name: string) => boolean = () => true): string[] {
  const contract = readContract(document);
  const cases = deriveCases(contract, seed).filter(({ check, name }) => keep(check, name));
  const evidence = cases.map((one) => healthy(one));
  return gaps(contract, coveredBy(contract, evidence)).map(({ operation, text }) => `${operation}: ${text}`);
}

/** One operation of our contract, with the object at a path changed. */
function changed(
  path: readonly string[],
  change: (value: JsonObject) => void,
  operationId = "signInMagicLinkSms",
): JsonObject {
  const document = structuredClone(withOnly(operationId));
  let here: unknown = document;
  for (const key of path) {
    here = isObject(here) ? here[key] : undefined;
  }
  if (!isObject(here)) {
    throw new Error(`nothing at ${path.join("/")}`);
  }
  change(here);
  return document;
}

const examples = (response: string) => ["components", "responses", response, "content", "application/json", "examples"];

describe("the coverage gate", () => {
  test("finds no gap in our own contract", () => {
    expect(gapsOf(ourDocument)).toEqual([]);
  });

  test.each(["invalid-request", "state"])("misses either kind of a 400 whose examples are deleted: %s", (cause) => {
    const found = gapsOf(
      changed(examples("SignInRefused"), (value) => {
        for (const [name, example] of Object.entries(value)) {
          if (isObject(example) && example["x-cause"] === cause) {
            delete value[name];
          }
        }
      }),
    );
    expect(found).toContain(`signInMagicLinkSms: status 400 has no example of ${cause}`);
  });

  test.each(["EmailSent", "Unauthorized", "RateLimited", "Failed"])(
    "misses a status whose last example is deleted (%s)",
    (response) => {
      const found = gapsOf(
        changed(
          examples(response),
          (value) => {
            for (const name of Object.keys(value)) {
              delete value[name];
            }
          },
          "signInMagicLinkEmail",
        ),
      );
      expect(found.some((gap) => /status \S+ has no example$/.test(gap))).toBe(true);
    },
  );

  test("misses a documented response field that no example shows", () => {
    const found = gapsOf(
      changed(["components", "schemas", "SmsSent", "properties"], (value) =>
        Object.assign(value, { shownByNone: { type: "string" } }),
      ),
    );
    expect(found).toEqual(["signInMagicLinkSms: no example of status 200 shows the field shownByNone"]);
  });

  test("asks for no fields of a response that is not JSON: nothing could show them", () => {
    const schema = { type: "object", properties: { carrier: { type: "string" } } };
    const found = gapsOf(
      changed(["components", "responses", "RateLimited", "content"], (content) =>
        Object.assign(content, { "application/problem+xml": { schema, example: "<problem/>" } }),
      ),
    );
    expect(found).toEqual([]);
  });

  test.each<[kept: string, keep: (check: string, name: string) => boolean, gap: string]>([
    [
      "requires-credentials",
      (check) => check !== "requires-credentials",
      "signInMagicLinkSms: no case tries the credentials: another scheme",
    ],
    [
      "serves-every-example",
      (check) => check !== "serves-every-example",
      "signInMagicLinkSms: status 429 was never seen",
    ],
    [
      "the empty login ID",
      (_check, name) => !name.includes("against its minLength"),
      "signInMagicLinkSms: no case breaks minLength of loginId",
    ],
    [
      "the shortest login ID",
      // A blank one and a random body may be as short.
      (_check, name) => !/the shortest|blank|random/.test(name),
      "signInMagicLinkSms: no case sends loginId at its minLength",
    ],
    [
      "step-up",
      (_check, name) => !/stepup/.test(name) && !/example|every field|random/.test(name),
      "signInMagicLinkSms: no case sends stepup",
    ],
  ])("is red without %s", (_kept, keep, gap) => {
    expect(gapsOf(withOnly("signInMagicLinkSms"), keep)).toContain(gap);
  });
});

describe("coverage goes by outcome", () => {
  const contract = readContract(ourDocument);
  const cases = deriveCases(contract, seed);
  const texts = (evidence: (one: Case) => CaseEvidence) =>
    gaps(contract, coveredBy(contract, cases.map(evidence))).map(({ operation, text }) => `${operation}: ${text}`);

  test("cases that stayed undecided cover nothing", () => {
    const undecided = texts((one) => ({ ...healthy(one), outcome: "undecided" }));
    expect(undecided).toContain("signInMagicLinkSms: no case sends loginOptions");
    expect(undecided).toContain("signInMagicLinkSms: status 200 was never seen");
  });

  test("a case that never ran covers nothing", () => {
    expect(gaps(contract, coveredBy(contract, [])).length).toBe(
      texts((one) => ({ ...healthy(one), outcome: "undecided" })).length,
    );
  });

  test("what a provider cannot be asked is no gap, but a success that never came is one", () => {
    const refused = (one: Case): CaseEvidence =>
      one.check === "serves-every-example"
        ? evidenceOf(one, { outcome: "not-testable", seen: [] })
        : evidenceOf(one, { outcome: "passed", seen: [{ kind: "status", status: "400" }] });
    expect(texts(refused)).toEqual(contract.operations.map(({ id }) => `${id}: no documented success was ever seen`));
  });
});

describe("the cases", () => {
  const cases = deriveCases(readContract(ourDocument), seed);

  test("no two share check, operation and request", () => {
    const keys = cases.map(({ check, operation, plan }) => JSON.stringify([check, operation.id, plan]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("no two share check, operation and name", () => {
    const keys = cases.map(({ check, operation, name }) => JSON.stringify([check, operation.id, name]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("the same seed derives the same cases", () => {
    const again = deriveCases(readContract(ourDocument), seed);
    expect(again.map(({ plan }) => plan)).toEqual(cases.map(({ plan }) => plan));
  });

  test("another seed changes the random share and nothing else", () => {
    const other = deriveCases(readContract(ourDocument), seed + 1);
    const differing = cases.filter(({ plan }, index) => JSON.stringify(plan) !== JSON.stringify(other[index]?.plan));
    expect(differing).toEqual(cases.filter(({ byChance }) => byChance));
    expect(differing.length).toBeGreaterThan(0);
  });
});
