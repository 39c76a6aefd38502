import { describe, expect, test } from "vitest";
import { bodyOf, operationOf, tried } from "../one-operation.js";

/** Contracts for which a goal was once neither shown nor excused. */
const bodies: readonly (readonly [what: string, schema: string])[] = [
  [
    "a field that one half of a condition requires",
    `type: object
     required: [fuel]
     properties: { fuel: { enum: [coal, none] }, tender: { type: boolean }, sail: { type: integer, minimum: 2 } }
     if: { properties: { fuel: { const: coal } } }
     then: { required: [tender] }
     else: { required: [sail] }`,
  ],
  [
    "a field that one half of a condition forbids",
    `type: object
     required: [crewed]
     properties: { crewed: { type: boolean }, captain: { type: string } }
     if: { properties: { crewed: { const: true } } }
     then: { required: [captain] }
     else: { properties: { captain: false } }`,
  ],
  [
    "a bound that is only assumed",
    `type: object
     properties: { tons: { type: integer }, axles: { type: integer } }
     if: { required: [tons], properties: { tons: { minimum: 40 } } }
     then: { required: [axles], properties: { axles: { maximum: 8 } } }`,
  ],
  [
    "entries beside those of patterns",
    `type: object
     propertyNames: { pattern: '^[a-z]{1,3}$' }
     patternProperties: { '^a': { type: integer }, '^b': { type: string, maxLength: 2 } }
     additionalProperties: { type: boolean }
     minProperties: 2
     maxProperties: 4`,
  ],
  [
    "a field that one variant forbids",
    `type: object
     properties: { rail: { type: integer }, road: { type: integer } }
     oneOf:
       - { required: [rail], not: { required: [road] } }
       - { required: [road], properties: { road: { minimum: 5 } }, not: { required: [rail] } }`,
  ],
  [
    "items that several schemas describe",
    `type: array
     prefixItems: [{ type: string }]
     anyOf: [{ prefixItems: [true, { type: integer }] }, { prefixItems: [true, { type: boolean }] }]
     unevaluatedItems: false
     minItems: 2`,
  ],
  [
    "bounds that are no multiples",
    `type: object
     required: [gauge]
     properties: { gauge: { type: number, minimum: 0.1, maximum: 0.9, multipleOf: 0.2 } }`,
  ],
  [
    "a length that follows from what has to be contained",
    `type: array
     prefixItems: [{ enum: [depot] }, { type: object, required: [km], properties: { km: { type: number } } }]
     items: { type: string, maxLength: 3 }
     contains: { const: end }
     minItems: 3
     maxItems: 5`,
  ],
  [
    "contains that asks for nothing",
    `type: array
     items: { type: integer }
     contains: { type: integer, minimum: 5 }
     minContains: 0
     maxContains: 1`,
  ],
  [
    "a type that the variants give as well",
    `type: object
     allOf:
       - { type: object, required: [kind], properties: { kind: { type: string } } }
       - oneOf:
           - { properties: { kind: { const: tram }, doors: { type: integer } } }
           - { properties: { kind: { const: boat }, name: { type: string, minLength: 3 } }, required: [name] }
     unevaluatedProperties: false`,
  ],
  [
    "a field that one half of a condition denies",
    `type: object
     required: [line]
     properties: { line: { enum: [main, branch] }, loop: { type: integer } }
     allOf:
       - { if: { properties: { line: { const: main } } }, then: { required: [loop] }, else: { not: { required: [loop] } } }`,
  ],
  [
    "as many different objects as there may be, and one more",
    `type: array
     uniqueItems: true
     minItems: 2
     maxItems: 4
     items: { type: object, required: [side], properties: { side: { enum: [left, right] }, lit: { type: boolean } }, additionalProperties: false }`,
  ],
  [
    "a field whose variants exclude each other",
    `type: object
     required: [wagon]
     properties: { wagon: { type: string }, brake: { oneOf: [{ type: boolean }, { type: boolean }] } }`,
  ],
  [
    "fields within a field that cannot be",
    `type: object
     properties:
       load: { type: object, required: [kg], properties: { kg: { type: integer }, note: { type: string, minLength: 2 } }, allOf: [{ properties: { kg: { const: heavy } } }] }`,
  ],
  [
    "a list that is closed, and says how long it may be",
    `type: object
     required: [span]
     properties: { span: { type: array, prefixItems: [{ type: string }], items: false, maxItems: 1 } }`,
  ],
  [
    "a field that another one brings along",
    `type: object
     required: [engine]
     properties: { engine: { type: string }, driver: { type: string } }
     dependentRequired: { engine: [driver] }`,
  ],
  [
    "the other half of a condition without halves",
    `type: object
     properties: { platform: { type: [integer, string] }, sign: { type: string, pattern: '^[a-z]{2,4}$' } }
     maxProperties: 1
     if: { properties: { platform: { type: string } } }`,
  ],
];

const operations: readonly (readonly [what: string, operation: string])[] = [
  [
    "a parameter of which one field needs the only other one",
    `parameters:
       - name: span
         in: query
         schema:
           type: object
           properties: { from: { type: string, format: date }, to: { type: string, format: date } }
           dependentRequired: { to: [from] }`,
  ],
  [
    "an empty text in a parameter of JSON",
    `parameters:
       - { name: mark, in: query, content: { application/json: { schema: { type: [string, 'null'], minLength: 0, maxLength: 1 } } } }`,
  ],
  [
    "a list without items, which is written as one with an empty item",
    `parameters:
       - name: stops
         in: query
         style: pipeDelimited
         explode: false
         schema: { type: array, items: { type: string, minLength: 1, maxLength: 4 }, maxItems: 2 }`,
  ],
  [
    "an item that a path can only carry beside another one",
    `path: /lines/{stops}
     parameters:
       - { name: stops, in: path, required: true, schema: { type: array, items: { type: string, enum: [north, "a b", ""] }, minItems: 1 } }`,
  ],
  [
    "a list in a path whose only item is empty",
    `path: /lines/{stops}
     parameters: [{ name: stops, in: path, required: true, schema: { type: array, items: { type: string, enum: [""] }, minItems: 1 } }]`,
  ],
  [
    "variants that build on the union",
    `requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Car' } } } }
     components:
       schemas:
         Car:
           type: object
           required: [type]
           properties: { type: { type: string }, tag: { type: string, maxLength: 4 } }
           discriminator: { propertyName: type, mapping: { diner: '#/components/schemas/Diner', sleeper: '#/components/schemas/Sleeper' } }
           oneOf: [{ $ref: '#/components/schemas/Diner' }, { $ref: '#/components/schemas/Sleeper' }]
         Diner: { allOf: [{ $ref: '#/components/schemas/Car' }, { type: object, required: [seats], properties: { seats: { type: integer, minimum: 0 } } }] }
         Sleeper: { allOf: [{ $ref: '#/components/schemas/Car' }, { type: object, properties: { berths: { type: array, items: { type: string }, minItems: 1 } } }] }`,
  ],
];

const outdented = (yaml: string, indent: number) => yaml.replaceAll(`\n${" ".repeat(indent)}`, "\n");

describe("every goal is shown, or has a reason why no request can show it, for", () => {
  test.each([
    ...bodies.map(([what, schema]) => [what, bodyOf(outdented(schema, 5))] as const),
    ...operations.map(([what, operation]) => [what, operationOf(outdented(operation, 5))] as const),
  ])("%s", async (_what, document) => {
    const { findings, gaps, sent } = await tried(document);
    expect([findings, gaps]).toEqual([[], []]);
    expect(sent.length).toBeGreaterThan(5);
  });
});
