import { describe, expect, test } from "vitest";
import { flawOf, readJson } from "../../../contract-tests/model/strict-json.js";

const bytes = (text: string, encoding: BufferEncoding = "utf8") => new Uint8Array(Buffer.from(text, encoding));

describe("a body", () => {
  test.each<[text: string]>([
    ['{"a":{"a":[{"a":1},{"a":2}]},"b":"a","":0}'],
    ['{"a\\"":1,"a":{"b:":"{\\\\","c":"\\\\\\""}}'],
    ['[" \\" : \\" ","{\\"a\\":1,\\"a\\":2}"]'],
    ['"é\u{1F600}\uFEFF"'],
    ["null"],
  ])("is JSON: %s", (text) => {
    expect(readJson(bytes(text))).toEqual({ text, json: JSON.parse(text) });
  });

  test.each<[flaw: string, body: Uint8Array]>([
    ["is not UTF-8", bytes('{"lamp":"é"}', "latin1")],
    ["is not UTF-8", bytes('\uFEFF{"lamp":1}', "utf16le")],
    ["begins with a byte order mark", bytes('\uFEFF{"lamp":1}')],
    ["has a name twice in one object", bytes('{"lamp":1,"wick":{},"lamp":1}')],
    ["has a name twice in one object", bytes('[0,{"x":{"lamp":1,"\\u006camp":2}}]')],
    ["has a name twice in one object", bytes('{"__proto__":1,"__proto__":2}')],
    ["is nested deeper than 500 levels", bytes("[".repeat(501) + "]".repeat(501))],
    ["is nested deeper than 500 levels", bytes(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`)],
  ])("%s, and so is no JSON", (flaw, body) => {
    expect(readJson(body)).toMatchObject({ json: undefined, flaw });
  });

  test.each(["", "{", "<html>", "{'lamp':1}", "NaN"])("has no flaw where it does not look like JSON: %j", (text) => {
    expect(readJson(bytes(text))).toEqual({ text, json: undefined });
  });

  test("of ten megabytes is looked at once, quotes, backslashes and all", () => {
    const text = JSON.stringify({ a: '\\"'.repeat(1_000_000), b: Array(500_000).fill({ c: 1 }) });
    expect(flawOf(text)).toBeUndefined();
  });
});
