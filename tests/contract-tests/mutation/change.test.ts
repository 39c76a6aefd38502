import { expect, test } from "vitest";
import { canonical } from "../../../contract-tests/model/json.js";
import { child, rootNode } from "../../../contract-tests/model/node.js";
import { changed, inOperation } from "../../../contract-tests/mutation/change.js";
import { narrowerPatterns } from "../../../contract-tests/mutation/operators/narrower-patterns.js";
import { ours, second } from "./contracts.js";

const at = (...tokens: string[]) => ["paths", ...tokens];

test("changes a shared schema for one operation only, and leaves the document as it was", () => {
  const before = canonical(ours.document);
  const code = ["responses", "400", "content", "application/json", "schema", "properties", "errorCode"];
  const [one, other] = ours.operations;
  const after = rootNode(changed(ours.document, [...(one?.node.at ?? []), ...code], () => ({ type: "integer" })));
  expect(child(after, ...(one?.node.at ?? []), ...code)?.value).toEqual({ type: "integer" });
  expect(child(after, ...(other?.node.at ?? []), ...code)?.value).not.toEqual({ type: "integer" });
  expect(canonical(ours.document)).toBe(before);
});

test("changes a parameter of a path for one of its methods only", () => {
  const path = "/v2/plots/{plotId}";
  const way = inOperation(at(path, "parameters", "0", "schema"), at(path, "delete"));
  const after = rootNode(changed(second.document, way, () => ({ type: "integer" })));
  const own = child(after, ...at(path, "delete", "parameters", "1"))?.value;
  expect(own).toMatchObject({ name: "plotId", schema: { type: "integer" } });
  expect(child(after, ...at(path, "parameters", "0", "schema"))?.value).toMatchObject({ type: "string" });
});

test.each([
  ["^[a-c]{2,3}$", ["^[\\x62-c]{2,3}$", "^[a-\\x62]{2,3}$", "^[a-c]{3,3}$", "^[a-c]{2,2}$"]],
  ["^\\d+$", ["^[1-9]+$", "^[0-8]+$", "^\\d{2,}$", "^\\d{1,3}$"]],
  ["^(?:in|out)$", ["^(?:out)$", "^(?:in)$"]],
  ["^[-_]$", ["^[_]$", "^[-]$"]],
  ["^fixed$", []],
])("narrows %s at each of its edges", (pattern, expected) => {
  const made = narrowerPatterns(pattern).map((one) => one.pattern);
  expect([...made].sort()).toEqual([...expected].sort());
});
