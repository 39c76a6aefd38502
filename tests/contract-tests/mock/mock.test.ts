import { afterEach, describe, expect, test } from "vitest";
import { startMock } from "../../../contract-tests/mock/mock.js";
import type { Listening } from "../../../contract-tests/mock/server.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((mock) => mock.close()));
});

/** A mock of one operation. */
async function mockOf(operation: JsonObject, more: JsonObject = {}, path = "/boats", token?: string): Promise<string> {
  const document = {
    openapi: "3.1.0",
    info: { title: "Boats", version: "1.0.0" },
    paths: { [path]: { post: { operationId: "addBoat", ...operation } } },
    ...more,
  };
  const mock = await startMock(readContract(document), 0, token === undefined ? {} : { token });
  running.push(mock);
  return mock.url;
}

const documented: JsonObject = {
  "201": { description: "Added", content: { "application/json": { schema: {}, example: { ok: true } } } },
  "400": { description: "Refused", content: { "application/json": { schema: {}, example: { ok: false } } } },
};
const body = (schema: JsonObject): JsonObject => ({
  requestBody: { required: true, content: { "application/json": { schema } } },
});
const post = (url: string, json: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: "POST",
    headers: json === undefined ? headers : { "content-type": "application/json", ...headers },
    ...(json !== undefined && { body: typeof json === "string" ? json : JSON.stringify(json) }),
  });

describe("what Prism cannot do is worked round", () => {
  test("malformed JSON is an invalid request like any other", async () => {
    const url = await mockOf({ ...body({ type: "object" }), responses: documented });
    const response = await post(`${url}/boats`, '{"name":');
    expect([response.status, await response.json()]).toEqual([400, { ok: false }]);
  });

  test("missing credentials are refused as documented, be it with another status than 401", async () => {
    const refused = { "403": { description: "No", content: { "application/json": { schema: {}, example: "no" } } } };
    const url = await mockOf(
      { ...body({ type: "object" }), security: [{ key: [] }], responses: { ...documented, ...refused } },
      { components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } } },
    );
    const response = await post(`${url}/boats`, { name: "Ida" });
    expect([response.status, await response.json(), response.headers.get("x-own-mock")]).toEqual([403, "no", null]);
    expect((await post(`${url}/boats`, { name: "Ida" }, { "x-key": "right" })).status).toBe(201);
  });

  test("what Prism overlooks where schemas refer to each other is refused all the same", async () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const linked = (...names: string[]) => ({
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, ref(name)])),
    });
    const jib = { ...linked("mast", "main", "boom"), required: ["tack"] };
    const schema = { type: "object", properties: { jib, mast: ref("mast") } };
    const url = await mockOf(
      { ...body(schema), responses: documented },
      {
        components: {
          schemas: {
            mast: linked("mast", "jib", "main", "boom"),
            jib: linked("mast", "main", "boom"),
            main: linked("mast", "jib", "boom"),
            boom: linked("mast", "jib", "main"),
          },
        },
      },
    );
    const response = await post(`${url}/boats`, { jib: {} });
    expect([response.status, response.headers.get("x-own-mock")]).toEqual([400, null]);
    expect((await post(`${url}/boats`, { jib: { tack: 1 } })).status).toBe(201);
  });

  test("a $ref in an extension or an example is data", async () => {
    const value = { $ref: "./elsewhere.yaml" };
    const url = await mockOf(
      {
        responses: {
          "200": { description: "Fine", content: { "application/json": { schema: {}, examples: { one: { value } } } } },
        },
      },
      { "x-topics": [value] },
    );
    expect(await (await post(`${url}/boats`, undefined)).json()).toEqual(value);
  });

  test("text beyond Latin-1 in a refusal", async () => {
    const url = await mockOf({
      ...body({ type: "object", properties: { größe: { enum: ["klein", "groß — „sehr“"] } } }),
      responses: documented,
    });
    const response = await post(`${url}/boats`, { größe: "漢字" });
    expect(response.status).toBe(400);
    expect(JSON.parse(response.headers.get("sl-violations") ?? "")[0].message).toContain("„sehr“");
  });

  test.each([
    ["a list in a header", { name: "X-Ids", in: "header", schema: { type: "array", items: { type: "integer" } } }],
    [
      "an object in a query",
      { name: "f", in: "query", style: "deepObject", schema: { type: "object", required: ["heelKind"] } },
    ],
    ["a label in a path", { name: "id", in: "path", required: true, style: "label", schema: { type: "integer" } }],
  ])("%s is validated by the contract", async (_what, parameter) => {
    const url = await mockOf({ parameters: [parameter], responses: documented }, {}, "/boats/{id}");
    const sent = async (target: string, headers = {}) => (await post(url + target, undefined, headers)).status;
    const valid = await sent("/boats/.1?f[heelKind]=long", { "x-ids": "1,2" });
    const invalid = await sent("/boats/.one?f[other]=long", { "x-ids": "one,two" });
    expect([valid, invalid]).toEqual([201, 400]);
  });

  test("a list of values that names one twice still holds", async () => {
    const url = await mockOf({ ...body({ enum: ["sail", "oar", "sail"] }), responses: documented });
    expect((await post(`${url}/boats`, '"motor"')).status).toBe(400);
    expect((await post(`${url}/boats`, '"oar"')).status).toBe(201);
  });

  test("a body of more than ten megabytes", async () => {
    const url = await mockOf({ ...body({ type: "object" }), responses: documented });
    expect((await post(`${url}/boats`, { text: "x".repeat(11_000_000) })).status).toBe(201);
  });

  test("a callback is not called", async () => {
    const url = await mockOf({
      ...body({ type: "object" }),
      callbacks: { done: { "{$request.body#/url}": { post: { responses: { "200": { description: "Fine" } } } } } },
      responses: documented,
    });
    let called = false;
    const listener = await startMock(readContract({ openapi: "3.1.0", info: { title: "x", version: "1" }, paths: {} }));
    running.push(listener);
    const response = await post(`${url}/boats`, { url: `${listener.url}/called` });
    called ||= response.headers.has("x-called");
    expect([response.status, called]).toEqual([201, false]);
  });
});

