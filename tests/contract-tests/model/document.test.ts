import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readDocument, readLinted } from "../../../contract-tests/model/document.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";

const base: JsonObject = {
  openapi: "3.1.0",
  info: { title: "Lighthouses", version: "1" },
  paths: {
    "/lights": { get: { operationId: "listLights", responses: { "204": { description: "None." } } } },
  },
};

let directory = "";
let server: Server;
let origin = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "document-"));
  server = createServer((request, response) => {
    if (request.url === "/missing.json?token=s3cret") {
      response.writeHead(404).end();
    } else if (request.url === "/away.json") {
      response.end(JSON.stringify({ ...base, paths: { "/a": { $ref: "http://127.0.0.1:1/item.json?token=s3cret" } } }));
    } else {
      response.writeHead(200, { "Content-Type": "text/plain" }).end(stringify(base));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

describe("reading a document", () => {
  it("takes JSON and YAML, from a file or a URL, with a byte order mark or without", async () => {
    expect(await readDocument(await file("a.json", JSON.stringify(base)))).toEqual(base);
    expect(await readDocument(await file("a.yaml", stringify(base)))).toEqual(base);
    expect(await readDocument(await file("mark.json", `\uFEFF${JSON.stringify(base)}`))).toEqual(base);
    expect(await readDocument(await file("mark.yaml", `\uFEFF${stringify(base)}`))).toEqual(base);
    expect(await readDocument(`${origin}/openapi`)).toEqual(base);
  });

  it("merges keys, and follows far more aliases than a hundred", async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `  /l${index}: *item`);
    const text = [
      "openapi: 3.1.0",
      "x-text: &text { type: string, maxLength: 9 }",
      "x-item: &item { get: { responses: { '200': { <<: { description: Lit. } } } } }",
      "components: { schemas: { Name: { <<: *text, maxLength: 3 } } }",
      "paths:",
      ...lines,
    ];
    const document = await readDocument(await file("merged.yaml", text.join("\n")));
    expect(document.components).toEqual({ schemas: { Name: { type: "string", maxLength: 3 } } });
    expect(Object.keys(Object(document.paths))).toHaveLength(300);
    expect(Object(document.paths)["/l299"].get.responses).toEqual({ "200": { description: "Lit." } });
  });

  it("puts together a document of several files, in a folder whose name has a #", async () => {
    await file("tower #1, ü %/item.yaml", stringify(Object(base.paths)["/lights"]));
    const root = await file(
      "tower #1, ü %/root.yaml",
      stringify({ ...base, paths: { "/lights": { $ref: "item.yaml" } } }),
    );
    expect(await readDocument(root)).toMatchObject(base);
    expect(await readLinted(root)).toMatchObject(base);
  });

  it("puts each path item at its path, whatever it refers to", async () => {
    const [item] = Object.values(Object(base.paths));
    const document = await readDocument(
      await file(
        "items.json",
        JSON.stringify({
          ...base,
          "x-items": { "a/b": item },
          paths: { "/a": { $ref: "#/x-items/a~1b" }, "/b": { $ref: "#/paths/~1a" } },
        }),
      ),
    );
    expect(document.paths).toEqual({ "/a": item, "/b": item });
  });

  it("leaves a $ref in an extension or an example as the data that it is", async () => {
    const content = { "application/json": { schema: {}, example: { $ref: "./tower.yaml" } } };
    const get = { operationId: "getTower", "x-more": { $ref: "./more.md" } };
    const document = {
      ...base,
      paths: { "/towers": { get: { ...get, responses: { "200": { description: "A tower.", content } } } } },
    };
    expect(await readLinted(await file("data.json", JSON.stringify(document)))).toEqual(document);
  });

  it("keeps a field, a header or a path called x-something apart from an extension", async () => {
    const properties = { "x-lamp": { $ref: "lamp.yaml" } };
    await file("names/lamp.yaml", "type: string");
    const root = await file("names/root.yaml", stringify({ ...base, components: { schemas: { A: { properties } } } }));
    expect(Object((await readDocument(root)).components).schemas.A.properties["x-lamp"]).toEqual({
      $ref: "#/components/schemas/lamp",
    });
  });

  it("names operations that have no name, or one that a client needs for itself", async () => {
    const get = { responses: {} };
    const document = await readDocument(
      await file(
        "names.json",
        JSON.stringify({
          ...base,
          paths: {
            "/lights/{light_id}/lamps": { get },
            "/lights/{light}/id/lamps": { get },
            "/": { get: { ...get, operationId: "then" } },
            "/b": { get: { ...get, operationId: "light.get-all" }, put: { ...get, operationId: "" } },
          },
        }),
      ),
    );
    const ids = Object.values(Object(document.paths)).flatMap((item) =>
      Object.values(Object(item)).map((operation) => Object(operation).operationId),
    );
    expect(ids).toEqual(["getLightsByLightIdLamps", "getLightsByLightIdLamps2", "get", "light.get-all", "putB"]);
  });

  const bad: [what: string, name: string, content: string | Uint8Array, says: RegExp][] = [
    ["a page", "a.html", "<!doctype html><title>Sign in</title>", /not an OpenAPI document\.$/],
    ["broken JSON", "b.json", '{"openapi": "3.1.0", ', /neither JSON nor YAML/],
    ["Swagger 2", "c.yaml", "swagger: '2.0'", /is Swagger 2\.0: convert it/],
    ["OpenAPI 4", "d.yaml", "openapi: 4.0.0", /OpenAPI 4\.0\.0, which is not understood/],
    ["a list", "e.json", "[1]", /not an OpenAPI document\.$/],
    ["a version that is a number", "l.yaml", "openapi: 3.1", /number 3\.1 .* write it as "3\.1\.0", in quotes\.$/],
    ["no version", "m.yaml", "info: {}", /has no field openapi with a version/],
    ["nothing", "n.yaml", "", /is empty, not an OpenAPI document\.$/],
    ["two documents", "o.yaml", "openapi: 3.1.0\n---\na: 1", /has several YAML documents/],
    ["a name twice in JSON", "p.json", '{"openapi":"3.1.0","paths":{},"paths":{}}', /has the name "paths" twice/],
    ["a name twice in YAML", "q.yaml", "openapi: 3.1.0\npaths: {}\npaths: {}", /Map keys must be unique at line 3/],
    [
      "JSON that is nested without end",
      "r.json",
      `{"openapi":"3.1.0","x-a":${"[".repeat(9_000)}${"]".repeat(9_000)}}`,
      /is nested deeper than 500 levels/,
    ],
    [
      "YAML that is nested without end",
      "s.yaml",
      `openapi: 3.1.0\nx-a: ${"[".repeat(9_000)}${"]".repeat(9_000)}`,
      /is nested deeper than 500 levels/,
    ],
    ["UTF-16", "g.yaml", new Uint8Array(Buffer.from("\uFEFFopenapi: 3.1.0", "utf16le")), /is UTF-16.*UTF-8\.$/],
    ["UTF-16 without a mark", "h.yaml", new Uint8Array(Buffer.from("openapi: 3.1.0", "utf16le")), /is UTF-16/],
    ["Latin-1", "i.yaml", new Uint8Array(Buffer.from("openapi: 3.1.0 # é", "latin1")), /is not UTF-8 text/],
    ["a document that holds itself", "j.yaml", "openapi: 3.1.0\nx-a: &a { b: *a }", /contains itself/],
    [
      "aliases that multiply",
      "k.yaml",
      [
        "openapi: 3.1.0",
        "x-0: &v0 [x, x, x, x, x, x, x, x, x, x]",
        ...[1, 2, 3, 4, 5, 6, 7].map(
          (n) =>
            `x-${n}: &v${n} [${Array(10)
              .fill(`*v${n - 1}`)
              .join(", ")}]`,
        ),
      ].join("\n"),
      /aliases multiply without bound/,
    ],
    [
      "a missing part",
      "f.yaml",
      "openapi: 3.1.0\npaths:\n  /a:\n    $ref: gone.yaml",
      /refers to "gone\.yaml", which cannot be read/,
    ],
  ];

  it.each(bad)("refuses %s in one sentence", async (_what, name, content, says) => {
    const path = await file(name, content);
    const error = await readDocument(path).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "InputError", message: expect.stringMatching(says) });
    expect(String(error).split("\n")).toHaveLength(1);
  });

  it("refuses what is not there, without a word of the query", async () => {
    await expect(readDocument(join(directory, "nowhere.json"))).rejects.toThrow(/^There is no file /);
    await expect(readDocument(`${origin}/missing.json?token=s3cret`)).rejects.toThrow(
      `${origin}/missing.json responded with status 404 instead of a document.`,
    );
    await expect(readDocument("http://127.0.0.1:1/openapi.json")).rejects.toThrow(/cannot be reached/);
  });
});

