import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { isObject, parseJson } from "../contract-tests/model/json.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import type { Main } from "../scripts/command.js";
import { main as compare } from "../scripts/compare.js";
import { main as contract } from "../scripts/contract.js";
import { main as docs } from "../scripts/docs.js";
import { main as generate } from "../scripts/generate.js";
import { main as mock } from "../scripts/mock.js";
import { main as mutation } from "../scripts/mutation.js";
import { main as releaseCheck } from "../scripts/release-check.js";

const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");
const under = (folder: string) =>
  readdirSync(join(projectRoot, folder)).flatMap((name) => (name.endsWith(".md") ? [join(folder, name)] : []));
const pages = [...under("."), ...under("docs"), ...under("examples")];

/** The blocks of a page in one of these languages, without the indentation that a list gives them. */
function blocks(file: string, languages: readonly string[]): string[] {
  return [...read(file).matchAll(/^( *)```(\w+)\r?\n([\s\S]*?)^ *```/gm)].flatMap(
    ([, indent = "", language, text = ""]) =>
      language !== undefined && languages.includes(language)
        ? [text.replaceAll(new RegExp(`^ {${indent.length}}`, "gm"), "")]
        : [],
  );
}

test("the README is short", () => {
  expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(130);
});

test.each(pages)("%s: each link leads to a file, and to a heading of it", (file) => {
  const broken = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^https?:/.test(link)) {
      return [];
    }
    const [path = "", heading] = link.split("#");
    const target = path === "" ? file : join(dirname(file), path);
    if (!existsSync(join(projectRoot, target))) {
      return [link];
    }
    return heading === undefined || headings(target).includes(heading) ? [] : [link];
  });
  expect(broken).toEqual([]);
});

/** The anchors of a page as code hosts make them. */
function headings(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const commands: Readonly<Record<string, Main>> = {
  ...{ compare, contract, docs, generate, mock, mutation, "release-check": releaseCheck },
};

test.each(pages)("%s: each command and each flag is one that there is", (file) => {
  const { scripts } = Object(parseJson(read("package.json")));
  // What a changelog says of past versions may be gone since.
  const [current = ""] = read(file).split(/^## \[\d/m);
  const wrong = [...current.matchAll(/npm run (?:-s |--silent )?([\w:-]+)(?: --((?: [^\n`|&#]+)?))?/g)].flatMap(
    ([line, name = "", rest = ""]) => {
      if (!isObject(scripts) || !(name in scripts)) {
        return [line];
      }
      const flags = rest.match(/(?<=\s)--[a-z][a-z-]*/g) ?? [];
      return flags.some((flag) => flag !== "--help" && !commands[name]?.usage.includes(flag)) ? [line] : [];
    },
  );
  expect(wrong).toEqual([]);
});

describe("snippets", () => {
  /** Where a snippet would stand, were it a file: those of CONTRIBUTING say it in the sentence before. */
  const place = (file: string, index: number) => {
    const named = [...read(file).matchAll(/(?:Write|to) `([\w./-]+\.ts)`[^`]*```ts/g)].map(([, name = ""]) => name);
    return resolve(projectRoot, named[index] ?? `snippet-${file.replaceAll(/\W/g, "-")}-${index}.ts`);
  };
  // The code of this page needs the operations that it adds: its own test compiles it with them.
  const compiledHere = pages.filter((file) => file !== join("docs", "after-the-four-calls.md"));
  const sources = new Map(
    compiledHere.flatMap((file) => blocks(file, ["ts"]).map((text, index) => [place(file, index), text] as const)),
  );

  const written = [...sources].filter(([name]) => !basename(name).startsWith("snippet-"));
  test("that a page asks to write are as the linter wants them", () => {
    expect(written).toHaveLength(3);
    const folder = mkdtempSync(join(tmpdir(), "descope-links-snippets-"));
    cpSync(join(projectRoot, "biome.json"), join(folder, "biome.json"));
    for (const [name, text] of written) {
      const file = join(folder, relative(projectRoot, name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const biome = join(projectRoot, "node_modules", "@biomejs", "biome", "bin", "biome");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [biome, "ci", "--colors=off", "--error-on-warnings", "."],
      { cwd: folder, encoding: "utf8" },
    );
    rmSync(folder, { recursive: true, force: true });
    expect(status, stdout + stderr).toBe(0);
  });

  /** A file with the line that CONTRIBUTING asks for. */
  const withLine = (file: string, after: string, line: string) => {
    const text = read(file);
    if (!text.includes(after)) {
      throw new Error(`${file} has no ${after}`);
    }
    sources.set(join(projectRoot, file), text.replace(after, `${after}\n${line}`));
  };
  withLine("contract-tests/cases/case.ts", '"requires-credentials",', '"sets-no-cookie",');
  withLine(
    "scripts/compare/kinds.ts",
    "const whole = {",
    '"operation-summary-changed": ["compatible", "its summary", "{ summary: Sign in }", "{ summary: Log in }", say.nowBefore],',
  );
  // What a snippet imports and this project has not installed.
  sources.set(join(projectRoot, "ambient.d.ts"), 'declare module "undici";');

  test("compile, by the rules of this project", () => {
    const { config } = ts.readConfigFile(join(projectRoot, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists, getSourceFile } = host;
    const textOf = (name: string) => sources.get(resolve(name));
    host.readFile = (name) => textOf(name) ?? readFile(name);
    host.fileExists = (name) => textOf(name) !== undefined || fileExists(name);
    host.getSourceFile = (name, language, ...rest) => {
      const text = textOf(name);
      return text === undefined
        ? getSourceFile(name, language, ...rest)
        : ts.createSourceFile(name, text, language, true);
    };
    const program = ts.createProgram([...sources.keys()], { ...options, noUnusedLocals: false }, host);
    const problems = [...sources.keys()].flatMap((name) =>
      ts.getPreEmitDiagnostics(program, program.getSourceFile(name)),
    );
    const said = problems.map(({ file, messageText }) => [
      file?.fileName,
      ts.flattenDiagnosticMessageText(messageText, " "),
    ]);
    expect(sources.size).toBeGreaterThan(5);
    expect(said).toEqual([]);
  });
});
