import { describe, expect, test } from "vitest";
import { html } from "../../../contract-tests/reporters/html.js";
import { finding, hostile, large, report, result } from "./sample-report.js";

/** The page without its own style and script. */
function markupOf(page: string): string {
  return page.replace(/<style>.*?<\/style>/s, "").replace(/<script>.*?<\/script>/s, "");
}

describe("the page", () => {
  test("needs no other file, and lets no other script work", () => {
    const page = html(report());
    expect(page).not.toMatch(/<link|src=|@import|url\(|fetch\(/);
    expect(page).toMatch(
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/,
    );
  });

  test("shows causes with the request to copy and the response", () => {
    const page = html(report());
    expect(page).toContain("a &#60;body&#62;, with 100%: all");
    expect(page).toContain("curl -i -X POST &#39;http://127.0.0.1:1/a&#39;");
    expect(page).toContain("status 200\ncontent type application/json");
  });

  test("says what lies beyond the bounds", () => {
    expect(html(report({ notTried: ["op: <name> is not tried: too large"] }))).toContain(
      "<li>op: &#60;name&#62; is not tried: too large</li>",
    );
    expect(html(report())).not.toContain("Beyond the bounds");
  });

  test("has no markup of others", () => {
    const given = { ...finding, expected: hostile, quote: hostile };
    const page = markupOf(
      html(
        report({
          title: hostile,
          run: { ...report().run, target: hostile },
          results: [result({ name: hostile, findings: [given] })],
        }),
      ),
    );
    expect(page).not.toMatch(/<img|(?![\n\t])[\p{Cc}\p{Cf}]/u);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
  });

  test("stays below 8 MiB, whatever comes", () => {
    const page = html(large(1_500, hostile));
    expect(Buffer.byteLength(page)).toBeLessThan(8 * 1024 * 1024);
  });
});
