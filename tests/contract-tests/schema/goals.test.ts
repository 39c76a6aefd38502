import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";
import { bodiesOf, bodyOf, tried } from "../one-operation.js";

const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true, validateSchema: false });
formats.default(ajv);
const accepts = (schema: Json) => ajv.compile(isObject(schema) ? schema : false);

/** One thing that a schema asks, told by another schema: what a sent value has to be by the one and by the other. */
interface Goal {
  readonly text: string;
  /** Valid values have to be sent that this one refuses, or invalid ones that it accepts. */
  readonly sent: "valid" | "invalid";
  readonly other: Json;
}

/** Keywords with a number, each with which way it is widened. */
const bounds: Readonly<Record<string, 1 | -1>> = {
  minLength: -1,
  maxLength: 1,
  minimum: -1,
  maximum: 1,
  minItems: -1,
  maxItems: 1,
  minProperties: -1,
  maxProperties: 1,
};
const exclusive: Readonly<Record<string, string>> = { exclusiveMinimum: "minimum", exclusiveMaximum: "maximum" };
const inclusive: Readonly<Record<string, string>> = { minimum: "exclusiveMinimum", maximum: "exclusiveMaximum" };

/**
 * What has to be sent of a schema: read off its keywords here, by rules that share nothing with how values are made.
 * `whole` makes the schema of a whole body of one that stands in the place of this one.
 */
function goalsOf(schema: JsonObject, whole: (here: Json) => Json, place = ""): Goal[] {
  const here: Here = {
    schema,
    goal: (sent, text, other) => ({ sent, text: `${place}: ${text}`, other: whole(other) }),
    only: (sent, text, more) => here.goal(sent, text, { ...schema, allOf: [...[schema.allOf ?? []].flat(), more] }),
  };
  const own = Object.entries(schema).flatMap(([keyword, value]) =>
    typeof value === "number" ? ofBound(here, keyword, value) : ofKeyword(here, keyword, [value].flat()),
  );
  return [
    ...own,
    ...ofTypes(here),
    ...ofFields(schema, whole, place),
    ...ofAllButOne(schema, whole, place),
    ...inside(schema, whole, place),
  ];
}

/** A schema, and how a goal of it is made: with another schema in its place, or with one that holds beside it. */
interface Here {
  readonly schema: JsonObject;
  readonly goal: (sent: Goal["sent"], text: string, other: JsonObject) => Goal;
  readonly only: (sent: Goal["sent"], text: string, more: JsonObject) => Goal;
}

function without(schema: JsonObject, ...keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}

function ofBound({ schema, goal, only }: Here, keyword: string, value: number): Goal[] {
  const rest = without(schema, keyword);
  const at = exclusive[keyword];
  if (at !== undefined) {
    return [
      goal("invalid", `exactly at ${keyword}`, { ...rest, [at]: value }),
      ...nextTo({ schema, only }, keyword, value),
    ];
  }
  const wider = bounds[keyword];
  if (wider === undefined) {
    return keyword === "multipleOf" ? [goal("invalid", "multipleOf broken", rest)] : [];
  }
  const step = /imum$/.test(keyword) && schema.type === "number" ? 0.5 : Number(schema.multipleOf ?? 1);
  // Nothing is shorter than nothing.
  const canBeCrossed = keyword === "minimum" || wider > 0 || value > 0;
  const beyond = inclusive[keyword];
  return [
    ...(canBeCrossed
      ? [goal("invalid", `${keyword} crossed by one`, { ...rest, [keyword]: value + wider * step })]
      : []),
    only("valid", `at its ${keyword}`, beyond === undefined ? { [keyword]: value - wider } : { [beyond]: value }),
  ];
}

