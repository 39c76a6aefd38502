import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generatedFiles, mustBe, mustBeFresh } from "../../../contract-tests/model/generated-files.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";

const document: JsonObject = {
  openapi: "3.1.0",
  info: { title: "Bells", version: "1" },
  paths: {
    "/bells": {
      post: {
        operationId: "ring-bell.now",
        summary: "Ring a bell",
        requestBody: { content: { "application/json": { schema: { type: "object" } } } },
        responses: { "204": { description: "Rung." } },
      },
    },
  },
};

let directory = "";
let files = new Map<string, string>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "generated-"));
  files = await generatedFiles(document);
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(async () => {
  for (const [name, content] of files) {
    await writeFile(join(directory, name), content);
  }
});

const stale = (name: string) =>
  expect.objectContaining({
    name: "ContractError",
    message: expect.stringMatching(new RegExp(`^Stale: [^,]*${name.replace(".", "\\.")}\\. Run \`npm run generate\``)),
  });

describe("the freshness of what is generated", () => {
  test("what was just written is fresh", async () => {
    await expect(mustBe(files, directory)).resolves.toBeUndefined();
    await expect(mustBeFresh(document, directory)).resolves.toBeUndefined();
  });

  test.each(["openapi.json", "operations.ts", "api.ts"])("a change by hand to %s is refused by name", async (name) => {
    await writeFile(join(directory, name), `${await readFile(join(directory, name), "utf8")}\n`);
    await expect(mustBe(files, directory)).rejects.toEqual(stale(name));
    await expect(mustBeFresh(document, directory)).rejects.toEqual(stale(name));
  });

  test.each(["openapi.json", "operations.ts", "api.ts"])("a missing %s is refused by name", async (name) => {
    await rm(join(directory, name));
    await expect(mustBe(files, directory)).rejects.toEqual(stale(name));
    await expect(mustBeFresh(document, directory)).rejects.toEqual(stale(name));
  });

  test("a contract that has changed since is refused, the types too", async () => {
    const changed = { ...document, info: { title: "Bells", version: "2" } };
    await expect(mustBeFresh(changed, directory)).rejects.toThrow(/^Stale: .*openapi\.json, .*api\.ts\. /);
  });
});

describe("what is generated", () => {
  test("names an operation of any spelling", () => {
    expect(files.get("operations.ts")).toContain(
      'readonly "ring-bell.now": operations["ring-bell.now"] & { body: RingBellNowBody };',
    );
  });

  test.each<[string, JsonObject, string]>([
    ["that openapi-fetch has", {}, "export const writeParams = undefined;"],
    [
      "that it has not",
      { style: "pipeDelimited", explode: false },
      'export { writeParams } from "../src/parameters.js";',
    ],
  ])("brings into the client what parameters in a style %s need", async (_, style, line) => {
    const schema = { type: "array", items: { type: "string" } };
    const parameters = [{ name: "tone", in: "query", schema, ...style }];
    const responses = { "204": { description: "Rung." } };
    const paths = { "/bells": { get: { operationId: "listBells", parameters, responses } } };
    expect((await generatedFiles({ ...document, paths })).get("operations.ts")?.split("\n")).toContain(line);
  });

  test("is refused where the client cannot carry an operation", async () => {
    const responses = { "204": { description: "Rung." } };
    const trace = {
      ...document,
      paths: { "/bells": { get: { operationId: "ring", responses }, trace: { responses } } },
    };
    await expect(generatedFiles(trace)).rejects.toEqual(
      expect.objectContaining({
        name: "ContractError",
        message: expect.stringContaining("fetch refuses to send TRACE"),
      }),
    );
  });
});
