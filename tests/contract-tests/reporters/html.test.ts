import { describe, expect, test } from "vitest";
import { html } from "../../../contract-tests/reporters/html.js";
import { finding, hostile, large, report, result } from "./sample-report.js";

/** The page without its own style. */
function markupOf(page: string): string {
  return page.replace(/<style>.*?<\/style>/s, "");
}

describe("the page", () => {
  test("needs no other file and no script, and lets none work", () => {
    const page = html(report());
    expect(page).not.toMatch(/<link|<script|src=|@import|url\(| on\w+=/);
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; base-uri/);
  });

  test("says when it ran, at which commit, and how the same cases run again", () => {
    const selection = { operation: "signInMagicLinkEmail", check: "response-conforms" };
    const further = ["--contract", "a/b.yaml", "--prefer"];
    const page = html(report({ run: { ...report().run, seed: 42, strict: true, selection, further } }));
    expect(page).toContain('<time datetime="2027-03-04T05:06:07.000Z">2027-03-04 05:06 UTC</time>');
    expect(page).toContain("at commit <code>v1.0.0-3-gabcdef012345</code>");
    expect(page).toContain(
      "npm run contract -- --target http://127.0.0.1:1 --strict --operation signInMagicLinkEmail --check response-conforms --contract a/b.yaml --prefer --seed 42",
    );
  });

  test("shows causes before the coverage, with the request to copy and the response", () => {
    const page = html(report());
    expect(page).toContain("a &#60;body&#62;, with 100%: all");
    expect(page).toContain("curl -i -X POST &#39;http://127.0.0.1:1/a&#39;");
    expect(page).toContain("status 200\ncontent type application/json");
    expect(page.indexOf('id="causes-title"')).toBeLessThan(page.indexOf('id="coverage-title"'));
    const green = html(report({ results: [result({ outcome: "passed", findings: [] })] }));
    expect(green.indexOf('id="coverage-title"')).toBeLessThan(green.indexOf('id="causes-title"'));
  });

  test("has each case, under what the numbers of the coverage lead to", () => {
    const { rows } = large(1);
    const operation = "operation0x";
    const fine = { outcome: "passed", findings: [] } as const;
    const results = [
      result({ ...fine, name: "zeroth" }),
      result({ operation, name: "first" }),
      result({ ...fine, operation, name: "second" }),
    ];
    const page = html(report({ rows, results }));
    const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => id?.startsWith("response-conforms"))).not.toEqual([]);
    expect(links.filter((id) => id?.startsWith("response-conforms") && !anchors.has(id))).toEqual([]);
    expect(page).toContain("1 of 2 cases passed");
    expect(page).toMatch(/breaking<\/span> first<.*passed<\/span> second<.*passed<\/span> zeroth</s);
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
          commit: hostile,
          results: [result({ name: hostile, operation: hostile, findings: [given] })],
        }),
      ),
    );
    expect(page).not.toMatch(/<img|<script|(?![\n\t])[\p{Cc}\p{Cf}]/u);
  });

  test("stays below 8 MiB, whatever comes", () => {
    const page = html(large(1_500, hostile));
    expect(Buffer.byteLength(page)).toBeLessThan(8 * 1024 * 1024);
    expect(page).toMatch(/and \d+ more groups: see results\.json\./);
  });
});
