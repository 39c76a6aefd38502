import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Json } from "../../../contract-tests/model/json.js";
import { judge } from "./referee/judge.js";

/** Two schemas in YAML, the first of which takes what the second takes, and more. */
type Wider = readonly [what: string, wide: string, narrow: string];

/**
 * A keyword at a time, as narrowly as it can be missed: a producer of the narrow one is fine for a consumer of the wide
 * one, and the other way round is breaking.
 */
const wider: readonly Wider[] = [
  ["a shorter least length", "{ type: string, minLength: 4 }", "{ type: string, minLength: 5 }"],
  ["a longer greatest length", "{ type: string, maxLength: 5 }", "{ type: string, maxLength: 4 }"],
  ["a length by pattern", "{ type: string, minLength: 2 }", "{ type: string, pattern: '^[a-c]{3}$' }"],
  ["a pattern", "{ type: string, pattern: '^a' }", "{ type: string, pattern: '^ab' }"],
  ["a pattern by listed texts", "{ type: string, pattern: '^a' }", "{ enum: [ab, a] }"],
  ["a lower minimum", "{ type: integer, minimum: 3 }", "{ type: integer, minimum: 4 }"],
  ["a higher maximum", "{ type: integer, maximum: 4 }", "{ type: integer, maximum: 3 }"],
  ["an inclusive bound", "{ type: number, minimum: 3 }", "{ type: number, exclusiveMinimum: 3 }"],
  ["an inclusive greatest", "{ type: number, maximum: 3 }", "{ type: number, exclusiveMaximum: 3 }"],
  ["whole numbers above a bound", "{ type: number, minimum: 4 }", "{ type: integer, exclusiveMinimum: 3 }"],
  ["a step that divides", "{ type: integer, multipleOf: 3 }", "{ type: integer, multipleOf: 6 }"],
  ["whole numbers as a step", "{ type: number, multipleOf: 0.5 }", "{ type: integer }"],
  ["a format", "{ type: string }", "{ type: string, format: uuid }"],
  ["a type more", "{ type: [integer, string] }", "{ type: integer }"],
  ["numbers", "{ type: number }", "{ type: integer }"],
  ["a value more", "{ enum: [1, 2, x] }", "{ enum: [1, x] }"],
  ["fewer items", "{ type: array, minItems: 1 }", "{ type: array, minItems: 2 }"],
  ["more items", "{ type: array, maxItems: 2 }", "{ type: array, maxItems: 1 }"],
  ["items twice", "{ type: array }", "{ type: array, uniqueItems: true }"],
  ["items of one are different", "{ type: array, uniqueItems: true }", "{ type: array, maxItems: 1 }"],
  ["what items are", "{ type: array, items: { type: number } }", "{ type: array, items: { type: integer } }"],
  [
    "what the second item is",
    "{ type: array, prefixItems: [{ type: string }, { type: number }] }",
    "{ type: array, prefixItems: [{ type: string }, { type: integer }] }",
  ],
  [
    "items behind the first",
    "{ type: array, prefixItems: [{ type: string }], items: { type: number } }",
    "{ type: array, prefixItems: [{ type: string }], items: { type: integer } }",
  ],
  [
    "a further item of its own",
    "{ type: array, prefixItems: [{ type: string }], items: { type: number } }",
    "{ type: array, prefixItems: [{ type: string }, { type: integer }], items: { type: number } }",
  ],
  [
    "a list that may be longer than its first items",
    "{ type: array, prefixItems: [true, true] }",
    "{ type: array, prefixItems: [true, true], items: false }",
  ],
  [
    "one contained",
    "{ type: array, contains: { const: 1 } }",
    "{ type: array, contains: { const: 1 }, minContains: 2 }",
  ],
  ["something contained", "{ type: array, contains: { type: integer } }", "{ type: array, contains: { const: 1 } }"],
  [
    "contained as all items are",
    "{ type: array, contains: { type: integer } }",
    "{ type: array, items: { const: 1 }, minItems: 1 }",
  ],
  [
    "any number contained",
    "{ type: array, contains: { const: 1 } }",
    "{ type: array, contains: { const: 1 }, maxContains: 1 }",
  ],
  [
    "two contained at the most",
    "{ type: array, contains: { const: 1 }, maxContains: 2 }",
    "{ type: array, contains: { const: 1 }, maxContains: 1 }",
  ],
  [
    "as many contained as there are items",
    "{ type: array, contains: { const: 1 }, minContains: 0, maxContains: 2 }",
    "{ type: array, maxItems: 2 }",
  ],
  [
    "a list that contains has an item",
    "{ type: array, minItems: 2 }",
    "{ type: array, contains: { const: 1 }, minContains: 2 }",
  ],
  [
    "a field that may be missing",
    "{ type: object, properties: { a: true } }",
    "{ type: object, required: [a], properties: { a: true } }",
  ],
  [
    "what a field is",
    "{ type: object, properties: { a: { type: number } } }",
    "{ type: object, properties: { a: { type: integer } } }",
  ],
  [
    "what further fields are",
    "{ type: object, additionalProperties: { type: number } }",
    "{ type: object, additionalProperties: { type: integer } }",
  ],
  [
    "further fields",
    "{ type: object, properties: { a: { type: integer } } }",
    "{ type: object, properties: { a: { type: integer } }, additionalProperties: false }",
  ],
  [
    "a listed field among others",
    "{ type: object, additionalProperties: { type: number } }",
    "{ type: object, properties: { a: { type: integer } }, additionalProperties: { type: number } }",
  ],
  [
    "fields by their names",
    "{ type: object, patternProperties: { ^a: { type: number } }, additionalProperties: false }",
    "{ type: object, patternProperties: { ^a: { type: integer } }, additionalProperties: false }",
  ],
  [
    "a listed field whose name a pattern knows",
    "{ type: object, properties: { ab: true }, patternProperties: { ^a: { type: number } } }",
    "{ type: object, properties: { ab: { type: integer } }, patternProperties: { ^a: { type: number } } }",
  ],
  ["what is denied twice", "{ not: { not: { type: number } } }", "{ type: integer }"],
  ["less that is denied twice", "{ type: [number, 'null'] }", "{ not: { not: { type: integer } } }"],
  [
    "what one of two denied schemas denies",
    "{ not: { anyOf: [{ not: { type: number } }, { minimum: 9 }] } }",
    "{ type: integer, maximum: 3 }",
  ],
  [
    "what holds whether or not a condition does",
    "{ if: { minimum: 3 }, then: { type: number }, else: { type: number } }",
    "{ if: { maximum: 1 }, then: { type: integer }, else: { type: integer } }",
  ],
  [
    "fields that are listed by a schema denied twice",
    "{ type: object, properties: { a: true }, not: { not: { properties: { b: { type: number } } } } }",
    "{ type: object, properties: { a: true }, not: { not: { properties: { b: { type: integer } } } } }",
  ],
  ["fewer fields", "{ type: object, minProperties: 1 }", "{ type: object, minProperties: 2 }"],
  ["fewer fields than are required", "{ type: object, minProperties: 2 }", "{ type: object, required: [a, b] }"],
  ["more fields", "{ type: object, maxProperties: 2 }", "{ type: object, maxProperties: 1 }"],
  [
    "more fields than there can be",
    "{ type: object, maxProperties: 2 }",
    "{ type: object, properties: { a: true, b: true }, additionalProperties: false }",
  ],
  ["names", "{ type: object, propertyNames: { pattern: ^a } }", "{ type: object, propertyNames: { pattern: ^ab } }"],
  [
    "names of a closed object",
    "{ type: object, propertyNames: { pattern: ^a } }",
    "{ type: object, properties: { ab: true, a: true }, additionalProperties: false }",
  ],
  [
    "one field that another asks for",
    "{ type: object, properties: { a: true, b: true, c: true }, dependentRequired: { a: [b] } }",
    "{ type: object, properties: { a: true, b: true, c: true }, dependentRequired: { a: [b, c] } }",
  ],
  [
    "a field asked for by another, that is there anyway",
    "{ type: object, properties: { a: true, b: true }, dependentRequired: { a: [b] } }",
    "{ type: object, properties: { a: true, b: true }, required: [b] }",
  ],
  [
    "a schema that a field asks for",
    "{ type: object, properties: { a: true, b: true }, dependentSchemas: { a: { properties: { b: { type: number } } } } }",
    "{ type: object, properties: { a: true, b: true }, dependentSchemas: { a: { properties: { b: { type: integer } } } } }",
  ],
  [
    "a variant more",
    "{ anyOf: [{ type: string }, { type: integer }, { type: boolean }] }",
    "{ anyOf: [{ type: string }, { type: integer }] }",
  ],
  [
    "a variant of its own more",
    "{ oneOf: [{ type: string }, { type: integer }, { type: boolean }] }",
    "{ oneOf: [{ type: string }, { type: integer }] }",
  ],
  [
    "two variants that never meet",
    "{ oneOf: [{ type: number, maximum: 1 }, { type: number, minimum: 2 }] }",
    "{ oneOf: [{ type: number, maximum: 0 }, { type: number, minimum: 3 }] }",
  ],
  ["a part less", "{ allOf: [{ type: integer }] }", "{ allOf: [{ type: integer }, { minimum: 2 }] }"],
  ["less that is excluded", "{ type: integer, not: { maximum: 3 } }", "{ type: integer, not: { maximum: 4 } }"],
  ["an excluded value", "{ type: string }", "{ type: string, not: { const: a } }"],
  [
    "a field of a part that is not evaluated elsewhere",
    "{ type: object, properties: { a: true, b: true } }",
    "{ type: object, properties: { a: true }, allOf: [{ properties: { b: true } }], unevaluatedProperties: false }",
  ],
  [
    "the narrowest of two parts",
    "{ type: string, minLength: 4 }",
    "{ allOf: [{ type: string, minLength: 5 }, { minLength: 2 }] }",
  ],
  [
    "bounds that two parts give",
    "{ type: integer, maximum: 8 }",
    "{ allOf: [{ type: integer, maximum: 9 }, { maximum: 7 }] }",
  ],
  ["a bound on multiples", "{ type: integer, minimum: 8 }", "{ type: integer, multipleOf: 4, exclusiveMinimum: 4 }"],
  ["a greatest of multiples", "{ type: integer, maximum: 4 }", "{ type: integer, multipleOf: 4, exclusiveMaximum: 8 }"],
  ["whole numbers below a fraction", "{ type: number, maximum: 3 }", "{ type: integer, exclusiveMaximum: 3.5 }"],
  [
    "something wider contained at the most",
    "{ type: array, contains: { const: 1 }, minContains: 0, maxContains: 1 }",
    "{ type: array, contains: { type: integer }, minContains: 0, maxContains: 1 }",
  ],
  [
    "a variant of two that meet, each of which shuts the other out",
    "{ oneOf: [{ type: number, minimum: 3 }, { type: integer, maximum: 5 }] }",
    "{ oneOf: [{ type: integer, minimum: 3 }, { type: integer, maximum: 5 }] }",
  ],
];

