import { fullFormats } from "ajv-formats/dist/formats.js";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { child, type Node, rootNode } from "../../../contract-tests/model/node.js";
import { allows } from "../../../contract-tests/model/validator.js";
import { without } from "../../../contract-tests/schema/conjunction.js";
import { engineOf, goalsAt, heldBy, isImplied } from "../../../contract-tests/schema/engine.js";
import { invalidSamples, refused } from "../../../contract-tests/schema/invalid-samples.js";
import { namesLike } from "../../../contract-tests/schema/place.js";
import { label } from "../../../contract-tests/schema/sample.js";
import { validSamples } from "../../../contract-tests/schema/valid-samples.js";
import { view } from "../../../contract-tests/schema/view.js";

function schema(value: JsonObject, schemas: JsonObject = {}): { node: Node; accepts: (value: Json) => boolean } {
  const document: JsonObject = { schema: value, components: { schemas } };
  const root = rootNode(document);
  const node = child(root, "schema");
  if (!node) {
    throw new Error("no schema");
  }
  return { node, accepts: (one) => allows(node, one) };
}

describe("formats", () => {
  // Numbers are sampled by their bounds, and the last two of these take any text.
  const ofText = Object.keys(fullFormats).filter((name) => !/^(?:int|float|double|password|binary)/.test(name));

  test.each(ofText)("%s has values that it takes, and values that it refuses", (format) => {
    const { node, accepts } = schema({ type: "string", format });
    const valid = validSamples(node).map(({ value }) => value);
    const invalid = invalidSamples(node).filter(({ at }) => at.at(-1) === "format");
    expect(valid.filter(accepts).length).toBeGreaterThan(0);
    expect(valid.filter((value) => !accepts(value))).toEqual([]);
    expect(invalid.length).toBeGreaterThan(0);
    expect(invalid.filter(({ value }) => accepts(value))).toEqual([]);
  });
});

test.each([
  ["blank where it may not be empty, as a provider that trims takes it for none", { minLength: 2 }, true],
  ["not blank where a pattern has a say", { minLength: 2, pattern: "^[a-z]+$" }, false],
])("a text is %s", (_what, keywords, isBlank) => {
  const values = validSamples(schema({ type: "string", ...keywords }).node).map(({ value }) => value);
  expect(values.includes("  ")).toBe(isBlank);
});

test("a group of a pattern that repeats without end is repeated several times", () => {
  expect(namesLike("^(?:no)+$")).toContainEqual(expect.stringMatching(/^(?:no){5,}$/));
});

test("a list whose items all differ is found by itself, and with one item too many", () => {
  const { node } = schema({
    ...{ type: "array", uniqueItems: true, minItems: 6, maxItems: 7 },
    items: { type: "string", pattern: "^B-\\d{3}$" },
  });
  const { sampler } = engineOf(node);
  const [most] = goalsAt(node).filter(({ goal }) => goal.keyword === "maxItems");
  const tooLong = most && sampler.values(without(heldBy(node), most.goal), { count: 40, also: [most.goal.part] });
  expect(sampler.samples(heldBy(node))).toHaveLength(1);
  expect(tooLong?.map((list) => Object.keys(Object(list)).length)).toContain(8);
});

test("a wrong type of one variant is the right type of none of the others", () => {
  const { node, accepts } = schema({ anyOf: [{ type: "string" }, { type: "integer" }, { type: "boolean" }] });
  const refused = invalidSamples(node).filter(({ value }) => value !== null && !accepts(value));
  expect(new Set(refused.map(({ at }) => at.join("/")))).toEqual(
    new Set(["schema/anyOf/0/type", "schema/anyOf/1/type", "schema/anyOf/2/type"]),
  );
});

