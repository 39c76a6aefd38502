import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { misplacedMarks } from "../../../contract-tests/model/marks.js";
import { operationOf } from "../one-operation.js";

const known = "x-known-to-provider";
const jwt = "x-needs-refresh-jwt";

/** A document whose request has a field `room`, and whose response has one too; both say what they are given. */
function withMarks(sent: JsonObject, received: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const body = (room: JsonObject) => ({
    content: { "application/json": { schema: { type: "object", properties: { room: { type: "string", ...room } } } } },
  });
  return operationOf(
    JSON.stringify({
      requestBody: body(sent),
      responses: { "200": { description: "Booked", ...body(received) } },
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      ...more,
    }),
  );
}

describe("marks make sense", () => {
  test.each<[where: string, document: JsonObject]>([
    ["on a field of a request", withMarks({ [known]: true, [jwt]: false })],
    ["on a field that goes with a bearer", withMarks({ [jwt]: true })],
    ["on a parameter", withMarks({}, {}, { parameters: [{ name: "hall", in: "query", schema: {}, [known]: true }] })],
    ["nowhere", withMarks({})],
  ])("%s", (_where, document) => {
    expect(misplacedMarks(document)).toEqual([]);
  });

  test("on a schema that a request and a response share", () => {
    const $ref = "#/components/schemas/Room";
    const schemas = { Room: { type: "string", [known]: true } };
    const document = withMarks({ $ref }, { $ref }, { components: { schemas } });
    expect(misplacedMarks(document)).toEqual([]);
  });
});

describe("marks make no sense", () => {
  const field = "#/paths/~1things/put/requestBody/content/application~1json/schema/properties/room";
  test.each<[where: string, document: JsonObject, line: string]>([
    ["as text", withMarks({ [known]: "yes" }), `${field}: ${known} is true or false`],
    [
      "without a bearer",
      withMarks({ [jwt]: true }, {}, { security: [] }),
      `${field}: ${jwt} goes with a bearer token, and no operation with one sends this`,
    ],
    [
      "on a field of a response",
      withMarks({}, { [known]: true }),
      `${field.replace("requestBody", "responses/200")}: ${known} is about fields and parameters of requests, and no request sends this`,
    ],
    [
      "on an operation",
      withMarks({}, {}, { [jwt]: true }),
      `#/paths/~1things/put: ${jwt} is about fields and parameters of requests, and no request sends this`,
    ],
  ])("%s", (_where, document, line) => {
    expect(misplacedMarks(document)).toEqual([line]);
  });
});
