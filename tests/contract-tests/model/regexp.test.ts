import { expect, test } from "vitest";
import { patternOf, unicodePattern } from "../../../contract-tests/model/regexp.js";

test("a pattern counts code points, not halves of them", () => {
  expect(patternOf("^.$")?.test("🦉")).toBe(true);
});

test("needless escapes, which ECMA-262 refuses with u, are read without it", () => {
  const pattern = patternOf("^\\w+\\@\\w+$");
  expect(pattern?.test("a@b")).toBe(true);
  expect(pattern?.test("a-b")).toBe(false);
});

test("what is no regular expression is told apart", () => {
  expect(patternOf("(")).toBeUndefined();
});

test.each([
  ["^a\\-b$", "a-b", "a_b"],
  ["^[\\w-\\.]+\\@x$", "a.b-c@x", "a+b@x"],
  ["^{x}]$", "{x}]", "x"],
])("%s means the same with u", (pattern, right, wrong) => {
  const unicode = unicodePattern(pattern);
  expect(new RegExp(unicode, "u").test(right)).toBe(true);
  expect(new RegExp(unicode, "u").test(wrong)).toBe(false);
});

test("a pattern that is valid with u, or never, stays as it is", () => {
  expect(unicodePattern("^\\d+$")).toBe("^\\d+$");
  expect(unicodePattern("(")).toBe("(");
});