const shapes: readonly [name: string, schema: JsonObject][] = [
  ["a bounded text", { type: "string", minLength: 2, maxLength: 5 }],
  ["a pattern", { type: "string", pattern: "^[A-Z]{2,3}-\\d+$" }],
  ["an email", { type: "string", format: "email" }],
  ["an enum", { type: "string", enum: ["a", "b", "c"] }],
  ["a nullable text", { type: ["string", "null"], minLength: 1 }],
  ["a bounded integer", { type: "integer", minimum: 3, maximum: 9 }],
  ["an exclusive bound", { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 }],
  ["a multiple", { type: "integer", multipleOf: 5, minimum: 5 }],
  [
    "a list with bounds",
    { type: "array", items: { type: "integer", minimum: 1 }, minItems: 1, maxItems: 3, uniqueItems: true },
  ],
  [
    "a closed object",
    {
      type: "object",
      additionalProperties: false,
      required: ["a"],
      properties: { a: { type: "string" }, b: { type: "boolean" } },
    },
  ],
  ["a map", { type: "object", additionalProperties: { type: ["number", "string"] } }],
  [
    "variants",
    {
      oneOf: [
        {
          type: "object",
          required: ["card"],
          additionalProperties: false,
          properties: { card: { type: "string", pattern: "^\\d{4}$" } },
        },
        { type: "object", required: ["iban"], additionalProperties: false, properties: { iban: { type: "string" } } },
      ],
    },
  ],
  [
    "all of",
    {
      allOf: [
        { type: "object", required: ["a"], properties: { a: { type: "string" } } },
        { type: "object", required: ["b"], properties: { b: { type: "integer" } } },
      ],
    },
  ],
];

