import { expect, test } from "vitest";
import { readOperations } from "../../../contract-tests/model/operation.js";

test("a status that HTTP gives no body has no content, whatever a document says", () => {
  const content = { "application/json": { example: { name: "Ida" } } };
  const response = { description: "So it is.", content };
  const [operation] = readOperations({
    openapi: "3.1.1",
    info: { title: "Boats", version: "1.0.0" },
    paths: {
      "/boats": { put: { operationId: "keep", responses: { "200": response, "204": response, "304": response } } },
    },
  });
  expect(operation?.responses.map(({ status, content }) => [status, content.length])).toEqual([
    ["200", 1],
    ["204", 0],
    ["304", 0],
  ]);
});
