import { describe, expect, test } from "vitest";
import type { Case } from "../../contract-tests/cases/case.js";
import type { CoverageItem } from "../../contract-tests/cases/coverage-item.js";
import { deriveCases } from "../../contract-tests/checks/derive.js";
import { evidenceOf } from "../../contract-tests/coverage/covered.js";
import { readContract } from "../../contract-tests/model/contract.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { type Decided, decide } from "../../contract-tests/outcome.js";
import { openProvider } from "../../contract-tests/provider/provider.js";
import { fourOperations, runAll, seed, withOnly } from "./support.js";

type DecidingResult = Decided["results"][number];

const contract = readContract(fourOperations);
const cases = deriveCases(contract, seed);
const documented = contract.operations.flatMap(({ responses }) => responses).length;

/** Every documented status of an operation, and a success. */
const everything = (one: Case): CoverageItem[] => [
  { kind: "success" },
  ...one.operation.responses.map(({ status }): CoverageItem => ({ kind: "status", status })),
];

/** What a case covers by its request, and by responses that show `seen`. */
const covering = (one: Case, seen: readonly CoverageItem[]) => evidenceOf(one, { outcome: "passed", seen });

const passed = (one: Case): DecidingResult => ({
  ...covering(one, everything(one)),
  check: one.check,
  findings: [],
});

/** A run of all cases, each with what `change` makes of a passed one. */
function run(change: (result: DecidingResult, one: Case) => Partial<DecidingResult>, facts: Partial<Decided> = {}) {
  const results = cases.map((one) => ({ ...passed(one), ...change(passed(one), one) }));
  return decide({
    contract,
    results,
    total: results.length,
    selection: {},
    strict: false,
    target: { remote: false, harmlessOnly: false },
    ...facts,
  });
}

const remote = { target: { remote: true, harmlessOnly: true } };
const undecided = { outcome: "undecided", arrived: [], reason: "the provider limited the rate" } as const;
const notTestable = { outcome: "not-testable", arrived: [], reason: "it cannot be asked" } as const;
const finding = (severity: "breaking" | "lenient") => ({ outcome: "failed", findings: [{ severity }] }) as const;

describe("a run", () => {
  test("in which all passed is fine, and says what it rests on", () => {
    expect(run(() => ({}))).toEqual({
      exitCode: 0,
      word: "OK",
      gaps: [],
      notTried: [],
      gated: true,
      basis: `Rests on ${documented} of ${documented} documented responses seen.`,
    });
  });

  test("names three of what came to no outcome, and counts the rest", () => {
    const none = run((_result, one) => ({ ...notTestable, reason: one.operation.id }));
    expect(none.inconclusive).toMatch(/^No case came to an outcome: \w+; \w+; \w+ and 1 more\.$/);
    const [, , , last] = contract.operations;
    const three = run((result, one) => (one.operation.id === last?.id ? result : notTestable));
    expect(three.inconclusive).toMatch(/^3 operations came to no outcome: \w+, \w+, \w+\.$/);
  });

  test("of one operation rests on the responses of that one", () => {
    const [first] = contract.operations;
    const count = first?.responses.length;
    const selection = first ? { operation: first.id } : {};
    const own = cases.filter(({ operation }) => operation.id === first?.id).map(passed);
    const { basis, gaps } = run(() => ({}), { selection, results: own, total: own.length });
    expect(basis).toBe(`Rests on ${count} of ${count} documented responses seen.`);
    expect(gaps).toEqual([]);
  });

  test("may leave a tenth of what could be sent undecided, and not a case more", () => {
    const tenth = Math.floor(cases.length / 10);
    const leaving = (count: number) => run((result, one) => (cases.indexOf(one) < count ? { ...undecided } : result));
    expect(leaving(tenth + 1)).toMatchObject({ exitCode: 2, word: "INCONCLUSIVE" });
    const few = run((result, one) => (cases.indexOf(one) < tenth ? { ...undecided } : result), remote);
    expect(few.inconclusive).toBeUndefined();
  });

  test("with one breaking finding fails, whatever else stayed undecided", () => {
    expect(run((result, one) => (one === cases[0] ? finding("breaking") : result))).toMatchObject({ exitCode: 1 });
    expect(run((_result, one) => (one === cases[0] ? finding("breaking") : undecided))).toMatchObject({
      exitCode: 1,
      word: "FAILED",
    });
  });

  test("with a lenient finding fails where it is strict, and only there", () => {
    const lenient = (result: DecidingResult, one: Case) => (one === cases[0] ? finding("lenient") : result);
    expect(run(lenient).exitCode).toBe(0);
    expect(run(lenient, { strict: true }).exitCode).toBe(1);
  });

  test("with a gap fails on loopback, and not where only a part was run or could be", () => {
    const noSms = (result: DecidingResult, one: Case) => (one.operation.id === "moveBoat" ? covering(one, []) : result);
    expect(run(noSms)).toMatchObject({ exitCode: 1, word: "FAILED" });
    expect(run(noSms).gaps.map(({ text }) => text)).toContain("no documented success was ever seen");
    expect(run(noSms, { selection: { check: "response-conforms" } }).exitCode).toBe(0);
    expect(run(noSms, { selection: { operation: "moveBoat" } })).toMatchObject({ exitCode: 0, gated: false });
    expect(run(noSms, { total: cases.length + 1 })).toMatchObject({ exitCode: 0, gated: false, gaps: [] });
    expect(run(noSms, remote).exitCode).toBe(0);
  });
});

