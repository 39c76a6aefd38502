import { describe, expect, test } from "vitest";
import { createEngine } from "../../src/engine.js";
import type { ClientOptions } from "../../src/options.js";
import type { ContractTable, OperationEntry, SuccessBody } from "../../src/table.js";

const entry: OperationEntry = { method: "post", path: "/things", secured: true, body: true, success: { "200": null } };

/** Calls the one operation of a contract, and tells what went over the wire. */
async function run(
  operation: Partial<OperationEntry>,
  args: readonly unknown[],
  response: () => Response = () => new Response(),
  contract: Partial<ContractTable> = {},
) {
  const requests: Request[] = [];
  const options: ClientOptions = {
    projectId: "P2abc",
    fetch: async (url, init) => {
      requests.push(new Request(url, init));
      return response();
    },
  };
  const table = {
    servers: { default: "https://example.com" },
    ...contract,
    operations: { it: { ...entry, ...operation } },
  };
  const result = await createEngine(table, options).methods.it?.(...args);
  return { result, request: requests[0] };
}

describe("an engine for another contract", () => {
  test("gives an operation without a body its options first", async () => {
    const params = { path: { id: "a/b" }, query: { q: "x y", list: [1, 2] }, header: { "x-h": "1" } };
    const { request, result } = await run({ method: "get", path: "/things/{id}", body: false }, [{ params }]);
    expect(request?.url).toBe("https://example.com/things/a%2Fb?q=x%20y&list=1&list=2");
    expect(request?.headers.get("x-h")).toBe("1");
    expect(request?.headers.has("content-type")).toBe(false);
    expect(result).toMatchObject({ ok: true, data: undefined });
  });

  test("sends no bearer where the contract asks for none", async () => {
    const { request } = await run({ secured: false }, [{}, { refreshJwt: "aaa.bbb.ccc" }]);
    expect(request?.headers.has("authorization")).toBe(false);
  });

  test("sends nobody else's authorization either", async () => {
    const headers = { Authorization: "Basic YTpi" };
    const unsecured = await run({ secured: false }, [{}, { headers }]);
    expect(unsecured.request?.headers.has("authorization")).toBe(false);
    const secured = await run({}, [{}, { headers }]);
    expect(secured.request?.headers.get("authorization")).toBe("Bearer P2abc");
  });

  test.each<[pattern: string | undefined, code: unknown, kept: boolean]>([
    ["^K-\\d{4}$", "K-0815", true],
    ["^K-\\d{4}$", "K-08156", false],
    ["K-\\d{4}", "K-0815", true],
    ["K-\\d{4}", "K-0815 for ada@example.com", false],
    ["K-\\d{4}", "ada@example.com K-0815", false],
    ["K-\\d{4}|gone", "gone", true],
    ["K-\\d{4}|gone", "gone ada@example.com", false],
    ["^[a-z]+$", "a".repeat(64), true],
    ["^[a-z]+$", "a".repeat(65), false],
    ["^\\d+$", 815, false],
    [undefined, "K-0815", false],
  ])("of codes by the pattern %j, keeps %j: %j", async (codePattern, code, kept) => {
    const response = () => Response.json({ code }, { status: 400 });
    const errorBody = { code: "code", ...(codePattern !== undefined && { codePattern }) };
    const { result } = await run({}, [{ loginId: code }], response, { errorBody });
    expect(result).toMatchObject({ error: kept ? { kind: "api", code } : { kind: "http", status: 400 } });
    expect(!result?.ok && "code" in (result?.error ?? {})).toBe(kept);
  });

  test("explains the codes that its table explains, and no name of JavaScript's own", async () => {
    const explained = async (code: string) => {
      const response = () => Response.json({ code, text: "of the server's" }, { status: 409 });
      const errorBody = { code: "code", codePattern: "^\\w+$" };
      return (await run({}, [{}], response, { errorBody, errors: { taken: "Somebody has it" } })).result;
    };
    expect(await explained("taken")).toMatchObject({
      error: { code: "taken", description: "Somebody has it", message: "taken: Somebody has it" },
    });
    for (const code of ["other", "constructor", "toString", "__proto__"]) {
      const result = await explained(code);
      expect(result).toMatchObject({ error: { code, message: code } });
      expect(!result?.ok && result?.error.description).toBeUndefined();
    }
  });

  test("refuses to be made without a base URL", () => {
    expect(() => createEngine({ servers: { default: "" }, operations: {} }, { projectId: "P2abc" })).toThrow("baseUrl");
  });

  test("keeps a request body of any JSON type", async () => {
    for (const body of ["text", 0, false, null, [1]]) {
      const { request } = await run({}, [body]);
      expect(await request?.text()).toBe(JSON.stringify(body));
    }
  });

  test("names the kind of JSON that the contract asks for, whatever a header says", async () => {
    const headers = { "Content-Type": "text/plain" };
    for (const contentType of ["application/merge-patch+json", "application/json"]) {
      const entry = contentType === "application/json" ? {} : { contentType };
      const { request } = await run(entry, [{}, { headers }]);
      expect(request?.headers.get("content-type")).toBe(contentType);
    }
  });

  test("finds the code of an error body where the contract has it", async () => {
    const response = () => Response.json({ type: "gone", errorCode: "E1" }, { status: 404 });
    const named = await run({}, [{}], response, { errorBody: { code: "type", codePattern: "^(gone|taken)$" } });
    expect(named.result).toMatchObject({ error: { kind: "api", code: "gone", message: "gone" } });
    const unnamed = await run({}, [{}], response);
    expect(unnamed.result).toMatchObject({ error: { kind: "http", status: 404 } });
  });
});

