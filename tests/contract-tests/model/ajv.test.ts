import { describe, expect, it } from "vitest";
import { createAjv } from "../../../contract-tests/model/ajv.js";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";

/** Read from text, as `__proto__` in an object literal is something else. */
function refusals(schema: string, value: string): string[] {
  const read: JsonObject = JSON.parse(schema);
  const given: Json = JSON.parse(value);
  return createAjv()
    .compile(read)(given)
    .map(({ keyword }) => keyword);
}

const names = ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"];

describe("a field with a name that every object knows", () => {
  it.each(names)("%s is there only where it was sent", (name) => {
    expect(refusals(`{"required":["${name}"]}`, "{}")).toEqual(["required"]);
    expect(refusals(`{"required":["${name}"]}`, `{"${name}":null}`)).toEqual([]);
    expect(refusals(`{"properties":{"${name}":{"type":"string"}}}`, "{}")).toEqual([]);
    expect(refusals(`{"dependentRequired":{"${name}":["berth"]}}`, "{}")).toEqual([]);
    expect(refusals(`{"dependentRequired":{"berth":["${name}"]}}`, `{"berth":4}`)).toContain("dependentRequired");
  });

  it.each(names)("%s has the schema that is written for it", (name) => {
    expect(refusals(`{"properties":{"${name}":{"type":"string"}}}`, `{"${name}":4}`)).toEqual(["type"]);
    const closed = `{"properties":{"${name}":{"type":"string"}},"additionalProperties":false}`;
    expect(refusals(closed, `{"${name}":"x"}`)).toEqual([]);
    expect(refusals(`{"properties":{},"additionalProperties":false}`, `{"${name}":"x"}`)).not.toEqual([]);
    expect(refusals(`{"patternProperties":{"${name}":{"type":"string"}}}`, `{"my ${name}":4}`)).toEqual(["type"]);
    expect(refusals(`{"propertyNames":{"enum":["${name}"]}}`, `{"${name}":4}`)).toEqual([]);
  });

  it.each(names)("%s is followed by what depends on it", (name) => {
    expect(refusals(`{"dependentRequired":{"${name}":["berth"]}}`, `{"${name}":4}`)).not.toEqual([]);
    expect(refusals(`{"dependentSchemas":{"${name}":{"required":["berth"]}}}`, `{"${name}":4}`)).toContain("required");
  });

  it.each(names)("%s is evaluated only by a schema that names it", (name) => {
    const either = (other: string) =>
      `{"anyOf":[{"properties":{"keel":{}},"required":["keel"]},{"properties":{"${other}":{}}}],"unevaluatedProperties":false}`;
    expect(refusals(either("mast"), `{"${name}":4}`)).toContain("unevaluatedProperties");
    expect(refusals(either(name), `{"${name}":4}`)).toEqual([]);
  });
});

describe("values are equal as JSON", () => {
  it.each([
    [`[{"toString":""},{"toString":"x"}]`, []],
    [`[{"valueOf":1},{"valueOf":1}]`, ["uniqueItems"]],
    [`[{"constructor":{}},{"constructor":{}}]`, ["uniqueItems"]],
    [`[{"__proto__":1},{}]`, []],
    [`[{"a":1,"b":[2]},{"b":[2.0],"a":1}]`, ["uniqueItems"]],
    [`["__proto__","constructor",1,"1",true,null]`, []],
  ])("in the list %s", (list, expected) => {
    expect(refusals(`{"uniqueItems":true}`, list)).toEqual(expected);
  });

  it("in an enum and a const", () => {
    expect(refusals(`{"enum":[{"toString":""}]}`, `{"toString":""}`)).toEqual([]);
    expect(refusals(`{"const":{"valueOf":{"constructor":1}}}`, `{"valueOf":{"constructor":1}}`)).toEqual([]);
    expect(refusals(`{"const":{"__proto__":1}}`, "{}")).toEqual(["const"]);
  });
});

describe("decimal steps", () => {
  it("are counted as they are written", () => {
    expect(refusals(`{"multipleOf":0.01}`, "4.35")).toEqual([]);
    expect(refusals(`{"multipleOf":0.01}`, "4.355")).toEqual(["multipleOf"]);
    expect(refusals(`{"multipleOf":1e-7}`, "3e-7")).toEqual([]);
    expect(refusals(`{"type":"integer","multipleOf":3}`, "9000000000000000")).toEqual([]);
  });
});

describe("formats are those of their RFCs", () => {
  it.each([
    ["date-time", "2027-03-04T05:06:07+01:30", "2027-03-04T05:06:07+0130"],
    ["date-time", "2027-03-04t05:06:07.8z", "2027-03-04 05:06:07Z"],
    ["date-time", "2016-12-31T18:59:60-05:00", "2016-12-31T18:58:60-05:00"],
    ["date-time", "2028-02-29T00:00:00Z", "2027-02-29T00:00:00Z"],
    ["time", "05:06:07-00:00", "05:06:07-00"],
    ["time", "23:59:30+01:00", "24:59:30+01:00"],
    ["duration", "P1Y2M3DT4H5M6S", "P1Y3D"],
    ["duration", "PT4H5M", "PT4H6S"],
    ["uri", "https://[2001:db8::a]:8/b?c=%2F#d", 'https://a"b.example/'],
    ["uri", "urn:example:a", "1urn:example:a"],
    ["uri-reference", "./a:b", "1a:b"],
    ["url", "https://localhost:3000/a", "mailto:a@example.com"],
    ["uuid", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301"],
    ["byte", "c2FpbA==", "c2FpbA==\n!"],
  ])("%s accepts %s and refuses %s", (format, valid, invalid) => {
    const schema = JSON.stringify({ format });
    expect(refusals(schema, JSON.stringify(valid))).toEqual([]);
    expect(refusals(schema, JSON.stringify(invalid))).toEqual(["format"]);
  });
});

describe("a value that cannot be judged within a limit", () => {
  const levels = Array.from({ length: 40 }, (_, level) => [
    `level${level}`,
    { allOf: [{ $ref: `#/$defs/level${level + 1}` }, { allOf: [{ $ref: `#/$defs/level${level + 1}` }] }] },
  ]);
  it.each([
    [
      "schemas that lead to the same ones on many ways",
      { $ref: "#/$defs/level0", $defs: { ...Object.fromEntries(levels), level40: {} } },
      {},
      /5000000 times/,
    ],
    [
      "a schema that leads to itself",
      { $ref: "#/$defs/self", $defs: { self: { allOf: [{ $ref: "#/$defs/self" }] } } },
      {},
      /too many levels/,
    ],
    [
      "a pattern that goes back and forth",
      { pattern: "^(?=(y+)+z)" },
      "y".repeat(60),
      /\^\(\?=\(y\+\)\+z\).* within 500 ms/,
    ],
  ] satisfies [string, JsonObject, Json, RegExp][])("%s", (_, schema, value, reason) => {
    expect(() => createAjv().compile(schema)(value)).toThrow(reason);
  });
});
