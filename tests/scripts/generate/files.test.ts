import { expect, test } from "vitest";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { generatedFiles } from "../../../scripts/generate/files.js";

const withParameter = (style: JsonObject): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "Boats", version: "1.0.0" },
  servers: [{ url: "https://api.example.com" }],
  paths: {
    "/boats": {
      get: {
        operationId: "listBoats",
        parameters: [{ name: "hull", in: "query", schema: { type: "array", items: { type: "string" } }, ...style }],
        responses: { "204": { description: "None" } },
      },
    },
  },
});

test.each<[string, JsonObject, string]>([
  ["that openapi-fetch has", {}, "export const writeParams = undefined;"],
  [
    "that it has not",
    { style: "pipeDelimited", explode: false },
    'export { writeParams } from "../src/parameters.js";',
  ],
])("parameters in a style %s bring what they need into the client", async (_, style, line) => {
  const files = await generatedFiles(withParameter(style));
  expect(files.get("operations.ts")?.split("\n")).toContain(line);
});
