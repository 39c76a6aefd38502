import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { base } from "../../fixtures/compare-pairs/base.js";
import { line } from "./documents.js";

const item = Object(base.paths)["/v1/notes"];

/** The base document's first operation alone, put elsewhere or changed. */
function only(path: string, more: JsonObject = {}, operation: JsonObject = {}): JsonObject {
  return { ...base, paths: { [path]: { post: { ...item.post, ...operation } } }, ...more };
}

const ours = only("/v1/notes");
const lines = (theirs: JsonObject, from: JsonObject = ours) => compareDocuments(from, theirs).differences.map(line);
const servers = (url: string) => ({ servers: [{ url }] });

describe("finding our operations in another document", () => {
  it("finds them at the same address, however it is split between server and path", () => {
    expect(lines(only("/notes", servers("https://notes.example.com/v1/")))).toEqual([]);
    expect(lines(only("/v1/notes/", servers("/")))).toEqual([]);
    expect(lines(only("/v1/notes", servers("https://{where}.example.com/gateway")))).toEqual([
      "compatible servers: now: https://{where}.example.com/gateway; before: https://notes.example.com",
    ]);
  });

  it("finds them behind a prefix that the base URL can hold", () => {
    expect(lines(only("/api/v1/notes"))).toEqual(["compatible paths: are behind /api now: set it in the base URL"]);
  });

  it("calls a path that lost its prefix changed, unless a server might put it there", () => {
    const from = only("/v1/team/notes");
    expect(lines(only("/team/notes"), from)).toEqual(["breaking operation: is at /team/notes now, not /v1/team/notes"]);
    const { servers: _none, ...unserved } = only("/team/notes");
    expect(lines(unserved, from)).toEqual([expect.stringMatching(/^compatible paths: leave out \/v1/)]);
  });

  it("finds them by operationId, however it is spelt, and says what moved", () => {
    expect(lines(only("/memos", {}, { operationId: "Create_Note" }))).toEqual([
      "breaking operation: is at /memos now, not /v1/notes",
      "compatible operation: is called Create_Note now, not createNote",
    ]);
    const put = { ...base, paths: { "/v1/notes": { put: item.post } } };
    expect(lines(put)).toEqual(["breaking operation: is called by PUT now, not POST"]);
  });

  it("guesses nothing between two candidates", () => {
    const two = { ...base, paths: { "/a/v1/notes": item, "/b/v1/notes": item, ...Object(only("/memos").paths) } };
    const named: JsonObject = JSON.parse(JSON.stringify(two).replaceAll('"createNote"', '"another"'));
    const both: JsonObject = { ...named, paths: { ...Object(named.paths), "/v1/else": item } };
    const [first, ...rest] = lines(both);
    expect(first).toBe("breaking operation: is at /v1/else now, not /v1/notes");
    expect(new Set(rest)).toEqual(new Set(["compatible operation: is new"]));
  });

  it("reads nothing of their other operations", () => {
    const broken = { post: { requestBody: { $ref: "#/components/nothing" }, responses: 5 } };
    expect(lines({ ...ours, paths: { ...Object(ours.paths), "/v1/broken": broken } })).toEqual([
      "compatible operation: is new",
    ]);
  });
});