describe("samples and faults", () => {
  test.each(shapes)("%s: at least two samples, all of them valid", (_name, value) => {
    const { node, accepts } = schema(value);
    const made = validSamples(node);
    expect(made.length).toBeGreaterThan(1);
    for (const sample of made) {
      expect([label(sample), accepts(sample.value)]).toEqual([label(sample), true]);
    }
  });

  test.each(shapes)("%s: faults, all of them invalid", (_name, value) => {
    const { node, accepts } = schema(value);
    const made = invalidSamples(node);
    expect(made.length).toBeGreaterThan(0);
    for (const fault of made) {
      expect([label(fault), accepts(fault.value)]).toEqual([label(fault), false]);
    }
  });

  test("both sides of each bound", () => {
    const { node } = schema({ type: "string", minLength: 2, maxLength: 5 });
    const lengths = (values: readonly { value: Json }[]) =>
      values.map(({ value }) => (typeof value === "string" ? [...value].length : -1));
    expect(lengths(validSamples(node))).toEqual(expect.arrayContaining([2, 5]));
    expect(lengths(invalidSamples(node))).toEqual(expect.arrayContaining([1, 6]));
    const longest = validSamples(node).filter(({ value }) => lengths([{ value }])[0] === 5);
    const beyondAscii = longest.map(({ value }) => /[^ -~]/.test(String(value)));
    expect(new Set(beyondAscii)).toEqual(new Set([true, false]));
  });

  test("each optional field alone, left out, and all together", () => {
    const { node } = schema({
      type: "object",
      additionalProperties: false,
      properties: { a: { type: "boolean" }, b: { type: "boolean" }, c: { type: "boolean" } },
    });
    const fields = validSamples(node).map(({ value }) => Object.keys(Object(value)).join(""));
    expect(fields).toEqual(expect.arrayContaining(["", "a", "b", "c", "ab", "ac", "bc", "abc"]));
  });

  test("a schema within itself ends", () => {
    const { node } = schema(
      { $ref: "#/components/schemas/Tree" },
      {
        Tree: {
          type: "object",
          required: ["name"],
          properties: { name: { type: "string" }, child: { $ref: "#/components/schemas/Tree" } },
        },
      },
    );
    expect(validSamples(node).length).toBeGreaterThan(2);
    expect(invalidSamples(node).length).toBeGreaterThan(2);
  });

  /** As many schemas that refer to each other, in every form in which a schema can: the form goes by the target. */
  function graph(count: number, more: (from: number, to: number) => boolean, required = false): JsonObject {
    const forms = [
      (one: JsonObject) => one,
      (one: JsonObject) => ({ type: "array", items: one }),
      (one: JsonObject) => ({ type: "object", additionalProperties: one }),
      (one: JsonObject) => ({ oneOf: [one, { type: "string" }] }),
      (one: JsonObject) => ({ allOf: [one, { properties: { extra: { type: "integer" } } }] }),
    ];
    const indices = Array.from({ length: count }, (_, index) => index);
    return Object.fromEntries(
      indices.map((from) => {
        const fields = indices.flatMap((to) => {
          const target = { $ref: `#/components/schemas/S${to}` };
          return more(from, to) ? [[`to${to}`, required ? target : forms[to % forms.length]?.(target)]] : [];
        });
        const properties = { name: { type: "string", maxLength: 9 }, ...Object.fromEntries(fields) };
        return [`S${from}`, { type: "object", properties, ...(required && { required: Object.keys(properties) }) }];
      }),
    );
  }

  test.each<[count: number, deep: Json]>([
    [12, { to1: [{ to2: {} }] }],
    [40, { to1: [{}] }],
  ])("%i schemas that all refer to each other, in every form: varied near the top", (count, deep) => {
    const { node, accepts } = schema(
      { $ref: "#/components/schemas/S0" },
      graph(count, () => true),
    );
    const valid = validSamples(node).map(({ value }) => value);
    expect(valid.slice(0, 100).filter(accepts)).toHaveLength(100);
    expect(valid).toEqual(expect.arrayContaining([deep]));
    const wrong = invalidSamples(node).map(({ value }) => value);
    expect(wrong.filter(accepts).length).toBeLessThan(wrong.length / 10);
  });

  test("a schema whose smallest value is beyond all measure has none", () => {
    const downwards = (count: number) => graph(count, (from, to) => to > from, true);
    expect(validSamples(schema({ $ref: "#/components/schemas/S0" }, downwards(5)).node).length).toBeGreaterThan(5);
    expect(validSamples(schema({ $ref: "#/components/schemas/S0" }, downwards(40)).node)).toEqual([]);
    const endless = graph(40, () => true, true);
    expect(validSamples(schema({ $ref: "#/components/schemas/S0" }, endless).node)).toEqual([]);
  });

  test("a search for a value among variants that lead to none ends", () => {
    const all = Array.from({ length: 40 }, (_, index) => ({ $ref: `#/components/schemas/S${index}` }));
    const next = { type: "object", required: ["next"], properties: { next: { oneOf: all } } };
    const schemas = Object.fromEntries(all.map((_, index) => [`S${index}`, next]));
    expect(validSamples(schema({ $ref: "#/components/schemas/S0" }, schemas).node)).toEqual([]);
  });

  test("values that the contract shows are preferred", () => {
    const { node } = schema({
      type: "object",
      required: ["loginId"],
      properties: { loginId: { type: "string", minLength: 1 } },
    });
    expect(validSamples(node, [{ loginId: "ada@example.com" }])[0]?.value).toEqual({ loginId: "ada@example.com" });
    expect(validSamples(schema({ type: "string" }).node, ["ada@example.com"])[0]?.value).toBe("ada@example.com");
  });
});

