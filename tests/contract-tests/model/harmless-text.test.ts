import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  forMarkdown,
  forMarkdownProse,
  forMarkup,
  forScript,
  forTerminal,
  forWorkflowCommand,
  oneLine,
  visible,
} from "../../../contract-tests/model/harmless-text.js";

/** Text with much in it that steers something somewhere. */
const pieces = [
  "\u001b[2J",
  "\u009b31m",
  "\u0000",
  "\r",
  "\n",
  "\n  ",
  "\t",
  "\u0085",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ufeff",
  "\ud800",
  "::set-output name=a::b",
  "::stop-commands::x",
  "##[error]",
  "%0A",
  "|",
  "`",
  "```",
  "\\",
  "\\|",
  "<img src=x>",
  "</script>",
  "<!--",
  "]]>",
  "[a](https://b)",
  "![a](b)",
  "@octocat",
  "#1",
  "https://a.example",
  "www.a.example",
  "a@b.example",
  "&lt;",
  "*",
  "_",
  "~~",
  "# ",
  "- ",
  "'",
  '"',
  "--",
  "x",
];
const outside = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 12 })
  .map((parts) => parts.join(""));
const steering = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function always(holds: (text: string) => void): void {
  fc.assert(fc.property(outside, holds), { numRuns: 300, seed: 11 });
}

describe("text from outside, wherever it is shown", () => {
  test("holds no character that steers, and plain text stays as it is", () => {
    always((text) => {
      for (const write of [
        visible,
        oneLine,
        forTerminal,
        forWorkflowCommand,
        forMarkdown,
        forMarkdownProse,
        forMarkup,
        forScript,
      ]) {
        expect(write(text)).not.toMatch(steering);
      }
    });
    expect(visible("plain, ünïcödé 漢字 🙂\n\tnext")).toBe("plain, ünïcödé 漢字 🙂\n\tnext");
    expect(visible("\u001b[2J \u202e")).toBe("\\u001b[2J \\u202e");
  });

  test("in one line is one line, and no longer than asked for", () => {
    always((text) => {
      expect(oneLine(text, 20)).not.toMatch(/[\n\t]/);
      expect(oneLine(text, 20).length).toBeLessThanOrEqual(20);
    });
  });

  test("on a terminal or in a log is no workflow command", () => {
    always((text) => {
      for (const line of forTerminal(text).split(/[\r\n]/)) {
        expect(line.trimStart().startsWith("::")).toBe(false);
        expect(line).not.toContain("##[");
      }
    });
  });

  test("in a workflow command ends neither the command nor a property", () => {
    always((text) => {
      expect(forWorkflowCommand(text)).not.toMatch(/[\r\n]|%(?!25|0A)/);
      expect(forWorkflowCommand(text, true)).not.toMatch(/[\r\n:,]/);
    });
    expect(forWorkflowCommand("100%, a:b\nc", true)).toBe("100%25%2C a%3Ab%0Ac");
  });

  test("in Markdown has no sign that means anything", () => {
    always((text) => {
      const signs = /[!-+./:-@[-`{-~]/;
      const code = forMarkdown(text);
      if (code.startsWith("`")) {
        expect(code).toMatch(/^`[^`|\\<>@[\]!*~&]+`$/);
      } else {
        expect(code.replace(/^<code>(.*)<\/code>$/u, "$1").replaceAll(/&#\d+;/g, "")).not.toMatch(signs);
      }
      expect(forMarkdownProse(text).replaceAll(/&#\d+;|<\/?span>/g, "")).not.toMatch(signs);
    });
    expect(forMarkdown("a|b @c")).toBe("<code>a&#124;b &#64;c</code>");
    expect(forMarkdown("response 200 body: size")).toBe("`response 200 body: size`");
    expect(forMarkdownProse("a@b #1")).toBe("a<span>&#64;</span>b <span>&#35;</span>1");
  });

  test("in HTML and XML is no markup and ends no attribute", () => {
    always((text) => {
      expect(forMarkup(text).replaceAll(/&#\d+;/g, "")).not.toMatch(/[<>"'&]/);
    });
    expect(forMarkup(`<b a="'">&`)).toBe("&#60;b a=&#34;&#39;&#34;&#62;&#38;");
  });

  test("in a script element ends no element, and is the same once it is read", () => {
    always((text) => {
      const written = forScript({ [text]: [text] });
      expect(written).not.toContain("<");
      // A half of a surrogate pair is no character: JSON writes it as an escape itself.
      expect(JSON.parse(written)).toEqual({ [text]: [text] });
    });
  });
});
