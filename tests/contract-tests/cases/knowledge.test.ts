import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Knowledge, nothingKnown } from "../../../contract-tests/cases/knowledge.js";
import { mustFit, readValues } from "../../../contract-tests/cases/values-file.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { type CaseOutcome, runCase } from "../../../contract-tests/checks/run-case.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { projectRoot } from "../../../contract-tests/model/redocly.js";
import { openTarget } from "../../../contract-tests/provider/open-target.js";
import { jwt, startReadingRoom } from "../../fixtures/reading-room/provider.js";
import { withOnly } from "../support.js";

const file = join(projectRoot, "tests", "fixtures", "reading-room", "openapi.yaml");
const contract = readContract(parse(await readFile(file, "utf8")));

const told: Knowledge = {
  values: { shelf: ["maps", "atlas"] },
  operations: { borrow: { member: ["grace@reading-room.example"] } },
  refreshJwt: true,
};

/** What comes of the cases on a reading room, with a break if there is one. */
async function tried(
  known: Knowledge,
  ...change: Parameters<typeof startReadingRoom>
): Promise<(CaseOutcome & { name: string })[]> {
  const { url, close } = await startReadingRoom(...change);
  const target = { url, projectId: "room", prefer: false, remote: false, harmlessOnly: false };
  const provider = openTarget(contract, { ...target, refreshJwt: known.refreshJwt ? jwt : undefined });
  try {
    return await Promise.all(
      deriveCases(contract, 1, {}, undefined, known).map(async (one) => ({
        name: one.name,
        ...(await runCase(contract, one, provider)),
      })),
    );
  } finally {
    await close();
  }
}

const outcomes = (ran: readonly CaseOutcome[]) => new Set(ran.map(({ outcome }) => outcome));
const texts = (ran: readonly CaseOutcome[]) =>
  new Set(ran.flatMap(({ findings }) => findings.map(({ expected }) => expected)));

describe("what a provider knows", () => {
  test("is sent where somebody says so, and then every case comes to an outcome but those that ask for an example", async () => {
    const ran = await tried(told);
    expect(outcomes(ran)).toEqual(new Set(["passed", "not-testable"]));
  });

  test("leaves cases undecided where nobody does, without a finding", async () => {
    const ran = await tried(nothingKnown);
    expect(outcomes(ran)).toEqual(new Set(["passed", "not-testable", "undecided"]));
    expect(new Set(ran.flatMap(({ needs = [] }) => needs))).toEqual(new Set(["shelf", "refreshJwt"]));
  });

  test("hides no break: the same request without it is asked for", async () => {
    const noNotes: Parameters<typeof startReadingRoom>[0] = (response, body) =>
      response[0] !== 401 && body.includes('"note"') ? [400, { code: "R1", text: "Not a request" }] : response;
    const ran = await tried(nothingKnown, noNotes);
    expect(texts(ran)).toEqual(new Set(["the request accepted with 200"]));
    // It has a note, and a shelf and a user besides that are made up.
    const full = ran.filter(({ name, findings }) => name === "example full" && findings.length > 0);
    expect(full).toHaveLength(2);
  });

  test.each<[what: string, expected: string, ...change: Parameters<typeof startReadingRoom>]>([
    [
      "a member unknown once days are named",
      "the request accepted: another one about the same people and things was",
      (response, body) =>
        body.includes('"days"') && response[0] === 200 ? [400, { code: "R2", text: "?" }] : response,
    ],
    [
      "one receipt for everybody",
      "a receipt that no response before it held",
      (response) => (response[0] === 200 ? [200, { receipt: "r-2" }] : response),
    ],
  ])("%s is a finding", async (_what, expected, change) => {
    expect(texts(await tried(told, change))).toEqual(new Set([expected]));
  });
});

