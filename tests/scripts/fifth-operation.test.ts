import { execFile } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkNames } from "../../contract-tests/cases/case.js";
import { deriveCases } from "../../contract-tests/checks/derive.js";
import { createMock, startMock } from "../../contract-tests/mock/mock.js";
import { readContract } from "../../contract-tests/model/contract.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { createHarness } from "../../contract-tests/mutation/harness.js";
import { mutantsOf } from "../../contract-tests/mutation/operators/index.js";
import { subjects } from "../../contract-tests/mutation/subject.js";
import { main as compare } from "../../scripts/compare.js";
import { inProcess, tryContract } from "../contract-tests/random/try-contract.js";
import { onlyIn, runAll, seed, withOnly } from "../contract-tests/support.js";
import { furtherOperations, generatedIn, grownTree } from "./grown.js";
import { call } from "./run.js";
import { edit } from "./tree.js";

/**
 * The acid test of the design: further operations take YAML and one command, and everything else follows. Then a field
 * changes its type, and everybody whom it concerns is told. `tests/grown.ts` runs all other tests in such a tree.
 */
const ids = furtherOperations.map(({ id }) => id);

/** Code as a user of the package writes it. */
const consumer = `import { createDescopeClient } from "../src/index.js";

export async function useAll(projectId: string, baseUrl: string): Promise<(string | number | undefined)[]> {
  const descope = createDescopeClient({ projectId, baseUrl });
  const sent = await descope.signUpNumberedLinkEmail({ loginId: "edsger@example.com" });
  if (!sent.ok) return [sent.error.kind];
  const shown: string = sent.data.linkId;
  const verified = await descope.verifyNumberedLink({ token: "5f3c9e1b7d" });
  if (!verified.ok) return [shown, verified.error.kind];
  const jwt: string = verified.data.sessionJwt;
  const listed = await descope.listNumberedLinks({ params: { query: { tenant: "acme", limit: 2 } } });
  if (!listed.ok) return [shown, jwt, listed.error.kind];
  const at: number | undefined = listed.data[0]?.at;
  return [shown, jwt, at];
}

export function misused({ verifyNumberedLink, listNumberedLinks }: ReturnType<typeof createDescopeClient>): void {
  // @ts-expect-error the token is required
  void verifyNumberedLink({});
  // @ts-expect-error the body is closed
  void verifyNumberedLink({ token: "5f3c9e1b7d", loginId: "edsger@example.com" });
  // @ts-expect-error a required parameter cannot be left out
  void listNumberedLinks();
  // @ts-expect-error a limit is a number
  void listNumberedLinks({ params: { query: { tenant: "acme", limit: "2" } } });
}
`;

let tree: Awaited<ReturnType<typeof grownTree>>;
let changed: JsonObject;

beforeAll(async () => {
  tree = await grownTree();
  const { at } = tree;
  await writeFile(at("tests", "consumer.ts"), consumer);
  for (const part of ["openapi", "src", "tests/consumer.ts"]) {
    await cp(at(part), at("changed", part), { recursive: true });
  }
  await edit(
    at("changed", "openapi", "schemas", "EnchantedLinkSent.yaml"),
    /type: string\n {4}description: The two-digit.*\n {4}pattern: .*\n/,
    "type: integer\n    description: The two-digit number of the right link.\n",
  );
  for (const file of ["enchanted-link-sign-in-email.yaml", "signUpNumberedLinkEmail.yaml"]) {
    await edit(at("changed", "openapi", "paths", file), /linkId: "(\d+)"/, "linkId: $1");
  }
  changed = await generatedIn(at("changed"));
});
afterAll(() => tree?.remove());

test("the client has the methods, typed; of a field that changes its type the consumer's compiler tells", async () => {
  // A user's compiler reads the client, not the tools that made it.
  const include = ["tests/consumer.ts", "changed/tests/consumer.ts"];
  await writeFile(tree.at("tsconfig.consumer.json"), JSON.stringify({ extends: "./tsconfig.json", include }));
  const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [tsc, "-p", "tsconfig.consumer.json", "--pretty", "false"],
    { cwd: tree.root },
  ).catch((error: { stdout: string }) => error);
  const line = consumer.split("\n").findIndex((text) => text.includes("const shown")) + 1;
  expect(stdout.trim().split("\n")).toEqual([expect.stringContaining(`changed/tests/consumer.ts(${line},`)]);
});

test("the methods work against a mock", async () => {
  const mock = await startMock(readContract(tree.document));
  const { useAll } = await import(pathToFileURL(tree.at("tests", "consumer.ts")).href);
  expect(await useAll("P2abc", mock.url)).toEqual(["17", "eyJ.eyJ.c2ln", 1764000000]);
  await mock.close();
});

test("every check covers them", async () => {
  const document = onlyIn(tree.document, ...ids, "signInMagicLinkSms");
  const { problems, gaps, withoutOutcome } = await tryContract(document, seed, ["mock"]);
  expect([problems, gaps]).toEqual([[], []]);
  // The mock is told no token here, and so takes any.
  expect([...withoutOutcome.keys()].filter((reason) => !reason.includes("takes any token"))).toEqual([]);
  const cases = deriveCases(readContract(document), seed);
  for (const id of ids) {
    expect(new Set(cases.filter(({ operation }) => operation.id === id).map(({ check }) => check))).toEqual(
      new Set(checkNames),
    );
  }
});

// A part of the mutants, of every family, is enough to see that an operation is among those that are changed.
test("mutation includes them, and notices", async () => {
  const contract = readContract(onlyIn(tree.document, "verifyNumberedLink", "listNumberedLinks"));
  const measure = await createHarness(contract, deriveCases(contract, seed), subjects.reference);
  const mutants = mutantsOf(contract, "reference").filter(
    (mutant) => mutant.effect === "breaking" && mutant.equivalent(subjects.reference.shows) === undefined,
  );
  const sample = mutants.filter((_, index) => index % Math.ceil(mutants.length / 30) === 0);
  const survived: string[] = [];
  for (const mutant of sample) {
    if ((await measure(mutant, false)).outcome !== "killed") {
      survived.push(mutant.id);
    }
  }
  expect(survived).toEqual([]);
  expect(new Set(sample.map(({ operation }) => operation))).toEqual(
    new Set(["verifyNumberedLink", "listNumberedLinks"]),
  );
});

test("a field that changes its type: compare names it, the old suite fails", async () => {
  const compared = await call(compare, [tree.at("changed", "generated", "openapi.json")]);
  expect(compared.code).toBe(1);
  expect(compared.output).toMatch(/signInEnchantedLinkEmail[\s\S]*linkId/);
  expect(compared.output).toMatch(/"linkId":\s*-?\d+/);

  const old = readContract(withOnly("signInEnchantedLinkEmail"));
  const provider = inProcess(await createMock(readContract(changed)), { prefer: true, ownMock: false });
  const ran = await runAll(old, provider, { check: "response-conforms" });
  const findings = ran.flatMap(({ outcome }) => outcome.findings);
  expect(findings.map(({ expected }) => expected)).toContain("a body in which linkId must be string");
});