describe("credentials", () => {
  const secured = (scheme: Json, requirement: Json = [{ token: [] }]) =>
    lines(
      only(
        "/v1/notes",
        { components: { ...Object(base.components), securitySchemes: { token: scheme } } },
        { security: requirement },
      ),
    );

  it("are what goes over the wire", () => {
    expect(secured({ type: "http", scheme: "BEARER", bearerFormat: "JWT" })).toEqual([]);
    expect(secured({ type: "http", scheme: "basic" })).toEqual(["breaking security: needs basic now, not bearer"]);
  });

  it("may be one of several", () => {
    expect(secured({ type: "http", scheme: "bearer" }, [{ other: [] }, { token: [] }])).toEqual([
      'compatible security: now: "other" (not defined) or bearer; before: bearer',
    ]);
    expect(secured({ type: "http", scheme: "bearer" }, [{ token: [], other: [] }])).toEqual([
      expect.stringMatching(/^undecided security/),
    ]);
    expect(secured({ type: "http", scheme: "bearer" }, [])).toEqual(["compatible security: does not need bearer now"]);
  });

  it("are undecided where the document does not tell what they are", () => {
    expect(secured({ type: "apiKey", in: "header", name: "Authorization" })[0]).toMatch(/^undecided security/);
    expect(secured({ type: "oauth2", flows: {} })[0]).toMatch(/^undecided security.*\(oauth2/);
    expect(secured({ scheme: "bearer" })[0]).toMatch(/^undecided security.*\(of no known type/);
  });
});

describe("responses", () => {
  const answers = (responses: JsonObject) =>
    lines(only("/v1/notes", {}, { responses: { ...item.post.responses, ...responses } }));
  const problem = { $ref: "#/components/responses/E400" };

  it("are found by their range and by default", () => {
    const { "400": _gone, ...rest } = item.post.responses;
    expect(lines(only("/v1/notes", {}, { responses: { ...rest, "4XX": problem } }))).toEqual([]);
    expect(lines(only("/v1/notes", {}, { responses: { ...rest, default: problem } }))).toEqual([]);
  });

  it.each([
    ["4XX", "503", ["compatible response 503: is new", "compatible response 4XX: is not documented now"]],
    ["4xx", "409", []],
    ["5XX", "409", ["compatible response 409: is new", "compatible response 5XX: is not documented now"]],
    ["5XX", "503", []],
  ])(
    "of the range %s and the status %s are the same only where the one covers the other",
    (range, status, expected) => {
      const { "400": _gone, ...rest } = item.post.responses;
      const other = { description: "Another.", content: { "text/plain": { schema: { type: "string" } } } };
      const failing = (named: string) => only("/v1/notes", {}, { responses: { ...rest, [named]: other } });
      expect(lines(failing(status), failing(range))).toEqual(expected);
    },
  );

  it("of a status that our default stands for are held against it", () => {
    const from = only("/v1/notes", {}, { responses: { ...item.post.responses, default: problem } });
    const other = { description: "Gone.", content: { "application/json": { schema: { type: "object" } } } };
    const theirs = only("/v1/notes", {}, { responses: { ...item.post.responses, default: problem, "410": other } });
    expect(lines(theirs, from)).toContain(
      "breaking response 410 (our default) body: code: is gone: can be missing now",
    );
  });

  it("without the body that ours has are breaking", () => {
    expect(answers({ "200": { description: "Made." } })).toEqual([
      "breaking response 200 body: no body is documented now",
    ]);
  });

  it("are JSON whatever the parameters of the media type", () => {
    const { content, ...rest } = item.post.responses["200"];
    const typed = { ...rest, content: { "application/json; charset=utf-8": content["application/json"] } };
    expect(answers({ "200": typed })).toEqual([]);
  });
});

describe("parameters", () => {
  const sent = (parameters: Json) => lines(only("/v1/notes", {}, { parameters }));
  const [notify, trace] = item.post.parameters;

  it("of headers are found whatever their case, and one that is not listed breaks nothing", () => {
    expect(sent([notify, { ...trace, name: "x-trace" }])).toEqual([]);
    expect(sent([notify])).toEqual(["compatible header parameter X-Trace: is gone: accepted, perhaps ignored"]);
  });

  it("named Authorization are the security's affair", () => {
    const authorization = { name: "authorization", in: "header", required: true, schema: { type: "string" } };
    expect(sent([notify, trace, authorization])).toEqual([]);
  });

  it("written another way are breaking", () => {
    const list = { name: "tags", in: "query", schema: { type: "array", items: { type: "string" } } };
    const from = only("/v1/notes", {}, { parameters: [list] });
    const theirs = only("/v1/notes", {}, { parameters: [{ ...list, explode: false }] });
    expect(lines(theirs, from)).toEqual([
      "breaking query parameter tags: written now: form, not exploded; before: form, exploded",
    ]);
  });
});
