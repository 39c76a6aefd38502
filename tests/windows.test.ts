import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, win32 } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readValues } from "../contract-tests/cases/values-file.js";
import { readLinted } from "../contract-tests/model/document.js";
import { mustBeFresh } from "../contract-tests/model/generated-files.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { isUrl } from "../contract-tests/model/text.js";
import { againCommand, type RunFacts } from "../contract-tests/reporters/report.js";
import { readSettings } from "../contract-tests/settings.js";
import { main as compare } from "../scripts/compare.js";
import { main as generate } from "../scripts/generate.js";
import { main as reference } from "../scripts/reference.js";
import { call } from "./scripts/run.js";

/** What other systems do otherwise, as far as this one can show it. */
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "descope-links-windows-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("paths", () => {
  test.each<[source: string, url: boolean]>([
    ["C:\\api\\openapi.yaml", false],
    ["c:/api/openapi.yaml", false],
    ["\\\\server\\share\\openapi.yaml", false],
    ["file:///C:/api/openapi.yaml", false],
    ["HTTPS://api.example/openapi.yaml", true],
  ])("%s is a URL: %s", (source, url) => {
    expect(isUrl(source)).toBe(url);
  });

  test.each(["C:\\api\\openapi.yaml", "c:/api/openapi.yaml"])("%s is a file, not one at a revision", async (word) => {
    const { code, output } = await call(compare, [word]);
    expect([code, output]).toEqual([2, expect.not.stringContaining("revision")]);
    expect(output).toContain("openapi.yaml");
  });

  test("are shown with slashes", async () => {
    vi.resetModules();
    vi.doMock("node:path", () => ({ ...win32, default: win32 }));
    const { fromHere, shownSource } = await import("../contract-tests/model/text.js");
    vi.doUnmock("node:path");
    vi.resetModules();
    expect(fromHere("D:\\api\\paths\\lamps.yaml")).toBe("D:/api/paths/lamps.yaml");
    expect(shownSource("openapi\\paths\\lamps.yaml")).toBe("openapi/paths/lamps.yaml");
  });
});

describe("a checkout with CRLF", () => {
  const withCrlf = (file: string) => writeFileSync(file, readFileSync(file, "utf8").replaceAll(/\r?\n/g, "\r\n"));
  const at = (...path: string[]) => join(folder, ...path);
  beforeAll(() => {
    for (const part of ["openapi", "generated"]) {
      cpSync(join(projectRoot, part), at(part), { recursive: true });
      for (const name of readdirSync(at(part), { recursive: true, encoding: "utf8" })) {
        if (/\.\w+$/.test(name)) {
          withCrlf(at(part, name));
        }
      }
    }
  });

  test("is fresh: the generated files, and the page", async () => {
    const contract = ["--contract", at("openapi", "openapi.yaml")];
    expect(await call(generate, [...contract, "--out", at("generated"), "--check"])).toMatchObject({ code: 0 });
    await mustBeFresh(await readLinted(at("openapi", "openapi.yaml")), at("generated"));
    cpSync(join(projectRoot, "docs", "reference.md"), at("page.md"));
    withCrlf(at("page.md"));
    expect(await call(reference, ["--check", "--out", at("page.md")])).toMatchObject({ code: 0 });
  });

  test("has the same values, and the same headers", () => {
    const yaml = "loginId:\n  - ada@example.com\noperations:\n  lend:\n    room: [a]\n";
    writeFileSync(at("lf.yaml"), yaml);
    writeFileSync(at("crlf.yaml"), yaml.replaceAll("\n", "\r\n"));
    expect(readValues(at("crlf.yaml"))).toEqual(readValues(at("lf.yaml")));
    const env = { CONTRACT_TARGET: "http://127.0.0.1:1", CONTRACT_HEADERS: "X-One: 1\r\nX-Two: 2\r\n" };
    expect(readSettings(env, folder).target?.headers).toEqual([
      ["X-One", "1"],
      ["X-Two", "2"],
    ]);
  });
});

test.each(["http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a$(echo%20b)&c;'d'"])(
  "the command that repeats a run on %s is what the shell makes of it",
  (target) => {
    const provider = { remote: false, ownMock: false, harmlessOnly: false };
    const run: Partial<RunFacts> = { seed: 7, target, provider, strict: true, selection: { operation: "lend" } };
    const shown = `npm() { for a in "$@"; do printf '%s\\n' "$a"; done; }\n${againCommand(run as RunFacts)}`;
    const flags = ["--target", target, "--strict", "--operation", "lend", "--seed", "7"];
    expect(execFileSync("sh", ["-c", shown], { encoding: "utf8" }).trim().split("\n").slice(3)).toEqual(flags);
  },
);