describe("what the mock says on its own account is marked", () => {
  const own = async (response: Promise<Response>) =>
    decodeURIComponent((await response).headers.get("x-own-mock") ?? "");

  test("nothing of what the contract says", async () => {
    const url = await mockOf({ ...body({ type: "object" }), responses: documented });
    expect(await own(post(`${url}/boats`, {}))).toBe("");
    expect(await own(post(`${url}/boats`, "[]"))).toBe("");
  });

  test("no refusal, where the contract documents none: any other provider would refuse as well", async () => {
    const url = await mockOf({ ...body({ type: "object" }), responses: { "201": { description: "Added" } } });
    expect(await own(post(`${url}/boats`, "[]"))).toBe("");
    expect((await post(`${url}/boats`, "[]")).status).toBe(422);
  });

  test("a response that is called up and is not there", async () => {
    const url = await mockOf({ responses: { "204": { description: "Added" }, "404": documented["400"] ?? {} } });
    expect(await own(post(`${url}/boats`, undefined, { prefer: "code=404, example=unknown" }))).not.toBe("");
    expect(await own(post(`${url}/boats`, undefined, { prefer: "code=404, example=default" }))).toBe("");
  });

  test("an example that is called up and is not there, which it names beside those that there are", async () => {
    const url = await mockOf({ responses: { ...documented, default: documented["400"] ?? {} } });
    const response = await post(`${url}/boats`, undefined, { prefer: "code=400, example=unknown" });
    expect(await response.json()).toMatchObject({
      detail: `The contract's response 400 has no example "unknown". It has default.`,
    });
  });
});

test("it takes any token, or the one that it is told to know", async () => {
  const responses = { ...documented, "401": documented["400"] ?? {} };
  const more = {
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  };
  const any = await mockOf({ ...body({ type: "object" }), responses }, more);
  const knowing = await mockOf({ ...body({ type: "object" }), responses }, more, "/boats", "right");
  const statusOf = async (url: string, authorization: string) =>
    (await post(`${url}/boats`, {}, { authorization })).status;
  expect([await statusOf(any, "Bearer right"), await statusOf(any, "Bearer other")]).toEqual([201, 201]);
  expect([await statusOf(knowing, "Bearer right"), await statusOf(knowing, "Bearer other")]).toEqual([201, 401]);
});

test("a browser may call it from a page of another origin", async () => {
  const url = await mockOf({ ...body({ type: "object" }), responses: documented });
  const origin = "http://localhost:3000";
  const preflight = await fetch(`${url}/boats`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
  expect(preflight.headers.get("access-control-allow-methods")).toBe("POST");
  expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
  const response = await post(`${url}/boats`, {}, { origin });
  expect(response.headers.get("access-control-allow-origin")).toBe(origin);
});
