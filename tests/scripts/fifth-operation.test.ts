import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkNames } from "../../contract-tests/cases/case.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { startMock } from "../../contract-tests/provider/mock.js";
import type { CaseResult } from "../../contract-tests/reporters/result.js";
import { run } from "./run.js";
import { copyTree, edit } from "./tree.js";

/**
 * The acid test of the design: a fifth operation takes YAML and one command, and everything else follows. Then a field
 * changes its type, and everybody whom it concerns is told.
 */
const operation = `post:
  operationId: signUpEnchantedLinkEmail
  tags: [Enchanted link]
  summary: Sign up by an enchanted link sent by email
  description: Registers a new user and sends three numbered links to the email address given.
  x-creates-person: true
  requestBody:
    description: Who signs up, and where the links lead.
    required: true
    content:
      application/json:
        schema:
          $ref: ../schemas/EmailSignUpRequest.yaml
        examples:
          minimal:
            summary: The login ID alone
            value:
              loginId: edsger@example.com
  responses:
    "200":
      description: Three links were sent.
      content:
        application/json:
          schema:
            $ref: ../schemas/EnchantedLinkSent.yaml
          examples:
            sent:
              summary: Three links sent
              value:
                linkId: "17"
                pendingRef: 7c0e5d8a4c3b9e6f2f7b
                maskedEmail: e*****@e*****.com
    "400":
      $ref: ../responses/SignUpRefused.yaml
    "401":
      $ref: ../responses/Unauthorized.yaml
    "429":
      $ref: ../responses/RateLimited.yaml
    default:
      $ref: ../responses/Failed.yaml
`;

/** Code as a user of the package writes it. */
const consumer = `import { createDescopeClient } from "../src/index.js";

export async function signUp(projectId: string, baseUrl: string): Promise<string> {
  const descope = createDescopeClient({ projectId, baseUrl });
  const result = await descope.signUpEnchantedLinkEmail({ loginId: "edsger@example.com" });
  if (!result.ok) return result.error.kind;
  const shown: string = result.data.linkId;
  return shown;
}
`;

let tree: Awaited<ReturnType<typeof copyTree>>;
const at = (...path: string[]) => join(tree.root, ...path);
const here = () => ({ cwd: tree.root });

beforeAll(async () => {
  tree = await copyTree();
  await writeFile(at("openapi", "paths", "enchanted-link-sign-up-email.yaml"), operation);
  await edit(
    at("openapi", "openapi.yaml"),
    "components:\n",
    "  /v1/auth/enchantedlink/signup/email:\n    $ref: paths/enchanted-link-sign-up-email.yaml\ncomponents:\n",
  );
  await mkdir(at("tests"), { recursive: true });
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

test("the client has the method, typed", async () => {
  expect(await compile()).toEqual([]);
});

test("the method works against a mock", async () => {
  const mock = await startMock(JSON.parse(await readFile(at("generated", "openapi.json"), "utf8")));
  const { signUp } = await import(pathToFileURL(at("tests", "consumer.ts")).href);
  expect(await signUp("P2abc", mock.url)).toBe("17");
  await mock.close();
});

test("every check covers it", async () => {
  const { code, output } = await run("contract", [], here());
  expect(output).toMatch(/0 breaking, 0 lenient, 0 without an outcome, 0 gaps/);
  expect(code).toBe(0);
  const { results } = JSON.parse(await readFile(at("contract-report", "results.json"), "utf8"));
  const covering = results.filter(
    (result: CaseResult) => result.operation === "signUpEnchantedLinkEmail" && result.outcome === "passed",
  );
  expect(new Set(covering.map(({ check }: CaseResult) => check))).toEqual(new Set(checkNames));
});

test("mutation includes it, and notices", async () => {
  // One operator is enough to see that the operation is among those that are changed.
  const { code } = await run("mutation", ["--only", "body-html", "--provider", "prism"], here());
  const { mutants } = JSON.parse(await readFile(at("contract-report", "mutation.json"), "utf8"));
  const own = mutants.filter(({ operation }: { operation: string }) => operation === "signUpEnchantedLinkEmail");
  expect(new Set(own.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(["killed"]));
  expect(code).toBe(0);
});

test("a field that changes its type: compare names it, the consumer's code fails, the old suite fails", async () => {
  await edit(
    at("openapi", "schemas", "EnchantedLinkSent.yaml"),
    /type: string\n {4}description: The two-digit.*\n {4}pattern: .*\n/,
    "type: integer\n    description: The two-digit number of the right link.\n",
  );
  for (const file of ["enchanted-link-sign-in-email.yaml", "enchanted-link-sign-up-email.yaml"]) {
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