/** Of whole numbers and of multiples, the one next to an exclusive bound, where the bound is such a number itself. */
function nextTo({ schema, only }: Pick<Here, "schema" | "only">, keyword: string, value: number): Goal[] {
  const step = Number(schema.multipleOf ?? 1);
  const next = keyword === "exclusiveMinimum" ? value + step : value - step;
  return schema.type === "integer" && value % step === 0
    ? [only("valid", `next to ${keyword}`, { not: { const: next } })]
    : [];
}

function ofKeyword({ schema, goal, only }: Here, keyword: string, values: readonly Json[]): Goal[] {
  switch (keyword) {
    case "type":
      return schema.enum === undefined
        ? [
            goal("invalid", "type broken", without(schema, keyword)),
            ...(values.includes("null") ? [] : [goal("invalid", "null sent", { anyOf: [schema, { type: "null" }] })]),
            ...(values.includes("integer")
              ? [goal("invalid", "a fraction sent", { anyOf: [schema, { type: "number", not: { type: "integer" } }] })]
              : []),
          ]
        : [];
    case "pattern":
    case "format":
    case "uniqueItems":
      return [goal("invalid", `${keyword} broken`, without(schema, keyword))];
    case "const":
      return [goal("invalid", "const broken", without(schema, "const"))];
    case "enum":
      return [
        goal("invalid", "enum broken", without(schema, "enum")),
        ...values.map((one) => only("valid", `the value ${JSON.stringify(one)}`, { not: { const: one } })),
      ];
    case "required":
      return values.map((name) =>
        goal("invalid", `${String(name)} left out`, { ...schema, required: values.filter((one) => one !== name) }),
      );
    case "additionalProperties":
      return values[0] === false ? [goal("invalid", "a field that is not listed", without(schema, keyword))] : [];
    case "anyOf":
    case "oneOf":
      return values.map((_, index) =>
        goal("valid", `variant ${index + 1}`, { ...schema, [keyword]: values.filter((__, at) => at !== index) }),
      );
    default:
      return [];
  }
}

/** Values that any schema of a type has, where nothing speaks against them. */
function ofTypes({ schema, only }: Here): Goal[] {
  const values: Readonly<Record<string, readonly Json[]>> = {
    integer: [0],
    number: [0],
    boolean: [true, false],
    null: [null],
    string: [""],
  };
  const fits = accepts(schema);
  return [schema.type ?? []]
    .flat()
    .flatMap((type) => values[String(type)] ?? [])
    .filter((value) => fits(value))
    .map((value) => only("valid", `the value ${JSON.stringify(value)}`, { not: { const: value } }));
}

function ofFields(schema: JsonObject, whole: (here: Json) => Json, place: string): Goal[] {
  const { properties } = schema;
  const required = [schema.required ?? []].flat();
  return Object.keys(Object(properties)).flatMap((name): Goal[] => [
    {
      sent: "valid",
      text: `${place}.${name} is there`,
      other: whole({ ...schema, properties: { ...Object(properties), [name]: false } }),
    },
    ...(required.includes(name)
      ? []
      : [
          {
            sent: "valid" as const,
            text: `${place}.${name} is left out`,
            other: whole({ ...schema, required: [...required, name] }),
          },
        ]),
  ]);
}

/** Each optional field missing where all the others are there. */
function ofAllButOne(schema: JsonObject, whole: (here: Json) => Json, place: string): Goal[] {
  const names = Object.keys(Object(schema.properties));
  const required = [schema.required ?? []].flat();
  const optional = names.filter((name) => !required.includes(name));
  return optional.length < 2
    ? []
    : optional.map((name) => {
        const rest = names.filter((other) => other !== name);
        return {
          sent: "valid",
          text: `${place}: every field but ${name}`,
          other: whole({ ...schema, not: { required: rest, properties: { [name]: false } } }),
        };
      });
}

