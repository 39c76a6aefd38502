import { describe, expect, it, test } from "vitest";
import { readContract } from "../../../contract-tests/model/contract.js";
import { generatedFiles } from "../../../contract-tests/model/generated-files.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";

const json = { "application/json": { schema: { type: "object" } } };
const fine: JsonObject = { operationId: "listKites", responses: { "204": { description: "Done." } } };

function document(paths: JsonObject, components: JsonObject = {}): JsonObject {
  return { openapi: "3.1.0", info: { title: "Kites", version: "1" }, paths, components };
}

const schemes: JsonObject = {
  token: { type: "http", scheme: "bearer" },
  password: { type: "http", scheme: "basic" },
  key: { type: "apiKey", in: "query", name: "key" },
  sheet: { type: "mutualTLS" },
  digest: { type: "http", scheme: "digest" },
  account: { type: "oauth2", flows: {} },
};

const refused: [what: string, method: string, operation: JsonObject, reason: RegExp][] = [
  ["TRACE", "trace", fine, /fetch refuses to send TRACE/],
  ["a GET that needs a body", "get", { ...fine, requestBody: { required: true, content: json } }, /a body with GET/],
  [
    "a form",
    "post",
    { ...fine, requestBody: { content: { "multipart/form-data": {} } } },
    /a request body is JSON only, not multipart\/form-data$/,
  ],
  [
    "a cookie that has to come",
    "get",
    { ...fine, parameters: [{ name: "wind", in: "cookie", required: true, schema: { type: "string" } }] },
    /the cookie parameter "wind"/,
  ],
  ["no success", "get", { ...fine, responses: { "404": { description: "None." } } }, /no success is documented/],
  [
    "a picture",
    "get",
    { ...fine, responses: { "200": { description: "A kite.", content: { "image/png": {} } } } },
    /the response 200 is JSON only, not image\/png$/,
  ],
  ["certificates", "get", { ...fine, security: [{ sheet: [] }] }, /the security scheme "sheet"/],
  ["another HTTP scheme", "get", { ...fine, security: [{ digest: [], token: [] }] }, /the security scheme "digest"/],
];

describe("what the client cannot carry", () => {
  const other = { get: { ...fine, operationId: "getString" } };

  it.each(["/kites#red", "/kites?colour=red"])("the path %s", (path) => {
    const { leftOut } = readContract(document({ [path]: { get: fine }, "/strings": other }));
    expect(leftOut).toMatchObject([{ reason: expect.stringContaining("a ? or a #") }]);
  });

  it.each(refused)(
    "%s: nothing is generated, and the contract is read without it",
    async (_what, method, operation, reason) => {
      const paths = { "/kites": { [method]: operation }, "/strings": other };
      const whole = document(paths, { securitySchemes: schemes });
      await expect(generatedFiles(whole)).rejects.toMatchObject({
        name: "ContractError",
        message: expect.stringMatching(reason),
      });
      const contract = readContract(whole);
      expect(contract.operations.map(({ id }) => id)).toEqual(["getString"]);
      expect(Object.keys(contract.table.operations)).toEqual(["getString"]);
      expect(contract.leftOut).toEqual([
        expect.objectContaining({ id: operation.operationId, reason: expect.stringMatching(reason) }),
      ]);
    },
  );

  it("a second operation of the same name is refused", () => {
    expect(readContract(document({ "/kites": { get: fine, put: fine } })).leftOut).toMatchObject([
      { method: "put", path: "/kites", reason: 'a second operation with the operationId "listKites"' },
    ]);
  });

  it("all of them are named at once, and nothing left is no run", () => {
    const trace = { ...fine, operationId: "trace" };
    const picture = {
      operationId: "getPicture",
      responses: { "200": { description: "A kite.", content: { "image/png": {} } } },
    };
    const whole = document({ "/kites": { trace }, "/pictures": { get: picture } });
    const both = /2 operations:\n {2}TRACE \/kites \(trace\): .*\n {2}GET \/pictures \(getPicture\): /;
    expect(() => readContract(whole)).toThrow(both);
    expect(() => readContract(whole)).toThrow(expect.objectContaining({ name: "InputError" }));
  });
});