test.each<[keyword: string, schema: JsonObject]>([
  ["not", { type: "object", required: ["seat"], not: { required: ["seat", "berth"] } }],
  ["contains", { type: "array", items: { type: ["integer", "string"] }, contains: { type: "integer" } }],
  ["dependentRequired", { type: "object", dependentRequired: { seat: ["coach"] } }],
  ["propertyNames", { type: "object", propertyNames: { pattern: "^[a-z]+$" } }],
  ["uniqueItems", { type: "array", items: { enum: [1, 2, 3] }, minItems: 3, uniqueItems: true }],
  ["maxProperties", { type: "object", properties: { a: {}, b: {} }, maxProperties: 1, additionalProperties: false }],
])("%s is broken by a value that holds without it", (keyword, value) => {
  const { node, accepts } = schema(value);
  const { [keyword]: _left, ...rest } = value;
  const breaking = invalidSamples(node).filter(({ at }) => at.at(-1) === keyword);
  expect(breaking.length).toBeGreaterThan(0);
  for (const sample of breaking) {
    expect([accepts(sample.value), schema(rest).accepts(sample.value)]).toEqual([false, true]);
  }
});

test.each<[what: string, schema: JsonObject, fits: (value: Json) => boolean]>([
  [
    "names by a pattern",
    {
      type: "object",
      minProperties: 1,
      additionalProperties: false,
      patternProperties: { "^n_[0-9]+$": { type: "boolean" } },
    },
    () => true,
  ],
  [
    "a format and a pattern",
    { type: "string", format: "date-time", pattern: "^2031" },
    (value) => String(value).startsWith("2031"),
  ],
  [
    "two patterns",
    { allOf: [{ type: "string", pattern: "^[a-f]+$" }, { pattern: "^[d-z]+$" }, { minLength: 3 }] },
    () => true,
  ],
  ["a narrow interval", { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.002 }, () => true],
  [
    "two steps",
    { allOf: [{ type: "integer", multipleOf: 6 }, { multipleOf: 10 }, { minimum: 7 }] },
    (value) => Number(value) % 30 === 0,
  ],
])("what several keywords leave has a value: %s", (_what, value, fits) => {
  const { node, accepts } = schema(value);
  const made = validSamples(node).map((sample) => sample.value);
  expect(made.length).toBeGreaterThan(0);
  expect(made.filter((one) => !accepts(one) || !fits(one))).toEqual([]);
});

describe("patterns", () => {
  test.each([
    ["^E\\d{6}$", ["E000000", "E999999"]],
    ["^[a-f0-9]{2,4}$", ["aa", "aaaa", "f", "0", "9"].filter((text) => text.length > 1)],
    ["^(?:red|green)$", ["red", "green"]],
    ["\\*", ["*", "a*", "*a"]],
  ])("%s: every alternative and both ends of every class and repetition", (pattern, expected) => {
    const found = namesLike(pattern);
    expect(found).toEqual(expect.arrayContaining(expected));
    for (const text of found) {
      expect(text).toMatch(new RegExp(pattern, "u"));
    }
  });

  test("what is refused is a small step away", () => {
    expect(refused("^\\d{2}$")).toEqual(["0", "00~", "~00"]);
  });

  test("a pattern that is no regular expression gives nothing", () => {
    expect(namesLike("(")).toEqual([]);
  });
});

test("a bound that no sample is at by itself is reached by one that is looked for", () => {
  const { node } = schema({ type: "object", maxProperties: 4 });
  expect(validSamples(node).map(({ value }) => Object.keys(Object(value)).length)).toContain(4);
});

test("a condition is assumed, and none of its goals is asked", () => {
  // biome-ignore lint/suspicious/noThenProperty: that is the keyword
  const { node } = schema({ type: "object", if: { required: ["tack"] }, then: { required: ["sheet"] } });
  const asked = view(node).branches.flatMap((branch) => goalsAt(branch).map(({ at }) => at.join("/")));
  expect(asked).toContain("schema/then/required");
  expect(asked).not.toContain("schema/if/required");
});

test("a goal counts as implied only if nothing is left open about the values without it", () => {
  const { node } = schema({ type: "string", enum: ["a", "bbb"], format: "boat", maxLength: 2 });
  const [most] = goalsAt(node).filter(({ goal }) => goal.keyword === "maxLength");
  expect(most && isImplied(node, heldBy(node), most.goal)).toBe(false);
});
