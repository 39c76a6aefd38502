import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../contract-tests/model/redocly.js";

/** Turns that a native speaker would not write, each with what to write in its place. */
const turns: readonly [turn: RegExp, instead: string][] = [
  [/(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b)\w+/gi, "is not a …"],
  [/\b(?:stands?|stood) (?:in|there|nowhere|where|at|beside|on)\b/g, "is in, is written in"],
  [/(?:^|[.:] )What (?!for\b)[^.?!|]*\./gm, "name the thing"],
  [/(?:^|[.] )Of (?!course\b)[a-z]/gm, "put the subject first"],
  [/\bthat there (?:is|are) none of\b/g, "an unknown …"],
  [/\bis told as\b/g, "is reported as, is an error"],
  [/\b(?:absent|fails?|throws?|undefined) where\b/gi, "if, when"],
  [/\b(?:answers|answered) (?:at|with)\b/g, "responds with, listens at"],
  [/\btakes? no (?!more\b|longer\b)/g, "accepts no"],
  [/\binside of (?:it|what|which)\b/g, "inside it"],
];

const tracked = (...paths: string[]) =>
  execFileSync("git", ["ls-files", "-z", ...paths], { cwd: projectRoot, encoding: "utf8" })
    .split("\0")
    .filter(Boolean);

/** The turns of a text, each on a line of its own. */
function turnsIn(text: string): string[] {
  return turns.flatMap(([turn, instead]) => [...text.matchAll(turn)].map(([found]) => `"${found.trim()}": ${instead}`));
}

test("the list knows the turns, and lets plain English pass", () => {
  expect(turnsIn("A 302 is no error. What it means stands in the docs. Of two bounds, one counts.")).toHaveLength(4);
  expect(turnsIn("It is absent where it answers with text, takes no body, and has nothing inside of it.")).toHaveLength(
    4,
  );
  expect(turnsIn("It is no longer there. What for? A flag stands for a setting. A letter stands out.")).toEqual([]);
});

describe("plain English", () => {
  const pages = tracked("*.md").filter((file) => file !== "CHANGELOG.md");
  test.each(pages)("%s", (file) => {
    const text = readFileSync(join(projectRoot, file), "utf8").replaceAll(/```.*?```/gs, "");
    expect(turnsIn(text.replaceAll(/\n(?=\S)(?![|#*-])/g, " "))).toEqual([]);
  });

  test("messages", () => {
    const found = tracked("src/*.ts", "contract-tests/*.ts", "scripts/*.ts").flatMap((file) => {
      const source = ts.createSourceFile(file, readFileSync(join(projectRoot, file), "utf8"), ts.ScriptTarget.Latest);
      return texts(source).flatMap((text) => turnsIn(text).map((turn) => `${file}: ${turn}`));
    });
    expect(found).toEqual([]);
  });
});

/** What a file says to people: its string literals and the fixed parts of its templates. */
function texts(node: ts.Node): string[] {
  const own = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  const inner: string[] = [];
  node.forEachChild((child) => {
    inner.push(...texts(child));
  });
  return [...(own ? [node.text] : []), ...inner];
}