describe("values in requests", () => {
  const ours = readContract(withOnly("signInMagicLinkEmail", "signUpMagicLinkEmail"));
  const known: Knowledge = {
    ...nothingKnown,
    values: { loginId: ["kim@staging.example"], providerId: ["north", "south"], "user.name": ["Kim"] },
  };
  const cases = deriveCases(ours, 1, {}, undefined, known);
  const bodies = (operation: string, check: string) =>
    cases.flatMap(({ plan: { body }, ...one }) =>
      one.operation.id === operation && one.check === check && body && "json" in body
        ? [JSON.stringify(body.json)]
        : [],
    );
  const signIns = bodies("signInMagicLinkEmail", "accepts-valid-request");
  const signUps = bodies("signUpMagicLinkEmail", "accepts-valid-request");

  test("are in each that has the field, at every depth, and each of several values is", () => {
    expect(signIns.filter((one) => one.includes('"loginId":"ada@example.com"'))).toEqual([]);
    // A stranger stays one: the refusal for that has to be seen.
    const named = new Set(signIns.flatMap((one) => one.match(/"loginId":"[^"]*"/g) ?? []));
    expect(named).toContain('"loginId":"kim@staging.example"');
    expect(named.size).toBeGreaterThan(1);
    const sent = new Set([...signIns, ...signUps].flatMap((one) => one.match(/"(?:providerId|name)":"[^"]*"/g) ?? []));
    expect(sent).toEqual(new Set(['"providerId":"north"', '"providerId":"south"', '"name":"Kim"']));
  });

  test("name nobody who is registered to an operation that creates somebody", () => {
    expect(signUps.filter((one) => one.includes("kim@staging.example"))).toEqual([]);
  });

  test("leave a field as it is that is itself wrong, and no made-up value beside a fault", () => {
    const wrong = bodies("signInMagicLinkEmail", "rejects-invalid-request");
    expect(wrong.some((one) => /"providerId":(?!")/.test(one))).toBe(true);
    expect(wrong.filter((one) => /"templateId":"/.test(one))).toEqual([]);
  });
});

test("off loopback nobody from the file is named, unless as a recipient", async () => {
  const sent: string[] = [];
  const run = async (recipients: readonly string[]) => {
    sent.length = 0;
    const target = { url: "https://room.example", projectId: "room", prefer: false, remote: true, harmlessOnly: true };
    const provider = openTarget(
      contract,
      { ...target, recipients, refreshJwt: jwt },
      {
        fetch: async (_input, init) => {
          sent.push(String(init?.body));
          return Response.json({ receipt: crypto.randomUUID() });
        },
      },
    );
    await Promise.all(deriveCases(contract, 1, {}, undefined, told).map((one) => runCase(contract, one, provider)));
    return sent.filter((body) => body.includes("grace@reading-room.example")).length;
  };
  expect([await run([]), sent.some((body) => body.includes("maps"))]).toEqual([0, true]);
  expect(await run(["grace@reading-room.example"])).toBe(1);
});

describe("a file of values", () => {
  let directory = "";
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "values-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test.each<[why: string, values: unknown, message: RegExp]>([
    ["a field that is nowhere", { shelv: ["maps"] }, /: shelv is in no request of the contract\.$/],
    ["an operation that is nowhere", { operations: { lend: {} } }, /: operations\.lend is not in the contract\.$/],
    [
      "a field that the operation does not have",
      { operations: { reserve: { note: ["x"] } } },
      /: operations\.reserve\.note is in no request of it\.$/,
    ],
    [
      "a value that breaks its schema",
      { shelf: ["maps", "Maps"] },
      /: shelf breaks its schema in borrow: value 2 must match pattern "\^\[a-z\]\+\$"\.$/,
    ],
    ["a number for a text", { shelf: [5] }, /value 1 must be string: text that looks like a number goes in quotes\.$/],
    ["no list", { shelf: "maps" }, /: shelf takes a list, such as \[first, second\]\.$/],
    ["no fields", ["maps"], /is not a list of fields, each with the values that the provider knows\.$/],
    ["a list as refresh JWT", { refreshJwt: ["x"] }, /: refreshJwt is one text\.$/],
  ])("with %s is refused", async (_why, values, message) => {
    const path = join(directory, "values.json");
    await writeFile(path, JSON.stringify(values));
    const read = () => mustFit(contract, { ...readValues(path), refreshJwt: false }, path);
    expect(read).toThrow(message);
  });

  test.each<[what: string, values: unknown]>([
    ["names and dotted paths, and empty lists", { shelf: ["maps"], days: [], operations: { borrow: { note: ["x"] } } }],
    ["nothing", {}],
  ])("with %s is fine", async (_what, values) => {
    const path = join(directory, "values.json");
    await writeFile(path, JSON.stringify(values));
    expect(() => mustFit(contract, { ...readValues(path), refreshJwt: false }, path)).not.toThrow();
  });
});