/** The same of what stands inside. */
function inside(schema: JsonObject, whole: (here: Json) => Json, place: string): Goal[] {
  const at = (inner: Json | undefined, name: string, put: (here: Json) => JsonObject): Goal[] =>
    isObject(inner) ? goalsOf(inner, (here) => whole({ ...schema, ...put(here) }), `${place}${name}`) : [];
  const lists = ["allOf", "anyOf", "oneOf", "prefixItems"].flatMap((keyword) => {
    const list = [schema[keyword] ?? []].flat();
    return list.flatMap((one, index) =>
      at(one, `.${keyword}[${index}]`, (here) => ({ [keyword]: list.with(index, here) })),
    );
  });
  const { properties } = schema;
  return [
    ...Object.entries(isObject(properties) ? properties : {}).flatMap(([name, one]) =>
      at(one, `.${name}`, (here) => ({ properties: { ...Object(properties), [name]: here } })),
    ),
    ...at(schema.items, "[]", (here) => ({ items: here })),
    ...at(schema.additionalProperties, ".*", (here) => ({ additionalProperties: here })),
    ...lists,
  ];
}

/** Schemas by what there is to get wrong about them; behind some, the goals that no value shows. */
const shapes: Readonly<Record<string, readonly [schema: string, unshown?: readonly string[]]>> = {
  "a text between two lengths": ["{ type: string, minLength: 3, maxLength: 7 }"],
  "a text of one length": ["{ type: string, minLength: 4, maxLength: 4 }"],
  "a text that may be empty": ["{ type: string, maxLength: 2 }"],
  "a pattern with a length": ["{ type: string, pattern: '^[A-C]+$', minLength: 2, maxLength: 5 }"],
  "a number of steps": ["{ type: integer, minimum: 4, maximum: 20, multipleOf: 4 }"],
  "a number around zero": ["{ type: integer, minimum: -3, maximum: 3 }"],
  "a whole number without bounds": ["{ type: integer }"],
  "a fraction": ["{ type: number, minimum: 0.5, maximum: 2.5 }"],
  "an open interval": ["{ type: integer, exclusiveMinimum: 0, exclusiveMaximum: 9 }"],
  "an open interval of steps": [
    "{ type: integer, exclusiveMinimum: 5, exclusiveMaximum: 25, multipleOf: 5 }",
    [": multipleOf broken"],
  ],
  "bounds between the steps": [
    "{ type: integer, minimum: 5, maximum: 19, multipleOf: 4 }",
    [": minimum crossed by one", ": at its minimum", ": maximum crossed by one", ": at its maximum"],
  ],
  "an open interval of fractions": ["{ type: number, exclusiveMinimum: 0, exclusiveMaximum: 1 }"],
  "several types": ["{ type: [boolean, 'null', integer] }"],
  "listed values": ["{ enum: [north, south, '', 3, null] }"],
  "listed texts": ["{ type: string, enum: [north, south] }"],
  "one value": ["{ const: north }"],
  "a date": ["{ type: string, format: date }"],
  "a short list": ["{ type: array, items: { type: string }, minItems: 2, maxItems: 4 }"],
  "a list of different items": [
    "{ type: array, items: { type: integer }, minItems: 1, maxItems: 3, uniqueItems: true }",
    [": maxItems crossed by one"],
  ],
  "a list within a list": [
    "{ type: array, items: { type: array, items: { type: integer, maximum: 5 }, minItems: 1 }, minItems: 1 }",
  ],
  "a tuple": [
    "{ type: array, prefixItems: [{ type: string, minLength: 1 }, { type: integer, maximum: 4 }], minItems: 2 }",
  ],
  "a map": [
    "{ type: object, additionalProperties: { type: integer, minimum: 2 }, minProperties: 2, maxProperties: 3 }",
  ],
  "fields, some of them required": [
    "{ type: object, required: [a, c], additionalProperties: false, properties: { a: { type: string }, b: { type: boolean }, c: { type: integer, minimum: 1 }, d: { type: string, enum: [x, y] } } }",
  ],
  "two optional fields": [
    "{ type: object, required: [a], additionalProperties: false, properties: { a: { type: string }, b: { type: boolean }, c: { type: integer } } }",
  ],
  "fields within fields": [
    "{ type: object, required: [a], properties: { a: { type: object, required: [b], properties: { b: { type: string, maxLength: 3 }, c: { type: array, items: { type: boolean } } } } } }",
  ],
  "two parts with a bound each": [
    "{ allOf: [{ type: string, minLength: 2 }, { minLength: 5 }, { maxLength: 8 }] }",
    [".allOf[0]: minLength crossed by one", ".allOf[0]: at its minLength"],
  ],
  "two parts with fields": [
    "{ allOf: [{ type: object, required: [a], properties: { a: { type: string, minLength: 1 } } }, { type: object, properties: { b: { type: integer, maximum: 3 } } }] }",
    ["type broken", "null sent"].flatMap((text) => [`.allOf[0]: ${text}`, `.allOf[1]: ${text}`]),
  ],
  "variants with a field beside them": [
    "{ type: object, required: [kind], properties: { kind: { type: string, minLength: 2 } }, oneOf: [{ required: [a], properties: { a: { type: string } } }, { required: [b], properties: { b: { type: integer, minimum: 1 } } }] }",
    [": type broken"],
  ],
  "variants by a tag": [
    "{ oneOf: [{ type: object, required: [kind, a], properties: { kind: { const: x }, a: { type: integer, maximum: 8 } } }, { type: object, required: [kind], properties: { kind: { const: y }, b: { type: boolean } } }] }",
  ],
  "variants of texts and numbers": ["{ anyOf: [{ type: string, maxLength: 3 }, { type: integer, minimum: 2 }] }"],
};

