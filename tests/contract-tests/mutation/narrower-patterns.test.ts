import { expect, test } from "vitest";
import { narrowerPatterns } from "../../../contract-tests/mutation/narrower-patterns.js";

test.each([
  ["^[a-c]{2,3}$", ["^[\\x62-c]{2,3}$", "^[a-\\x62]{2,3}$", "^[a-c]{3,3}$", "^[a-c]{2,2}$"]],
  ["^\\d+$", ["^[1-9]+$", "^[0-8]+$", "^\\d{2,}$", "^\\d{1,3}$"]],
  ["^(?:in|out)$", ["^(?:out)$", "^(?:in)$"]],
  ["^[-_]$", ["^[_]$", "^[-]$"]],
  ["^fixed$", []],
])("narrows %s at each of its edges", (pattern, expected) => {
  const made = narrowerPatterns(pattern).map(([, narrower]) => narrower);
  expect([...made].sort()).toEqual([...expected].sort());
});
