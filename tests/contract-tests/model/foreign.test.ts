import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readDocument, readLinted } from "../../../contract-tests/model/document.js";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";
import { main as docs } from "../../../scripts/docs.js";
import { main as generate } from "../../../scripts/generate.js";
import { main as releaseCheck } from "../../../scripts/release-check.js";
import { call } from "../../scripts/run.js";

/** What only the neighbour, a host that nobody named, or a file beside the document's folder says. */
const secret = "the keeper's own words";

interface Host {
  readonly origin: string;
  /** The paths that were asked for. */
  readonly asked: string[];
  readonly files: Map<string, Json>;
  readonly moved: Map<string, string>;
  readonly server: Server;
}

let stranger: Host;
let neighbour: Host;
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "foreign-"));
  stranger = await host();
  neighbour = await host();
});
afterEach(() => {
  stranger.files.clear();
  stranger.moved.clear();
  stranger.asked.length = 0;
  neighbour.asked.length = 0;
});
afterAll(async () => {
  await Promise.all([stranger, neighbour].map(({ server }) => new Promise((resolve) => server.close(resolve))));
  await rm(directory, { recursive: true, force: true });
});

async function host(): Promise<Host> {
  const asked: string[] = [];
  const files = new Map<string, Json>();
  const moved = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const to = moved.get(path);
    if (to !== undefined) {
      response.writeHead(302, { location: to }).end();
      return;
    }
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(files.get(path) ?? { type: "string", description: secret }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    asked,
    files,
    moved,
    server,
  };
}

/** A valid document that shows a lamp. */
function lampsOf(schema: Json, more: JsonObject = {}): JsonObject {
  const content = { "application/json": { schema, ...more } };
  const responses = { "200": { description: "A lamp.", content } };
  return {
    openapi: "3.1.0",
    info: { title: "Lamps", version: "1" },
    servers: [{ url: "https://lamps.example" }],
    paths: { "/lamp": { get: { operationId: "getLamp", responses } } },
  };
}

async function file(name: string, content: Json | string): Promise<string> {
  const path = join(directory, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

async function refusal(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "InputError" });
  const { message } = error as Error;
  expect(message.split("\n")).toHaveLength(1);
  expect(message).not.toContain(secret);
  return message;
}

/** Each way of leading from a document to `there`: what stands in the document, and in further files of its host. */
const ways: [way: string, (there: string) => { root: JsonObject; files?: Record<string, Json>; moved?: string }][] = [
  ["a reference", (there) => ({ root: lampsOf({ $ref: there }) })],
  [
    "a reference of a second file",
    (there) => ({
      root: lampsOf({ $ref: "second.json" }),
      files: { "/second.json": { type: "object", properties: { glass: { $ref: there } } } },
    }),
  ],
  [
    "a reference of a third file",
    (there) => ({
      root: lampsOf({ $ref: "second.json#/lamp" }),
      files: { "/second.json": { lamp: { $ref: "third.json" } }, "/third.json": { allOf: [{ $ref: there }] } },
    }),
  ],
  [
    "a second file that is a reference",
    (there) => ({ root: lampsOf({ $ref: "second.json" }), files: { "/second.json": { $ref: there } } }),
  ],
  ["a redirect of a second file", (there) => ({ root: lampsOf({ $ref: "second.json" }), moved: there })],
  [
    "the mapping of a discriminator",
    (there) => ({
      root: lampsOf({
        oneOf: [{ type: "object" }],
        discriminator: { propertyName: "kind", mapping: { gas: there } },
      }),
    }),
  ],
  ["a path item", (there) => ({ root: { ...lampsOf({}), paths: { "/lamp": { $ref: there } } } })],
];