describe("a run is inconclusive, exit 2 in one sentence,", () => {
  const unknown = { ...undecided, reason: "the provider does not know this value", needs: ["boat"] };
  const some = cases.slice(0, Math.floor(cases.length / 10));

  test("where cases that stayed undecided leave gaps, and not where other gaps are left, too", () => {
    const few = (result: DecidingResult, one: Case) => (some.includes(one) ? unknown : result);
    expect(run(few)).toMatchObject({ exitCode: 2, word: "INCONCLUSIVE" });
    expect(run(few).inconclusive).toMatch(
      /^\d+ gaps in coverage are left open: the provider does not know this value\.$/,
    );
    const other = cases.find((one) => one.check === "requires-credentials" && !some.includes(one));
    const lost = (result: DecidingResult, one: Case) =>
      one.check === other?.check ? { ...few(result, one), covers: [] } : few(result, one);
    expect(run(lost)).toMatchObject({ exitCode: 1, word: "FAILED" });
  });

  test("which says what would decide how many cases", () => {
    const few = (result: DecidingResult, one: Case) =>
      some.includes(one) ? { ...unknown, needs: one === some[0] ? ["boat", "refreshJwt"] : ["boat"] } : result;
    const { length } = some;
    expect(run(few).advice).toMatch(
      `${length} cases undecided: name what the provider knows by --values, boat (${length} cases), a refresh JWT (1 case).`,
    );
  });

  test("where nobody whom the examples name is registered, which it says", () => {
    const refused = (result: DecidingResult, one: Case) =>
      one.operation.id === "moveBoat"
        ? {
            ...covering(one, [
              { kind: "status", status: "400" },
              { kind: "cause", status: "400", cause: "state" },
            ]),
          }
        : result;
    expect(run(refused)).toMatchObject({ exitCode: 2, word: "INCONCLUSIVE" });
  });

  test.each([
    ["on loopback", {}],
    ["off it", remote],
  ])("where nothing came to an outcome: %s", (_where, facts) => {
    expect(run(() => undecided, facts)).toMatchObject({
      exitCode: 2,
      word: "INCONCLUSIVE",
      inconclusive: "No case came to an outcome: the provider limited the rate.",
    });
  });

  test("where more than a tenth of what could be sent stayed undecided", () => {
    const every = (nth: number) => (result: DecidingResult, one: Case) =>
      cases.indexOf(one) % nth === 0 ? undecided : result;
    expect(run(every(9), remote)).toMatchObject({
      exitCode: 2,
      inconclusive: expect.stringMatching(
        /^\d+ of \d+ cases that could be sent stayed undecided: the provider limited/,
      ),
    });
    expect(run(every(11), remote)).toMatchObject({ exitCode: 0 });
  });

  test("where an operation came to no outcome", () => {
    const noSms = (result: DecidingResult, one: Case) => (one.operation.id === "moveBoat" ? notTestable : result);
    expect(run(noSms, remote)).toMatchObject({
      exitCode: 2,
      inconclusive: "1 operation came to no outcome: moveBoat.",
    });
  });

  test("but not where a shard or a filter leaves the operation to others", () => {
    const noSms = (result: DecidingResult, one: Case) => (one.operation.id === "moveBoat" ? notTestable : result);
    expect(run(noSms, { total: cases.length + 1 })).toMatchObject({ exitCode: 0, word: "OK" });
  });

  test("where a check came to no outcome on an operation of our own mock", () => {
    const noExamples = (result: DecidingResult, one: Case) =>
      one.check === "response-conforms" && one.operation.id === "moveBoat" ? notTestable : result;
    expect(run(noExamples, { target: { remote: false, harmlessOnly: false, ownMock: true } })).toMatchObject({
      exitCode: 2,
      inconclusive: "Checks came to no outcome on the mock: response-conforms on moveBoat.",
    });
    expect(run(noExamples)).toMatchObject({ exitCode: 0 });
    const none = (result: DecidingResult, one: Case) => (one.check === "requires-credentials" ? notTestable : result);
    expect(run(none, { target: { remote: false, harmlessOnly: false, ownMock: true } })).toMatchObject({
      exitCode: 2,
      inconclusive: expect.stringMatching(/^Checks came to no outcome on the mock: requires-credentials on \w+, /),
    });
  });
});