describe("a document from another host", () => {
  it("says which hosts are asked from here only where the user lets it", async () => {
    const away = `${origin}/away.json`;
    const item = "http://127.0.0.1:1/item.json";
    const refused = `${away} refers to ${item}, which cannot be read: ${item} is on another host: `;
    await expect(readDocument(away)).rejects.toThrow(`${refused}bundle it into one file first.`);
    await expect(readDocument(away, { allowRemoteRefs: false })).rejects.toThrow(
      `${refused}--allow-remote-refs lets it.`,
    );
    await expect(readDocument(away, { allowRemoteRefs: true })).rejects.toThrow(`${item} cannot be reached`);
  });
});

describe("reading a contract", () => {
  it("asks another one for valid OpenAPI and for no house rule", async () => {
    const schema = { type: "object", properties: { lamp: { $ref: "#/components/schemas/Lamp", nullable: true } } };
    const content = { "application/json": { schema, example: { lamp: 5 } } };
    const document = {
      openapi: "3.0.3",
      info: { title: "Lamps", version: "1" },
      paths: {
        "/lamps": {
          get: {
            responses: { "200": { description: "Lamps.", content } },
            "x-code-samples": [{ name: "Shell", code: "light", install: "none" }],
          },
        },
      },
      components: { schemas: { Lamp: { type: "string", unheardOf: 1 } } },
    };
    await expect(readLinted(await file("valid.json", JSON.stringify(document)))).resolves.toMatchObject({
      openapi: "3.1.0",
    });
  });

  it("refuses what is no valid OpenAPI, with file and line", async () => {
    const path = await file("invalid.yaml", `${stringify(base)}colour: red\n`);
    const error = await readLinted(path).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "ContractError",
      message: expect.stringMatching(/invalid\.yaml:\d+ .*colour/),
    });
  });

  it("names the reference to what is of another kind, and not only what it leads to", async () => {
    const text = [
      "openapi: 3.1.0",
      "info: { title: Lamps, version: '1' }",
      "paths:",
      "  /lamps:",
      "    get:",
      "      parameters:",
      "        - $ref: '#/components/headers/Wick'",
      "      responses: { '204': { description: None. } }",
      "components:",
      "  headers:",
      "    Wick: { schema: { type: string } }",
    ];
    await expect(readLinted(await file("kinds.yaml", text.join("\n")))).rejects.toThrow(
      /kinds\.yaml:11 at .*, referred to by \S*kinds\.yaml:7 at #\/paths\/~1lamps\/get\/parameters\/0/,
    );
  });

  it("refuses a $ref that leads nowhere, saying where it stands", async () => {
    const lost = { ...base, components: { schemas: { A: { $ref: "#/components/schemas/B" } } } };
    await expect(readLinted(await file("lost.json", JSON.stringify(lost)))).rejects.toThrow(
      /#\/components\/schemas\/B at #\/components\/schemas\/A$/,
    );
  });
});
