import { execFile } from "node:child_process";
import { appendFile, copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkNames } from "../../contract-tests/cases/case.js";
import { startMock } from "../../contract-tests/mock/mock.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import type { CaseResult } from "../../contract-tests/reporters/result.js";
import { run } from "./run.js";
import { copyTree, edit } from "./tree.js";

/**
 * The acid test of the design: further operations take YAML and one command, and everything else follows. Then a field
 * changes its type, and everybody whom it concerns is told. The vendor has no such operations, so that none of them is in
 * the way of one that is really added. One creates a user, one has a closed body of one field, and one has parameters
 * alone and gives a list.
 */
const operations = [
  { id: "signUpNumberedLinkEmail", path: "/v1/auth/numberedlink/signup/email" },
  { id: "verifyNumberedLink", path: "/v1/auth/numberedlink/verify" },
  { id: "listNumberedLinks", path: "/v1/auth/numberedlinks" },
];

/** An optional field. One that comes back would want an example that shows it, too. */
const optionalFields = {
  "SignInLoginOptions.yaml": "  rememberDevice:\n    type: boolean\n    description: Trust the device from then on.\n",
};

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

let tree: Awaited<ReturnType<typeof copyTree>>;
const at = (...path: string[]) => join(tree.root, ...path);
const here = () => ({ cwd: tree.root });

beforeAll(async () => {
  tree = await copyTree();
  for (const { id, path } of operations) {
    const fixture = join(projectRoot, "tests", "fixtures", "further-operations", `${id}.yaml`);
    await copyFile(fixture, at("openapi", "paths", `${id}.yaml`));
    await edit(at("openapi", "openapi.yaml"), "components:\n", `  ${path}:\n    $ref: paths/${id}.yaml\ncomponents:\n`);
  }
  for (const [file, yaml] of Object.entries(optionalFields)) {
    await appendFile(at("openapi", "schemas", file), yaml);
  }
  await writeFile(at("tests", "consumer.ts"), consumer);
  // A user's compiler reads the client, not the tools that made it.
  await writeFile(at("tsconfig.consumer.json"), '{ "extends": "./tsconfig.json", "include": ["tests/consumer.ts"] }');
  expect(await run("generate", [], here())).toMatchObject({ code: 0 });
});
afterAll(() => tree?.remove());

/** What the compiler has against a tree, line by line. */
async function compile(): Promise<string[]> {
  const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [tsc, "-p", "tsconfig.consumer.json", "--pretty", "false"],
    { cwd: tree.root },
  ).catch((error: { stdout: string }) => error);
  return stdout.split("\n").filter((line) => line !== "");
}

test("the client has the methods, typed", async () => {
  expect(await compile()).toEqual([]);
});

test("the methods work against a mock", async () => {
  const mock = await startMock(JSON.parse(await readFile(at("generated", "openapi.json"), "utf8")));
  const { useAll } = await import(pathToFileURL(at("tests", "consumer.ts")).href);
  expect(await useAll("P2abc", mock.url)).toEqual(["17", "eyJ.eyJ.c2ln", 1764000000]);
  await mock.close();
});

test("every check covers them", async () => {
  const { code, output } = await run("contract", [], here());
  expect(output).toMatch(/0 breaking, 0 lenient, 0 without an outcome, 0 gaps/);
  expect(code).toBe(0);
  const { results } = JSON.parse(await readFile(at("contract-report", "results.json"), "utf8"));
  for (const { id } of operations) {
    const covering = results.filter((result: CaseResult) => result.operation === id && result.outcome === "passed");
    expect(new Set(covering.map(({ check }: CaseResult) => check))).toEqual(new Set(checkNames));
  }
});

// A part of the mutants, of every family, is enough to see that an operation is among those that are changed.
test.each(["verifyNumberedLink", "listNumberedLinks"])("mutation includes %s, and notices", async (id) => {
  const { code, output } = await run("mutation", ["--operation", id, "--sample", "100"], here());
  const { mutants } = JSON.parse(await readFile(at("contract-report", "mutation.json"), "utf8"));
  const killed = mutants.filter(({ outcome }: { outcome: string }) => outcome === "killed");
  expect(killed.length, output).toBeGreaterThan(30);
  expect(output).not.toMatch(/survived [1-9]/);
  expect(code, output).toBe(0);
});

test("a field that changes its type: compare names it, the consumer's code fails, the old suite fails", async () => {
  await edit(
    at("openapi", "schemas", "EnchantedLinkSent.yaml"),
    /type: string\n {4}description: The two-digit.*\n {4}pattern: .*\n/,
    "type: integer\n    description: The two-digit number of the right link.\n",
  );
  for (const file of ["enchanted-link-sign-in-email.yaml", "signUpNumberedLinkEmail.yaml"]) {
    await edit(at("openapi", "paths", file), /linkId: "(\d+)"/, "linkId: $1");
  }
  expect(await run("generate", [], here())).toMatchObject({ code: 0 });

  const compared = await run("compare", [at("generated", "openapi.json")]);
  expect(compared.code).toBe(1);
  expect(compared.output).toMatch(/signInEnchantedLinkEmail[\s\S]*linkId/);
  expect(compared.output).toMatch(/"linkId":\s*-?\d+/);

  const line = consumer.split("\n").findIndex((text) => text.includes("const shown")) + 1;
  expect((await compile()).filter((problem) => problem.startsWith("tests/consumer.ts"))).toEqual([
    expect.stringContaining(`tests/consumer.ts(${line},`),
  ]);

  const mock = await startMock(JSON.parse(await readFile(at("generated", "openapi.json"), "utf8")));
  const old = await run("contract", ["--target", mock.url, "--operation", "signInEnchantedLinkEmail", "--prefer"]);
  await mock.close();
  expect(old.output).toContain("expected: a body in which linkId must be string");
  expect(old.code).toBe(1);
});