test("a refusal that the contract does not document is a gap, and leaves a run conclusive", () => {
  const document = structuredClone(fourOperations);
  for (const { put } of Object.values(Object(document.paths)).map(Object)) {
    if (put?.operationId === "moveBoat") {
      put.responses = { "200": put.responses["200"] };
    }
  }
  const poorer = readContract(document);
  const derived = deriveCases(poorer, seed);
  const results = derived.map((one) => ({
    ...passed(one),
    ...(one.operation.id === "moveBoat" && /^re(jects|quires)-/.test(one.check) && notTestable),
  }));
  const target = { remote: false, harmlessOnly: false, ownMock: true };
  const decided = decide({ contract: poorer, results, total: results.length, selection: {}, strict: true, target });
  expect(decided).toMatchObject({ exitCode: 1, word: "FAILED" });
  expect(decided.gaps.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "no response is documented for an invalid request",
      "no response is documented for wrong credentials",
    ]),
  );
});

test("what was never seen is said, with what to do about it off loopback", () => {
  const refused = (_result: DecidingResult, one: Case) =>
    one.check === "serves-every-example"
      ? { ...notTestable, arrived: [] }
      : covering(one, [{ kind: "status", status: "400" }]);
  expect(run(refused, remote).basis).toBe(
    `Rests on ${contract.operations.length} of ${documented} documented responses seen; 200 never seen on ${contract.operations.length} operations: name a recipient with --recipient.`,
  );
});

test("a made-up project ID that is refused is named, and nobody has to be registered", () => {
  const refused = (_result: DecidingResult, one: Case) => covering(one, [{ kind: "status", status: "401" }]);
  const target = { remote: false, harmlessOnly: false };
  expect(run(refused, { target: { ...target, bearerNotSet: "DESCOPE_PROJECT_ID" } }).basis).toMatch(
    /200 never seen on \d operations\. DESCOPE_PROJECT_ID is not set: the suite sent a made-up project ID, which the provider may not know\.$/,
  );
  expect(run(refused, { target }).basis).not.toContain("DESCOPE_PROJECT_ID");
});

describe("what a run rests on is what arrived", () => {
  /** Runs all cases of one operation against a provider that honours Prefer, as it says, and sends only this. */
  async function restsOn(document: JsonObject, respond: (count: number) => Response) {
    const contract = readContract(document);
    let count = 0;
    const provider = openProvider({
      url: "http://127.0.0.1:1",
      projectId: "P2testtesttest",
      prefer: true,
      fetch: async () => {
        count += 1;
        return respond(count);
      },
    });
    const ran = await runAll(contract, provider);
    const results = ran.map(({ one, outcome }) => ({
      ...outcome,
      ...evidenceOf(one, outcome),
      check: one.check,
    }));
    const target = { remote: false, harmlessOnly: false };
    return decide({ contract, results, total: results.length, selection: {}, strict: false, target }).basis;
  }
  const json = (status: number) =>
    new Response("{}", { status, headers: { "content-type": "application/json", "retry-after": "600" } });

  test("and not what was asked for", async () => {
    const document = withOnly("signInMagicLinkSms");
    expect(await restsOn(document, () => json(200))).toBe("Rests on 1 of 5 documented responses seen.");
    expect(await restsOn(document, () => json(201))).toContain("Rests on 0 of 5 documented responses seen");
  });

  test("a rate limit too, though its case stays undecided", async () => {
    const document = withOnly("signInMagicLinkSms");
    expect(await restsOn(document, (count) => json(count % 2 === 0 ? 200 : 429))).toBe(
      "Rests on 2 of 5 documented responses seen.",
    );
  });

  test("a range by any status within it, and default by a status without a response of its own", async () => {
    const document = structuredClone(withOnly("signInMagicLinkSms"));
    for (const { post } of Object.values(Object(document.paths)).map(Object)) {
      const { "200": success, "401": refused, "429": limited } = post.responses;
      post.responses = { "200": success, "401": refused, "4XX": limited, default: limited };
    }
    expect(await restsOn(document, () => json(401))).toContain("Rests on 1 of 4 documented responses seen");
    expect(await restsOn(document, () => json(418))).toContain("Rests on 1 of 4 documented responses seen");
    expect(await restsOn(document, (count) => json([401, 418, 503][count % 3] ?? 200))).toContain(
      "Rests on 3 of 4 documented responses seen",
    );
  });
});
