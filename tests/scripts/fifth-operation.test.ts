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

/** The responses that each of them refers to alike. */
const failures = `"401":
      $ref: ../responses/Unauthorized.yaml
    "429":
      $ref: ../responses/RateLimited.yaml
    default:
      $ref: ../responses/Failed.yaml
`;

/**
 * The acid test of the design: further operations take YAML and one command, and everything else follows. Then a field
 * changes its type, and everybody whom it concerns is told. The vendor has no such operations, so that none of them is in
 * the way of one that is really added.
 */
const signUp = `post:
  operationId: signUpNumberedLinkEmail
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
    ${failures}`;

/** A closed body whose one field is required: there is nothing to vary about it but the field. */
const verify = `post:
  operationId: verifyNumberedLink
  tags: [Magic link]
  summary: Verify the token of a magic link
  description: Ends a sign-in with the token that the link carried.
  x-creates-person: false
  requestBody:
    description: The token of the link.
    required: true
    content:
      application/json:
        schema:
          type: object
          additionalProperties: false
          required: [token]
          properties:
            token:
              type: string
              minLength: 1
              x-secret: true
              description: What the link carried.
        examples:
          token:
            summary: A token
            value:
              token: 5f3c9e1b7d
  responses:
    "200":
      description: The user is signed in.
      content:
        application/json:
          schema:
            type: object
            required: [sessionJwt]
            properties:
              sessionJwt:
                type: string
                x-secret: true
                description: The session.
              firstSeen:
                type: boolean
                description: Whether the user signed in for the first time.
          examples:
            signedIn:
              summary: Signed in
              value:
                sessionJwt: eyJ.eyJ.c2ln
                firstSeen: false
    "400":
      $ref: ../responses/SignInRefused.yaml
    ${failures}`;

/** No body at all, but parameters; and a list comes back. */
const list = `get:
  operationId: listNumberedLinks
  tags: [Magic link]
  summary: List sign-ins
  description: Lists when somebody signed in, the latest first.
  x-creates-person: false
  parameters:
    - name: tenant
      in: query
      required: true
      description: The tenant whose users are meant.
      schema:
        type: string
        maxLength: 40
    - name: limit
      in: query
      description: How many to list at most.
      schema:
        type: integer
        minimum: 1
        maximum: 100
  responses:
    "200":
      description: The sign-ins.
      content:
        application/json:
          schema:
            type: array
            items:
              type: object
              required: [at]
              properties:
                at:
                  type: integer
                  description: When, in seconds since 1970.
          examples:
            two:
              summary: Two sign-ins
              value:
                - at: 1764000000
                - at: 1763000000
    "400":
      $ref: ../responses/SignInRefused.yaml
    ${failures}`;

const operations = [
  { id: "signUpNumberedLinkEmail", path: "/v1/auth/numberedlink/signup/email", yaml: signUp },
  { id: "verifyNumberedLink", path: "/v1/auth/numberedlink/verify", yaml: verify },
  { id: "listNumberedLinks", path: "/v1/auth/numberedlinks", yaml: list },
];

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
  for (const { id, path, yaml } of operations) {
    await writeFile(at("openapi", "paths", `${id}.yaml`), yaml);
    await edit(at("openapi", "openapi.yaml"), "components:\n", `  ${path}:\n    $ref: paths/${id}.yaml\ncomponents:\n`);
  }
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
test.each([
  ["verifyNumberedLink", "1/8"],
  ["listNumberedLinks", "1/8"],
])("mutation includes %s, and notices", async (id, shard) => {
  const { code, output } = await run("mutation", ["--operation", id, "--shard", shard], here());
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
