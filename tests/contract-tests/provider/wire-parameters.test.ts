import { describe, expect, test } from "vitest";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { headerTexts, pathAndQuery, readings, written } from "../../../contract-tests/provider/wire-parameters.js";
import { createEngine } from "../../../src/engine.js";
import { writeParams } from "../../../src/parameters.js";

const list = { type: "array", items: { type: "integer" } };
const object = { type: "object", properties: { R: { type: "integer" }, name: { type: "string" } } };

/** A contract of one operation with one parameter. */
function contractOf(parameter: JsonObject) {
  const name = String(parameter.name);
  const path = parameter.in === "path" ? `/sails/{${name}}` : "/sails";
  return readContract({
    openapi: "3.1.0",
    info: { title: "Sails", version: "1.0.0" },
    servers: [{ url: "https://api.example.com" }],
    paths: {
      [path]: {
        get: { operationId: "findSails", parameters: [parameter], responses: { "204": { description: "Fine" } } },
      },
    },
  });
}

const path = { name: "p", in: "path", required: true };
const query = { name: "q", in: "query" };
const header = { name: "X-P", in: "header" };

/** As the tables of OpenAPI show them; where a separator is written by us it is percent-encoded, which means the same. */
const styles: readonly [what: string, parameter: JsonObject, value: Json, wire: string][] = [
  ["a path's text", { ...path, schema: { type: "string" } }, "a b", "/sails/a%20b"],
  ["a path's list", { ...path, schema: list }, [3, 4], "/sails/3,4"],
  ["a path's object", { ...path, schema: object }, { R: 1, name: "x" }, "/sails/R,1,name,x"],
  ["a path's object, exploded", { ...path, explode: true, schema: object }, { R: 1, name: "x" }, "/sails/R=1,name=x"],
  ["a label", { ...path, style: "label", schema: { type: "integer" } }, 5, "/sails/.5"],
  ["a label's list", { ...path, style: "label", schema: list }, [3, 4], "/sails/.3,4"],
  ["a label's list, exploded", { ...path, style: "label", explode: true, schema: list }, [3, 4], "/sails/.3.4"],
  ["a matrix", { ...path, style: "matrix", schema: { type: "integer" } }, 5, "/sails/;p=5"],
  ["a matrix's list", { ...path, style: "matrix", schema: list }, [3, 4], "/sails/;p=3,4"],
  ["a matrix's list, exploded", { ...path, style: "matrix", explode: true, schema: list }, [3, 4], "/sails/;p=3;p=4"],
  ["a matrix's object, exploded", { ...path, style: "matrix", explode: true, schema: object }, { R: 1 }, "/sails/;R=1"],
  ["a query's list", { ...query, schema: list }, [3, 4], "/sails?q=3&q=4"],
  ["a query's list with commas", { ...query, explode: false, schema: list }, [3, 4], "/sails?q=3,4"],
  ["a query's list with pipes", { ...query, style: "pipeDelimited", schema: list }, [3, 4], "/sails?q=3|4"],
  ["a query's list with spaces", { ...query, style: "spaceDelimited", schema: list }, [3, 4], "/sails?q=3 4"],
  ["a query's object", { ...query, schema: object }, { R: 1, name: "x" }, "/sails?R=1&name=x"],
  ["a query's object with commas", { ...query, explode: false, schema: object }, { R: 1 }, "/sails?q=R,1"],
  ["a deep object", { ...query, style: "deepObject", schema: object }, { R: 1, name: "x" }, "/sails?q[R]=1&q[name]=x"],
  ["JSON in a query", { ...query, content: { "application/json": { schema: object } } }, { R: 1 }, '/sails?q={"R":1}'],
  ["a header's list", { ...header, schema: list }, [3, 4], "3,4"],
  ["a header's object", { ...header, schema: object }, { R: 1, name: "x" }, "R,1,name,x"],
  ["a header's object, exploded", { ...header, explode: true, schema: object }, { R: 1, name: "x" }, "R=1,name=x"],
];

const decoded = (text: string) => decodeURIComponent(text.replaceAll("+", " "));

describe("a parameter is written in its style, and read back as what it was", () => {
  test.each(styles)("%s", (_what, definition, value, wire) => {
    const [operation] = contractOf(definition).operations;
    const [parameter] = operation?.parameters ?? [];
    if (!operation || !parameter || parameter.in === "cookie") {
      throw new Error("not read");
    }
    const params = { [parameter.in]: { [parameter.name]: value } };
    const target = decoded(pathAndQuery(operation, params));
    expect(parameter.in === "header" ? headerTexts(operation, params)[0]?.[1] : target).toBe(decoded(wire));
    expect(readings(parameter, written(parameter, value) ?? [])).toContainEqual(value);
  });
});

describe("the client writes the same", () => {
  test.each(styles)("%s", async (_what, definition, value, wire) => {
    const { table } = contractOf(definition);
    let sent: Request | undefined;
    const options = {
      projectId: "P2abc",
      baseUrl: "https://api.example.com",
      fetch: async (url: string, init: RequestInit) => {
        sent = new Request(url, init);
        return new Response(null, { status: 204 });
      },
    };
    const { methods } = createEngine(table, options, writeParams);
    const place = String(definition.in);
    expect(await methods.findSails?.({ params: { [place]: { [String(definition.name)]: value } } })).toMatchObject({
      ok: true,
    });
    const url = new URL(sent?.url ?? "");
    expect(place === "header" ? sent?.headers.get("x-p") : decoded(url.pathname + url.search)).toBe(decoded(wire));
  });
});

describe("what cannot be written as it is", () => {
  const parameterOf = (definition: JsonObject) => {
    const parameter = contractOf(definition).operations[0]?.parameters[0];
    if (!parameter) {
      throw new Error("not read");
    }
    return parameter;
  };
  test.each<[string, JsonObject, Json]>([
    ["null", { ...query, schema: {} }, null],
    ["a list of lists", { ...query, schema: list }, [[1]]],
    ["a line break in a header", { ...header, schema: { type: "string" } }, "a\nb"],
    ["a slash in a path", { ...path, schema: { type: "string" } }, "a/b"],
    ["half a character", { ...query, schema: { type: "string" } }, "\ud800"],
    ["a text where fields are looked for", { ...query, style: "deepObject", schema: object }, "text"],
    ["fields where a list is looked for", { ...query, schema: list }, { any_key: 1 }],
  ])("%s is not written", (_what, definition, value) => {
    expect(written(parameterOf(definition), value)).toBeUndefined();
  });

  test("what reads as something else is told by its readings", () => {
    const strings = parameterOf({ ...query, schema: { type: "array", items: { type: "string" } } });
    expect(readings(strings, written(strings, 42) ?? [])).toEqual([["42"]]);
    const comma = parameterOf({ ...query, explode: false, schema: { type: "array", items: { type: "string" } } });
    expect(readings(comma, written(comma, ["a,b"]) ?? [])).toEqual([["a", "b"]]);
  });

  test("a header that the contract describes elsewhere is no parameter", () => {
    expect(contractOf({ name: "Accept", in: "header", schema: { type: "string" } }).operations[0]?.parameters).toEqual(
      [],
    );
  });
});
