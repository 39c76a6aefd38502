import { expect, test } from "vitest";
import { patternOf } from "../../../contract-tests/model/regexp.js";

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