test.each(Object.entries(shapes))(
  "%s: all that it asks is sent, met and broken",
  async (_name, [yaml, unshown = []]) => {
    const schema = parse(yaml) as JsonObject;
    const run = await tried(bodyOf(schema));
    expect([run.findings, run.gaps]).toEqual([[], []]);
    const isValid = accepts(schema);
    const [valid, invalid] = [bodiesOf(run, "accepts-valid-request"), bodiesOf(run, "rejects-invalid-request")];
    expect(valid.filter((value) => !isValid(value))).toEqual([]);
    expect(invalid.filter((value) => isValid(value))).toEqual([]);
    const open = goalsOf(schema, (here) => here).filter((goal) => ![...valid, ...invalid].some(shows(schema, goal)));
    expect(open.map(({ text }) => text).filter((text) => !unshown.includes(text))).toEqual([]);
  },
);

/** Whether a value shows a goal of a schema. */
function shows(schema: JsonObject, { sent, other }: Goal): (value: Json) => boolean {
  const [isValid, takes] = [accepts(schema), accepts(other)];
  return (value) => isValid(value) === (sent === "valid") && takes(value) === (sent === "invalid");
}

/** The goals that coverage requires wherever they stand. */
const required =
  /(?:Length|imum|Items) crossed|at its m..(?:Length|imum|Items)|exactly at|the value "\w|enum broken|\.\w is |not listed/;

test("what no case shows any more is a gap: each kind of goal, in the first shape that has it", async () => {
  const seen = new Set<string>();
  for (const [name, [yaml, unshown = []]] of Object.entries(shapes)) {
    const schema = parse(yaml) as JsonObject;
    const goals = goalsOf(schema, (here) => here).filter(({ text }) => {
      const kind = text.replace(/^.*: |^.*\.\w is |"\w+"/g, "");
      return required.test(text) && !unshown.includes(text) && !seen.has(kind) && seen.add(kind);
    });
    const run = goals.length > 0 ? await tried(bodyOf(schema)) : undefined;
    for (const goal of goals) {
      expect(run?.gapsWithout(shows(schema, goal)), `${name}: ${goal.text}`).not.toEqual([]);
    }
  }
  expect(seen.size).toBeGreaterThan(15);
});
