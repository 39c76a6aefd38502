import { describe, expect, test } from "vitest";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";

/** What the table knows of errors, for a contract with these schemas of its code and these examples. */
function errorsOf(code: JsonObject, ...examples: JsonObject[]) {
  const schema = {
    type: "object",
    properties: { fault: { type: "string", "x-error-part": "code", ...code }, text: { "x-error-part": "description" } },
  };
  const content = (values: JsonObject[]): JsonObject => ({
    "application/json": { schema, examples: Object.fromEntries(values.map((value, at) => [`e${at}`, { value }])) },
  });
  const [first = [], second = []] = [examples.slice(0, 2), examples.slice(2)];
  const { errorBody, errors } = readContract({
    openapi: "3.1.0",
    info: { title: "Kites", version: "1" },
    servers: [{ url: "https://kites.example" }],
    paths: {
      "/kites": {
        get: {
          operationId: "listKites",
          responses: {
            "200": { description: "fine", content: content([{ fault: "none", text: "not an error" }]) },
            "404": { description: "no", content: content(first) },
            default: { description: "no", content: content(second) },
          },
        },
      },
    },
  }).table;
  return { pattern: errorBody?.codePattern, errors };
}

const accepts = (pattern: string | undefined, code: string) => new RegExp(`^(?:${pattern})$`).test(code);

describe("what a client may repeat of an error is in the contract", () => {
  test("a code is explained by the first error example that shows it with a description", () => {
    const { errors } = errorsOf(
      { pattern: "^K\\d+$" },
      { fault: "K2", text: "The line is torn" },
      { fault: "K1" },
      { fault: "K1", text: "No wind" },
      { fault: "K2", text: "Torn" },
      { fault: 7, text: "no code" },
    );
    expect(errors).toEqual({ K1: "No wind", K2: "The line is torn" });
  });

  test("nothing is explained where no example does", () => {
    expect(errorsOf({ pattern: "^K\\d+$" }, { fault: "K1" }).errors).toBeUndefined();
  });

  test("codes are told by the pattern of their schema, as a whole", () => {
    const { pattern } = errorsOf({ pattern: "K\\d+" }, { fault: "K1" });
    expect(["K1", "K22", "K1 for ada", "L1"].map((code) => accepts(pattern, code))).toEqual([true, true, false, false]);
  });

  test("and by what is shown beside it, letter by letter", () => {
    const { pattern } = errorsOf({ pattern: "^K-", examples: ["K-a.b", "K-c", "other(1)"] });
    const codes = ["K-a.b", "K-c", "other(1)", "K-axb", "K-d", "other1", ""];
    expect(codes.map((code) => accepts(pattern, code))).toEqual([true, true, true, false, false, false, false]);
  });

  test("or by these alone", () => {
    const { pattern } = errorsOf({ examples: ["torn", "tied"] }, { fault: "lost" });
    expect(["torn", "tied", "lost", "torn tied"].map((code) => accepts(pattern, code))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(errorsOf({}).pattern).toBeUndefined();
  });
});
