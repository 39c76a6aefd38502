import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Json } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { loadDocument } from "../../../scripts/compare/load.js";
import { base } from "./fixtures/base.js";

let directory = "";
let server: Server;
let origin = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "compare-load-"));
  server = createServer((request, response) => {
    if (request.url === "/missing.json?token=s3cret") response.writeHead(404).end();
    else response.writeHead(200, { "Content-Type": "text/plain" }).end(stringify(base));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

async function file(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

describe("loading a document", () => {
  it("reads JSON and YAML, from a file or a URL", async () => {
    expect(await loadDocument(await file("a.json", JSON.stringify(base)))).toEqual(base);
    expect(await loadDocument(await file("a.yaml", stringify(base)))).toEqual(base);
    expect(await loadDocument(`${origin}/openapi`)).toEqual(base);
  });

  it("puts together a document of several files", async () => {
    const { paths, ...rest } = base;
    const [path, item] = Object.entries<Json>(Object(paths))[0] ?? ["", null];
    await file("several/notes.yaml", stringify(item).replaceAll("#/components", "root.yaml#/components"));
    const root = await file("several/root.yaml", stringify({ ...rest, paths: { [path]: { $ref: "notes.yaml" } } }));
    const { differences } = compareDocuments(
      { ...base, paths: Object.fromEntries([[path, item]]) },
      await loadDocument(root),
    );
    expect(differences).toEqual([]);
  });

  const bad: [what: string, name: string, content: string, says: RegExp][] = [
    ["a page", "a.html", "<!doctype html><title>Sign in</title>", /not an OpenAPI document\.$/],
    ["broken JSON", "b.json", '{"openapi": "3.1.0", ', /neither JSON nor YAML/],
    ["Swagger 2", "c.yaml", "swagger: '2.0'", /is Swagger 2\.0: convert it/],
    ["OpenAPI 4", "d.yaml", "openapi: 4.0.0", /OpenAPI 4\.0\.0, which is not understood/],
    ["a list", "e.json", "[1]", /not an OpenAPI document\.$/],
    [
      "a missing part",
      "f.yaml",
      "openapi: 3.1.0\npaths:\n  /a:\n    $ref: gone.yaml",
      /refers to other files that cannot be read/,
    ],
  ];

  it.each(bad)("refuses %s in one sentence", async (_what, name, content, says) => {
    const path = await file(name, content);
    const error = await loadDocument(path).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "InputError", message: expect.stringMatching(says) });
    expect(String(error).split("\n")).toHaveLength(1);
  });

  it("refuses what is not there, without a word of the query", async () => {
    await expect(loadDocument(join(directory, "nowhere.json"))).rejects.toThrow(/^There is no file /);
    await expect(loadDocument(`${origin}/missing.json?token=s3cret`)).rejects.toThrow(
      `${origin}/missing.json answered with status 404 instead of a document.`,
    );
    await expect(loadDocument("http://127.0.0.1:1/openapi.json")).rejects.toThrow(/cannot be reached\.$/);
  });

  it("has nothing to say where none of our operations is there", () => {
    expect(() => compareDocuments(base, { openapi: "3.1.0", paths: {} })).toThrow(/^None of our operations/);
    expect(() => compareDocuments({ openapi: "3.1.0" }, base)).toThrow(/holds no operation/);
  });
});