/** Producers that a consumer cannot rely on, whatever looks alike. */
const short: readonly [what: string, producer: string, consumer: string][] = [
  [
    "numbers that are not whole lie between the bounds",
    "{ type: number, exclusiveMinimum: 1 }",
    "{ type: number, minimum: 2 }",
  ],
  ["two items may be the same", "{ type: array, maxItems: 2 }", "{ type: array, uniqueItems: true }"],
  [
    "names that a pattern knows are not listed",
    "{ type: object, properties: { a: true }, patternProperties: { ^b: true }, additionalProperties: false }",
    "{ type: object, maxProperties: 1 }",
  ],
  [
    "what items are depends on how many come before",
    "{ type: array, prefixItems: [{ type: string }], items: { type: integer } }",
    "{ type: array, items: { type: integer } }",
  ],
  [
    "the consumer lists fewer names",
    "{ type: object, properties: { a: true, b: true }, additionalProperties: false }",
    "{ type: object, properties: { a: true }, additionalProperties: false }",
  ],
  ["everything is excluded", "{ type: integer }", "{ type: integer, not: {} }"],
  ["an item is asked for, whatever it is", "{ type: array }", "{ type: array, contains: {} }"],
  [
    "a condition always holds",
    "{ type: integer, then: { minimum: 3 } }",
    "{ type: integer, if: {}, then: { minimum: 3 } }",
  ],
  [
    "two variants may hold at once",
    "{ anyOf: [{ type: integer }, { type: number }] }",
    "{ oneOf: [{ type: integer }, { type: number }] }",
  ],
  ["a bound is beyond a fraction", "{ type: integer, exclusiveMinimum: 1.5 }", "{ type: integer, minimum: 3 }"],
  ["one number is left", "{ type: number, minimum: 3, maximum: 3 }", "{ type: number, maximum: 2 }"],
  ["lists of one length are left", "{ type: array, minItems: 2, maxItems: 2 }", "{ type: array, maxItems: 1 }"],
  [
    "a variant among three takes some of it as well",
    "{ type: integer, minimum: 0 }",
    "{ oneOf: [{ type: integer }, { type: string }, { type: integer, minimum: 5 }] }",
  ],
  ["two variants take all of it", "{ type: integer }", "{ oneOf: [{ type: integer }, { type: number }] }"],
  [
    "one of two fields that are asked for is there",
    "{ type: object, properties: { a: true, b: true, c: true }, required: [b] }",
    "{ type: object, properties: { a: true, b: true, c: true }, dependentRequired: { a: [b, c] } }",
  ],
  [
    "one of two variants of the producer fits",
    "{ anyOf: [{ type: integer }, { type: string }] }",
    "{ anyOf: [{ type: integer }, { type: boolean }] }",
  ],
  [
    "one of two required fields is there",
    "{ type: object, required: [a], properties: { a: true, b: true } }",
    "{ type: object, required: [a, b], properties: { a: true, b: true } }",
  ],
  [
    "the names are asked for by a schema that differs elsewhere",
    "{ type: object, propertyNames: { $ref: '#/components/schemas/Node' } }",
    "{ type: object, propertyNames: { $ref: '#/components/schemas/Node' } }",
  ],
  [
    "what is excluded refers to a schema that differs",
    "{ not: { $ref: '#/components/schemas/Node' } }",
    "{ not: { $ref: '#/components/schemas/Node' } }",
  ],
  [
    "what is contained refers to a schema that differs",
    "{ type: array, contains: { $ref: '#/components/schemas/Node' } }",
    "{ type: array, contains: { $ref: '#/components/schemas/Node' } }",
  ],
  [
    "the condition refers to a schema that differs",
    "{ if: { $ref: '#/components/schemas/Node' }, then: { minLength: 3 } }",
    "{ if: { $ref: '#/components/schemas/Node' }, then: { minLength: 3 } }",
  ],
  [
    "what the condition asks is less",
    "{ if: { type: string }, then: { maxLength: 4 } }",
    "{ if: { type: string }, then: { maxLength: 3 } }",
  ],
  [
    "what holds otherwise is less",
    "{ type: [string, integer], if: { type: string }, else: { maximum: 4 } }",
    "{ type: [string, integer], if: { type: string }, else: { maximum: 3 } }",
  ],
  [
    "the first item is fine",
    "{ type: array, prefixItems: [{ type: integer }], items: { type: string } }",
    "{ type: array, items: { type: integer } }",
  ],
  [
    "a field that only a variant closes",
    "{ type: object, properties: { a: true }, anyOf: [{ properties: { b: true } }, true] }",
    "{ type: object, properties: { a: true }, anyOf: [{ properties: { b: { type: integer } } }, { required: [c] }] }",
  ],
  [
    "a field is known in one variant only",
    "{ type: object, required: [a], properties: { a: { type: integer } }, additionalProperties: false }",
    "{ type: object, anyOf: [{ required: [b], properties: { a: true, b: true } }, true], unevaluatedProperties: false }",
  ],
  [
    "a further field has a name that no pattern of the consumer knows",
    "{ type: object, additionalProperties: { type: string } }",
    "{ type: object, patternProperties: { '^[a-z]': { type: string } }, additionalProperties: { type: integer } }",
  ],
  [
    "a further field has a name that begins otherwise",
    "{ type: object, additionalProperties: { type: string } }",
    "{ type: object, patternProperties: { '^[^A]': { type: string } }, additionalProperties: false }",
  ],
  ["a bound is not one of the multiples", "{ type: integer, exclusiveMinimum: 3 }", "{ type: integer, minimum: 5 }"],
];

