import type { Json, JsonObject } from "../../../../contract-tests/model/json.js";
import type { Pair } from "./pairs.js";

const json = (text: string): Json => JSON.parse(text);
const reference: JsonObject = { $ref: "#/components/schemas/Node" };
const nowhere: JsonObject = { type: "null" };

const request = (ours: Json, theirs: Json, node: Json = nowhere): Pair => ({
  way: "request",
  ours,
  theirs,
  node: { ours: node, theirs: node },
});
const response = (ours: Json, theirs: Json, node: Json = nowhere): Pair => ({
  ...request(ours, theirs, node),
  way: "response",
});

const tree: JsonObject = { type: "object", properties: { a: {}, b: reference } };
const list: JsonObject = {
  anyOf: [
    { type: "string", maxLength: 0 },
    { type: "array", items: reference },
  ],
};
const alternating: JsonObject = {
  anyOf: [
    { type: "string", minLength: 3, maxLength: 3 },
    { type: "object", properties: { a: true, b: { not: reference } } },
  ],
};
const stepped: JsonObject = {
  type: "object",
  required: ["b"],
  properties: { a: true, b: true },
  dependentRequired: { a: ["b"] },
};

/** Pairs that chance has found, and that were judged wrongly once, as small as they can be made. */
export const found: readonly [what: string, pair: Pair][] = [
  ["an excluded exclusion", request({ not: { not: { type: "integer" } } }, { not: { type: "integer" } })],
  [
    "an exclusion within an exclusion, of which less is excluded",
    request(
      { not: { maxLength: 0, not: { type: ["string", "integer"] } } },
      { not: { maxLength: 0, not: { type: "string" } } },
    ),
  ],
  [
    "everything is excluded beside an excluded exclusion",
    request({ type: "integer", not: { not: { type: "integer" } } }, { type: "integer", not: {} }),
  ],
  [
    "a variant that another variant takes in, one level up",
    response(
      { oneOf: [reference, { type: "string" }] },
      { oneOf: [{ oneOf: [reference, { type: "string" }] }, { type: "string", maxLength: 0 }] },
      list,
    ),
  ],
  ["a schema or its opposite", response({ not: reference }, { oneOf: [{ not: reference }, reference] }, tree)],
  [
    "an exclusion, or a text",
    response(
      { not: { items: { const: true } } },
      { oneOf: [{ not: { items: { const: true } } }, { type: "string", maxLength: 0 }] },
    ),
  ],
  [
    "an exclusion as one of two",
    request(
      { oneOf: [{ not: { type: "number", multipleOf: 2 } }, { type: "integer", exclusiveMaximum: -1 }] },
      { not: { type: "number", multipleOf: 2 } },
    ),
  ],
  [
    "an exclusion of numbers as one of two",
    request(
      { oneOf: [{ not: { pattern: "^a", maxLength: 0 } }, { type: "array", items: { const: "a" } }] },
      { oneOf: [{ not: { type: "number" } }, { type: "array", items: { const: "a" } }] },
    ),
  ],
  [
    "an object, or what is none of two types",
    response(
      { oneOf: [stepped, { not: { type: ["boolean", "array"] } }] },
      {
        oneOf: [
          { properties: { a: true, b: true }, dependentRequired: { a: ["b"] } },
          { not: { type: ["boolean", "array"] } },
        ],
      },
    ),
  ],
  [
    "an excluded condition",
    request(
      json('{"not":{"if":{"type":["object","string"]},"then":{"type":"string","minLength":2}}}'),
      json('{"not":{"then":{"type":"string","minLength":2}}}'),
    ),
  ],
  [
    "a narrower excluded condition",
    response(
      json('{"not":{"if":{"exclusiveMaximum":1},"then":{"const":"ab"}}}'),
      json('{"not":{"if":{"exclusiveMaximum":2},"then":{"const":"ab"}}}'),
    ),
  ],
  [
    "an excluded choice of one, and more excluded beside it",
    response(
      { allOf: [{ not: { oneOf: [{ multipleOf: 2 }, {}] } }, { not: { const: {} } }] },
      { not: { oneOf: [{ multipleOf: 2 }, {}] } },
    ),
  ],
  [
    "what holds itself under an exclusion, as one of two",
    response(
      { multipleOf: 2, not: { type: "string" } },
      { oneOf: [{ multipleOf: 2, not: { type: "string" } }, reference] },
      alternating,
    ),
  ],
  [
    "a list of lists that may hold something else",
    {
      ...response(reference, reference),
      node: {
        ours: {
          anyOf: [
            { type: "null" },
            { type: "array", items: { oneOf: [reference, { type: "array", items: { type: "integer" } }] } },
          ],
        },
        theirs: { anyOf: [{ type: "null" }, { type: "array", items: reference }] },
      },
    },
  ],
  [
    "a length beyond what is counted, in a choice of one",
    request(
      { oneOf: [{ type: "string", minLength: 400 }, { type: ["number", "string"] }] },
      { oneOf: [{ type: "string", minLength: 400 }, { pattern: "^a" }] },
    ),
  ],
  [
    "a name that every object has, and that asks for another",
    response(
      { type: "object", properties: { constructor: true, a: true } },
      {
        type: "object",
        properties: { constructor: true, a: true },
        maxProperties: 1,
        dependentRequired: { constructor: ["a"] },
      },
    ),
  ],
  ["a multiple of a tenth", response({ type: "number", multipleOf: 0.1 }, { type: "number", enum: [0.3, 1.9, 2.5] })],
];