describe("what counts as the documented success", () => {
  const object = (required: Record<string, readonly ("null" | "string" | "integer" | "number")[]>): SuccessBody => ({
    types: ["object"],
    required,
  });
  test.each<[string, OperationEntry["success"], number, string, unknown]>([
    ["an empty 204", { "204": null }, 204, "", undefined],
    ["an empty 200", { "200": null }, 200, "", undefined],
    ["a range", { "2XX": object({}) }, 201, "{}", {}],
    ["the status before its range", { "2XX": null, "200": object({}) }, 200, "{}", {}],
    ["any type", { "200": { types: [], required: {} } }, 200, "false", false],
    ["null", { "200": { types: ["null"], required: {} } }, 200, "null", null],
    ["an array", { "200": { types: ["array"], required: {} } }, 200, "[1]", [1]],
    ["one of two types", { "200": object({ a: ["string", "null"] }) }, 200, '{"a":null}', { a: null }],
    ["a whole number", { "200": object({ a: ["integer"] }) }, 200, '{"a":1.0}', { a: 1 }],
    ["a field of any type", { "200": object({ a: [] }) }, 200, '{"a":null}', { a: null }],
  ])("%s", async (_, success, status, body, data) => {
    const { result } = await run({ success }, [{}], () => new Response(body || null, { status }));
    expect(result).toMatchObject({ ok: true });
    expect(result?.ok && result.data).toEqual(data);
  });

  test.each<[string, OperationEntry["success"], number, string, string]>([
    ["a body where none is documented", { "200": null }, 200, "{}", "is not documented"],
    ["another status", { "200": null }, 201, "", "is not documented"],
    ["another type", { "200": { types: ["array"], required: {} } }, 200, "{}", "has a wrong type"],
    ["a missing field of any type", { "200": object({ a: [] }) }, 200, "{}", "has a wrong a"],
    ["half of a whole number", { "200": object({ a: ["integer"] }) }, 200, '{"a":1.5}', "has a wrong a"],
    ["no body where any is documented", { "200": { types: [], required: {} } }, 200, "", "has a wrong type"],
  ])("not %s", async (_, success, status, body, message) => {
    const { result } = await run({ success }, [{}], () => new Response(body || null, { status }));
    expect(result).toMatchObject({
      error: {
        kind: "invalid-response",
        status,
        message: `The body of a ${status} ${message}; the message may have been sent.`,
      },
    });
  });
});
