import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { echoOf } from "../../../contract-tests/reporters/echo.js";

const secret = "P2xYz81QrTuVw09LmNop";
const bytes = Buffer.from(secret);
const isEcho = echoOf([secret]);

describe("an echo of a secret", () => {
  test.each<[form: string, text: string]>([
    ["as it is", `no such project: ${secret}`],
    ["cut at both ends", secret.slice(4, 11)],
    ["in lower case", secret.toLowerCase()],
    ["spaced out", [...secret].join(" - ")],
    ["full width", secret.replaceAll(/\w/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))],
    ["reversed", [...secret].reverse().join("")],
    ["percent-encoded", [...bytes].map((byte) => `%${byte.toString(16)}`).join("")],
    ["as JSON escapes", [...bytes].map((byte) => `\\u00${byte.toString(16)}`).join("")],
    ["as HTML references", [...bytes].map((byte) => `&#${byte};`).join("")],
    ["as a list of bytes", JSON.stringify([...bytes])],
    ["in base64", bytes.toString("base64")],
    ["in base64 after one more byte", Buffer.from(`:${secret}`).toString("base64url")],
    ["in base64 twice", Buffer.from(bytes.toString("base64")).toString("base64")],
    ["in hexadecimal digits", bytes.toString("hex")],
  ])("is noticed %s", (_form, text) => {
    expect(isEcho(text)).toBe(true);
    expect(isEcho(`{"message":"before ${text} after"}`)).toBe(true);
  });

  test("is none in other text, and nothing is secret without a secret", () => {
    expect(isEcho('{"errorCode":"E011003","errorDescription":"Request is invalid"}')).toBe(false);
    expect(isEcho(secret.slice(0, 5))).toBe(false);
    expect(echoOf([])(secret)).toBe(false);
  });

  test("is looked for in any text, and every piece is found", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(secret.length - 6), fc.string(), (before, start, after) => {
        expect(isEcho(`${before}|${secret.slice(start, start + 6)}|${after}`)).toBe(true);
      }),
      { numRuns: 100, seed: 11 },
    );
  });
});
