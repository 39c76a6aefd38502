import fc from "fast-check";
import { expect, test } from "vitest";
import { automatonOf, takesText } from "../../../contract-tests/model/automaton.js";
import { endsSoon, matches, patternOf, unicodePattern } from "../../../contract-tests/model/regexp.js";

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

const endless = ["^(y+)+$", "(y|y)*z", "^(?:[a-z]+[-.]?)+@z$", "(y?){40}y{40}z", "([y-z]+)*!$", "^(y|yy)+z$"];

test.each(endless)("%s, with which an engine that backtracks never ends, has its verdict on a long text", (pattern) => {
  expect(matches(pattern, `${"y".repeat(3000)} `)).toBe(false);
  expect(endsSoon(pattern)).toBe(false);
});

test("a pattern that no automaton knows is decided on short texts, and else given up by its name", () => {
  const pattern = "^(?=(w+)+x)";
  expect(() => patternOf(pattern)?.test("w".repeat(64))).toThrow(JSON.stringify(pattern));
  expect(matches(pattern, "w".repeat(65))).toBeUndefined();
  expect(matches(pattern, "wx")).toBe(true);
});

test("an automaton takes the texts that the engine takes", () => {
  const part = fc.constantFrom("a", "b", ".", "[^a]", "\\w", "(?:a|ab)", "(?:b|🦉)", "^", "$");
  const times = fc.constantFrom("", "*", "+", "?", "{2}", "{0,2}");
  const pattern = fc
    .array(fc.tuple(part, times), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map(([one, count]) => (/[$^]/.test(one) && one.length === 1 ? one : one + count)).join(""));
  const text = fc.array(fc.constantFrom("a", "b", "🦉", "\n"), { maxLength: 6 }).map((all) => all.join(""));
  fc.assert(
    fc.property(pattern, text, (source, given) => {
      const automaton = automatonOf(source);
      return automaton === undefined || takesText(automaton, given) === new RegExp(source, "u").test(given);
    }),
  );
});
