import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { limits } from "../../../contract-tests/model/limits.js";
import { child, rootNode } from "../../../contract-tests/model/node.js";
import { exampleOf } from "../../../contract-tests/model/schema-examples.js";

function made(schema: JsonObject, schemas: JsonObject = {}): Json | undefined {
  const node = child(rootNode({ schema, components: { schemas } }), "schema");
  return node && exampleOf(node);
}

/** As many schemas, each with a field for each of those that `leadsTo` chooses. */
function graph(count: number, leadsTo: (from: number, to: number) => boolean, more: JsonObject = {}): JsonObject {
  const indices = Array.from({ length: count }, (_, index) => index);
  const fields = (from: number) =>
    indices.filter((to) => leadsTo(from, to)).map((to) => [`to${to}`, { $ref: `#/components/schemas/S${to}` }]);
  return Object.fromEntries(
    indices.map((from) => [
      `S${from}`,
      { type: "object", properties: { ...more, ...Object.fromEntries(fields(from)) } },
    ]),
  );
}

test("the examples of fields, parts, variants and items add up", () => {
  const schema = {
    allOf: [{ properties: { id: { type: "string", examples: ["a1"] } } }],
    properties: { tags: { type: "array", items: { type: "string", example: "red" } }, size: { const: 3 } },
    oneOf: [{ properties: { none: { type: "string" } } }, { properties: { kind: { examples: ["b"] } } }],
  };
  expect(made(schema)).toEqual({ id: "a1", kind: "b", tags: ["red"], size: 3 });
  expect(made({ type: "object", properties: { name: { type: "string" } } })).toBeUndefined();
});

test("among schemas that all refer to each other an example is found in a moment", () => {
  const all = graph(40, () => true);
  expect(made({ $ref: "#/components/schemas/S0" }, all)).toBeUndefined();
  const shown = graph(40, () => true, { name: { type: "string", examples: ["n"] } });
  const fields = Object.values(Object(made({ $ref: "#/components/schemas/S0" }, shown)));
  expect(fields).toEqual(expect.arrayContaining(["n", expect.objectContaining({ name: "n" })]));
});

test("an example stays within what is sent, whatever is left out of it", () => {
  const downwards = graph(30, (from, to) => to > from, { name: { type: "string", examples: ["n"] } });
  const text = JSON.stringify(made({ $ref: "#/components/schemas/S0" }, downwards));
  expect(text.length).toBeGreaterThan(limits.text / 4);
  expect(text.length).toBeLessThanOrEqual(limits.text);
});
