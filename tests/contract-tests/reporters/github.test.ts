import { describe, expect, test } from "vitest";
import { annotations, summary } from "../../../contract-tests/reporters/github.js";
import { hostile, large, report } from "./sample-report.js";

describe("annotations", () => {
  test("stand at the contract's lines, with everything that would end them escaped", () => {
    expect(annotations(report()).split("\n")).toEqual([
      "::error file=openapi/schemas/EmailSent.yaml,line=3,title=response-conforms › signInMagicLinkEmail::1 case, for example example minimal: expected a <body>, with 100%25: all; received: status 200: {}\\nand more",
      "::error file=openapi/schemas/EmailSent.yaml,line=3,title=coverage › signInMagicLinkEmail::no case",
    ]);
  });

  test("are at most 50, each one command, whatever comes", () => {
    const lines = annotations(large(800, hostile)).split(/\r|\n/);
    expect(lines).toHaveLength(50);
    for (const line of lines) {
      expect(line).toMatch(/^::(error|warning|notice) (file=[^:,]*,line=\d+,)?title=[^:,]*::[^\r\n]*$/);
    }
    expect(lines.at(-1)).toContain("1551 more");
  });
});

describe("the job summary", () => {
  test("is a table that its content cannot break", () => {
    const row = summary(report())
      .split("\n")
      .find((line) => line.startsWith("| breaking"));
    expect(row?.split(" | ")).toHaveLength(7);
    expect(row).toContain("&#123;&#125;&#92;nand more");
  });

  test("stays far below what GitHub takes, and has no markup but its own", () => {
    const text = summary(large(800, hostile));
    expect(Buffer.byteLength(text)).toBeLessThan(400 * 1024);
    expect(text.replaceAll(/<\/?code>|`[^`|<>@[\]]+`/g, "")).not.toMatch(/[<@`]|\]\(|https:/);
  });
});