const schema = (yaml: string): Json => parse(yaml) as Json;

/** Every second pair by requests, of which ours is the producer. */
function pair(index: number, producer: string, consumer: string) {
  const way = index % 2 === 0 ? ("request" as const) : ("response" as const);
  const [gives, takes] = [schema(producer), schema(consumer)];
  const nodes: readonly [Json, Json] = [
    { type: "string", pattern: "^a" },
    { type: "string", pattern: "^b" },
  ];
  return way === "request"
    ? { way, ours: gives, theirs: takes, node: { ours: nodes[0], theirs: nodes[1] } }
    : { way, ours: takes, theirs: gives, node: { ours: nodes[1], theirs: nodes[0] } };
}

describe("a keyword that asks more", () => {
  test.each(wider.map((one, index) => [...one, index] as const))("%s", (_what, wide, narrow, index) => {
    expect(judge(pair(index, narrow, wide), 300)).toEqual({ verdict: "compatible", faults: [] });
    expect(judge(pair(index, wide, narrow), 0)).toEqual({ verdict: "breaking", faults: [] });
  });
});

test.each(short.map((one, index) => [...one, index] as const))(
  "it is breaking where %s",
  (_what, gives, takes, index) => {
    expect(judge(pair(index, gives, takes), 300)).toEqual({ verdict: "breaking", faults: [] });
  },
);
