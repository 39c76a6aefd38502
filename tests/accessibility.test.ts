import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { html } from "../contract-tests/reporters/html.js";
import { main as docs } from "../scripts/docs.js";
import { large, report, result } from "./contract-tests/reporters/sample-report.js";
import { call } from "./scripts/run.js";

/** A Chromium on the path, or by its path. Minutes of a browser's work are more than everybody should wait for. */
const browser = process.env.CHROMIUM;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Prints what axe-core finds into the document, in place of everything else, once the page has drawn itself. */
const audit = `<script>${axe}</script><script>
addEventListener("load", () => setTimeout(async () => {
  const { violations } = await axe.run();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + " at " + target.join(" ")));
  document.documentElement.textContent = "audited: " + JSON.stringify(found);
}, 3000));
</script>`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "descope-links-accessibility-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What axe-core has against a page in a window of this width and a colour scheme. */
async function violations(page: string, width: number, scheme: "light" | "dark"): Promise<string[]> {
  const file = join(folder, `${width}-${scheme}.html`);
  const end = page.lastIndexOf("</body>");
  // The policy of the page lets no script run, this one included.
  const open = (page.slice(0, end) + audit + page.slice(end)).replace(
    /<meta http-equiv="Content-Security-Policy".*>/,
    "",
  );
  await writeFile(file, open);
  const { stdout } = await promisify(execFile)(
    browser ?? "",
    [
      ...["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(folder, "profile")}`],
      ...[`--window-size=${width},900`, `--blink-settings=preferredColorScheme=${scheme === "dark" ? 0 : 1}`],
      ...["--virtual-time-budget=120000", "--dump-dom", pathToFileURL(file).href],
    ],
    { maxBuffer: 64 << 20 },
  );
  const [, found = "no audit"] = /audited: (.*?)<\/html>/s.exec(stdout) ?? [];
  return JSON.parse(found);
}

describe.runIf(browser !== undefined)("axe-core has nothing against", () => {
  const passed = report({ results: [result({ outcome: "passed", findings: [] })], gaps: [] });
  const sizes = [1280, 390].flatMap((width) => (["light", "dark"] as const).map((scheme) => [width, scheme] as const));

  test.each(sizes)("the report without a finding, with one and with 300, %d pixels wide, %s", async (width, scheme) => {
    for (const page of [passed, report(), large(300)]) {
      expect(await violations(html(page), width, scheme)).toEqual([]);
    }
  });

  test.each(sizes)("the API reference, %d pixels wide, %s", async (width, scheme) => {
    const file = join(folder, "docs.html");
    expect(await call(docs, ["--out", file])).toMatchObject({ code: 0 });
    expect(await violations(await readFile(file, "utf8"), width, scheme)).toEqual([]);
  });

  test("but sees a picture without a text", async () => {
    const page = html(report()).replace("<main>", '<main><img src="data:,">');
    expect(await violations(page, 1280, "light")).toEqual(["image-alt at img"]);
  });
});