describe("a document from a host", () => {
  it.each(ways)("leads nowhere else by %s", async (_way, lead) => {
    const there = `${neighbour.origin}/glass.json`;
    const { root, files = {}, moved } = lead(there);
    stranger.files.set("/lamps.json", root);
    for (const [path, content] of Object.entries(files)) {
      stranger.files.set(path, content);
    }
    if (moved !== undefined) {
      stranger.moved.set("/second.json", moved);
    }
    expect(await refusal(readDocument(`${stranger.origin}/lamps.json`))).toContain(neighbour.origin);
    expect(await refusal(readLinted(`${stranger.origin}/lamps.json`))).toContain(neighbour.origin);
    expect(neighbour.asked).toEqual([]);
  });

  it("is read from that host alone, in as many files and by as many redirects as it likes", async () => {
    stranger.files.set("/lamps.json", lampsOf({ $ref: "parts/lamp.json" }));
    stranger.moved.set("/parts/lamp.json", "/moved/lamp.json");
    stranger.files.set("/moved/lamp.json", { type: "string", maxLength: 5 });
    expect(JSON.stringify(await readDocument(`${stranger.origin}/lamps.json`))).toContain('"maxLength":5');
  });

  it("leads elsewhere where the user lets it", async () => {
    stranger.files.set("/lamps.json", lampsOf({ $ref: `${neighbour.origin}/glass.json` }));
    const document = await readDocument(`${stranger.origin}/lamps.json`, { allowRemoteRefs: true });
    expect(JSON.stringify(document)).toContain(secret);
  });

  it("is not looked for on another host, to which it was moved", async () => {
    stranger.moved.set("/lamps.json", `${neighbour.origin}/lamps.json?token=s3cret`);
    const message = await refusal(readDocument(`${stranger.origin}/lamps.json`));
    expect(message).toContain(`${neighbour.origin}/lamps.json`);
    expect(message).not.toContain("s3cret");
    expect(neighbour.asked).toEqual([]);
  });

  it("is not followed round in a circle", async () => {
    stranger.moved.set("/lamps.json", "/again.json");
    stranger.moved.set("/again.json", "/lamps.json");
    expect(await refusal(readDocument(`${stranger.origin}/lamps.json`))).toMatch(/redirects more than \d+ times/);
  });

  it("reads no file of this machine, not even where the user lets it lead elsewhere", async () => {
    const there = await file("beside/keeper.json", { type: "string", description: secret });
    for (const ref of [`file://${there}`, `FILE:${there}`]) {
      stranger.files.set("/lamps.json", lampsOf({ $ref: ref }));
      for (const allowRemoteRefs of [false, true]) {
        expect(await refusal(readDocument(`${stranger.origin}/lamps.json`, { allowRemoteRefs }))).toContain(there);
      }
    }
  });

  it.each(["\\\\HOST/glass.json", "//HOST/glass.json", "HTTP://HOST/glass.json", "http:\\\\HOST\\glass.json"])(
    "leads nowhere else by %s",
    async (spelling) => {
      const { host: name } = new URL(neighbour.origin);
      stranger.files.set("/lamps.json", lampsOf({ $ref: spelling.replace("HOST", name) }));
      expect(await refusal(readDocument(`${stranger.origin}/lamps.json`))).toContain(neighbour.origin);
      expect(neighbour.asked).toEqual([]);
    },
  );

  it("may hold as data what would lead elsewhere, and nobody is asked", async () => {
    const there = `${neighbour.origin}/glass.json`;
    const schema = { type: "object", default: { $ref: there }, "x-lamp": { $ref: there } };
    const root = lampsOf(schema, {
      examples: { lit: { value: { $ref: there } }, elsewhere: { externalValue: there } },
    });
    stranger.files.set("/lamps.json", root);
    expect(await readLinted(`${stranger.origin}/lamps.json`)).toEqual(root);
    const out = join(directory, "generated");
    const written = await call(generate, ["--contract", `${stranger.origin}/lamps.json`, "--out", out]);
    expect(written).toMatchObject({ code: 0 });
    const page = await call(docs, ["--contract", `${stranger.origin}/lamps.json`, "--out", join(out, "page.html")]);
    expect(page).toMatchObject({ code: 0 });
    const released = await call(releaseCheck, [
      `${stranger.origin}/lamps.json`,
      "--contract",
      await file("l.json", root),
    ]);
    expect(released.code).not.toBe(2);
    expect(neighbour.asked).toEqual([]);
  });
});

describe("a document from a file", () => {
  it.each(ways)("leads to no host by %s", async (_way, lead) => {
    const { root, files = {} } = lead(`${neighbour.origin}/glass.json`);
    const path = await file(`ways/${_way}/lamps.json`, root);
    for (const [name, content] of Object.entries(files)) {
      await file(`ways/${_way}${name}`, content);
    }
    if (_way.includes("redirect")) {
      await file(`ways/${_way}/second.json`, { $ref: `${neighbour.origin}/glass.json` });
    }
    expect(await refusal(readDocument(path))).toContain(neighbour.origin);
    expect(await refusal(readLinted(path))).toContain(neighbour.origin);
    expect(neighbour.asked).toEqual([]);
  });

  it("reads no file outside its folder, whatever way leads there", async () => {
    const outside = await file("house/keeper.json", { type: "string", description: secret });
    await mkdir(join(directory, "house/lamps"), { recursive: true });
    await symlink(outside, join(directory, "house/lamps/inside.json"));
    await symlink(join(directory, "house"), join(directory, "house/lamps/folder"));
    const refs = [
      "../keeper.json",
      outside,
      `file://${outside}`,
      "inside.json",
      "folder/keeper.json",
      "./a/../../keeper.json",
    ];
    for (const [index, ref] of refs.entries()) {
      await file(`house/lamps/second${index}.json`, { properties: { glass: { $ref: ref } } });
      for (const schema of [{ $ref: ref }, { $ref: `second${index}.json` }]) {
        const root = await file("house/lamps/lamps.json", lampsOf(schema));
        expect(await refusal(readDocument(root))).toContain(ref);
        expect(await refusal(readLinted(root))).toContain(ref);
      }
    }
  });

  it("takes what is percent-encoded or has backslashes for the name of a file in the folder", async () => {
    await file("names/keeper.json", { type: "string", description: secret });
    for (const ref of ["%2e%2e/keeper.json", "%2e%2e%2fkeeper.json", "..\\keeper.json"]) {
      const root = await file("names/lamps/lamps.json", lampsOf({ $ref: ref }));
      await refusal(readDocument(root));
    }
  });

  it("may lie in many files of its folder, or be a link to a file elsewhere itself", async () => {
    await file("many/parts/lamp.json", { properties: { glass: { $ref: "../glass.json" } } });
    await file("many/glass.json", { type: "string", maxLength: 5 });
    const root = await file("many/lamps.json", lampsOf({ $ref: "parts/lamp.json" }));
    expect(JSON.stringify(await readLinted(root))).toContain('"maxLength":5');
    await symlink(await file("one/lamps.json", lampsOf({ type: "string" })), join(directory, "linked.json"));
    const document = await readLinted(join(directory, "linked.json"));
    expect(isObject(document.paths) && Object.keys(document.paths)).toEqual(["/lamp"]);
  });

  it("is a file, and no folder or device that never ends", async () => {
    expect(await refusal(readDocument(directory))).toMatch(/is a folder/);
    expect(await refusal(readDocument("/dev/zero"))).toMatch(/is not a regular file/);
    const root = await file("device/lamps.json", lampsOf({ $ref: "endless.json" }));
    await symlink("/dev/zero", join(directory, "device/endless.json"));
    expect(await refusal(readDocument(root))).toContain("endless.json");
  });
});
