import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../../contract-tests/model/redocly.js";

const file = join(projectRoot, "tests", "hovered.ts");
const source = `import { createDescopeClient, type Operations } from "../src/index.js";
export async function hovered(ids: Operations) {
  const descope = createDescopeClient({ projectId: "P2abc" });
  const result = await descope.signInMagicLinkEmail({ loginId: "ada@example.com", loginID: 7 });
  const other = await descope.signUpMagicLinkEmail({ email: "ada@example.com", user: { nick: 7 } });
  return [result.error?.code, result.data, other.data, ids];
}
`;

let program: ts.Program;
let checker: ts.TypeChecker;
beforeAll(() => {
  const { config } = ts.readConfigFile(join(projectRoot, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, readFile, fileExists } = host;
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, source, version, true) : getSourceFile(name, version);
  host.readFile = (name) => (name === file ? source : readFile(name));
  host.fileExists = (name) => name === file || fileExists(name);
  program = ts.createProgram([file], options, host);
  checker = program.getTypeChecker();
});

/** Each field below a type, with whether an editor shows a text of it. */
function fieldsOf(type: ts.Type, path: string, seen = new Set<ts.Type>()): Map<string, boolean> {
  const found = new Map<string, boolean>();
  if (seen.has(type) || checker.isArrayType(type) || type.getCallSignatures().length > 0) {
    return found;
  }
  for (const part of type.isUnion() ? type.types : [type]) {
    for (const field of part.flags & ts.TypeFlags.Object ? checker.getPropertiesOfType(part) : []) {
      const at = `${path}.${field.name}`;
      const tags = field.getJsDocTags(checker).filter(({ name }) => name === "description");
      found.set(
        at,
        tags.some(({ text }) => ts.displayPartsToString(text) !== ""),
      );
      const inner = checker.getNonNullableType(checker.getTypeOfSymbol(field));
      for (const [name, has] of fieldsOf(inner, at, new Set([...seen, type]))) {
        found.set(name, has);
      }
    }
  }
  return found;
}

describe("an editor shows", () => {
  test("a text of each field of each body and of all data", () => {
    const generated = program.getSourceFile(join(projectRoot, "generated", "operations.ts"));
    const fields = new Map<string, boolean>();
    for (const { name } of generated?.statements.filter(
      (one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one),
    ) ?? []) {
      if (/(Body|Data)$/.test(name.text)) {
        for (const [path, has] of fieldsOf(checker.getTypeAtLocation(name), name.text)) {
          fields.set(path, has);
        }
      }
    }
    expect([...fields].filter(([, has]) => !has).map(([path]) => path)).toEqual([]);
    expect(fields.size).toBeGreaterThanOrEqual(74);
  });

  test("the names of bodies in the messages of the compiler", () => {
    const sourceFile = program.getSourceFile(file);
    const messages = program
      .getSemanticDiagnostics(sourceFile)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
    expect(messages.length).toBeGreaterThanOrEqual(2);
    expect(messages[0]).toContain("does not exist in type 'SignInMagicLinkEmailBody'");
    expect(messages.join("\n")).not.toContain("loginId: string; redirectUrl");
  });

  test("the code of an error as one union", () => {
    let shown = "";
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node) && node.name.text === "code") {
        shown = checker.typeToString(checker.getTypeAtLocation(node));
      }
      ts.forEachChild(node, visit);
    };
    visit(program.getSourceFile(file) as ts.Node);
    expect(shown).toBe("ErrorCode | undefined");
  });
});