describe("what the client carries of an operation", () => {
  function only(operation: JsonObject, method = "post") {
    const contract = readContract(document({ "/kites": { [method]: operation } }, { securitySchemes: schemes }));
    const [one] = contract.operations;
    if (!one) {
      throw new Error("left out");
    }
    return { one, entry: contract.table.operations[one.id] };
  }

  test("the JSON of a body that comes in several media types, its parameters aside", () => {
    const content = { "application/xml": {}, "application/json; charset=utf-8": { schema: { type: "object" } } };
    const { one } = only({ ...fine, requestBody: { content } });
    expect(one.body?.content.map(({ mediaType }) => mediaType)).toEqual(["application/json; charset=utf-8"]);
  });

  test("the JSON of a success that comes in several media types, which it asks for", () => {
    const content = { "application/xml": {}, "application/hal+json": {} };
    const { one, entry } = only({ ...fine, responses: { "200": { description: "Kites.", content } } });
    expect(one.responses[0]?.content.map(({ mediaType }) => mediaType)).toEqual(["application/hal+json"]);
    expect(entry?.accept).toBe("application/hal+json, */*;q=0.5");
  });

  test("a GET without the body that it need not have, and without cookies that need not come", () => {
    const parameters = [{ name: "wind", in: "cookie", schema: { type: "string" } }];
    const { one, entry } = only({ ...fine, requestBody: { content: json }, parameters }, "get");
    expect([one.body, one.parameters, entry?.body]).toEqual([undefined, [], false]);
  });

  const securities: [what: string, security: JsonObject[], kinds: string[], secured: boolean, bearer: boolean][] = [
    ["a bearer", [{ token: [] }], ["bearer"], true, true],
    ["OAuth 2.0, which travels as a bearer", [{ account: ["read"] }], ["bearer"], true, true],
    ["user and password", [{ password: [] }], ["basic"], true, false],
    ["a key", [{ key: [] }], ["api-key"], true, false],
    ["of several ways the client's own", [{ key: [] }, { token: [] }], ["bearer"], true, true],
    ["of several ways the one that can be sent", [{ sheet: [] }, { key: [] }], ["api-key"], true, false],
    ["two together", [{ token: [], key: [] }], ["bearer", "api-key"], true, true],
    ["none where none is needed", [{ token: [] }, {}], [], false, false],
  ];

  test.each(securities)("credentials: %s", (_what, security, kinds, secured, bearer) => {
    const { one, entry } = only({ ...fine, security });
    expect(one.security.credentials.map(({ kind }) => kind)).toEqual(kinds);
    expect([one.secured, entry?.secured]).toEqual([secured, bearer]);
  });
});

test("a body in another kind of JSON is sent as such, and as plain JSON where both will do", () => {
  const entryOf = (...mediaTypes: string[]) => {
    const content = Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, {}]));
    const operation = { ...fine, requestBody: { content } };
    return readContract(document({ "/kites": { patch: operation } })).table.operations.listKites;
  };
  expect(entryOf("text/xml", "application/merge-patch+json")).toMatchObject({
    body: true,
    contentType: "application/merge-patch+json",
  });
  for (const mediaTypes of [["application/json; charset=utf-8"], ["application/vnd.kite+json", "application/json"]]) {
    const entry = entryOf(...mediaTypes);
    expect(entry?.body).toBe(true);
    expect(entry).not.toHaveProperty("contentType");
  }
});

describe("an operation whose schemas cannot be used is left out, with the reason", () => {
  const twice = (level: number) => ({ allOf: [1, 2].map(() => ({ $ref: `#/components/schemas/Sail${level + 1}` })) });
  const sails = Object.fromEntries(Array.from({ length: 30 }, (_, level) => [`Sail${level}`, twice(level)]));
  it.each([
    [{ type: "kite" }, /type must be JSONType/],
    [{ multipleOf: 0 }, /multipleOf must be above 0/],
    [{ pattern: "[" }, /"\[" is not a regular expression/],
    [{ patternProperties: { "(": {} } }, /"\(" is not a regular expression/],
    [{ required: true }, /required value must be/],
    [{ $ref: "#/components/schemas/Sail0" }, /more than 10000 ways/],
  ] satisfies [JsonObject, RegExp][])("%j", (schema, reason) => {
    const content = { "application/json": { schema } };
    const contract = readContract(
      document(
        {
          "/kites": { get: fine },
          "/sails": { get: { operationId: "sails", responses: { "200": { description: "Sails.", content } } } },
        },
        { schemas: { ...sails, Sail30: {} } },
      ),
    );
    expect(contract.operations.map(({ id }) => id)).toEqual(["listKites"]);
    expect(contract.leftOut.map((one) => one.reason)).toEqual([expect.stringMatching(reason)]);
  });
});
