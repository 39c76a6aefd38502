import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { ContractTable } from "../../src/table.js";
import { readContract } from "./contract.js";
import { selfContained } from "./document.js";
import { ContractError } from "./errors.js";
import { isObject, type JsonObject } from "./json.js";
import { visit } from "./layout.js";
import { child, type Node, objectAt, rootNode } from "./node.js";
import { isSuccess, type MediaType, type Operation } from "./operation.js";
import { lookUp, setAt } from "./pointer.js";
import { describeUnsupported, type LeftOut } from "./supported.js";
import { knownErrorCodes } from "./table.js";

const heading = "Generated from openapi/ by `npm run generate`. Do not edit.";

/** The files of `generated/` for a bundled document: name → content. The same document gives the same bytes. */
export async function generatedFiles(document: JsonObject): Promise<Map<string, string>> {
  return filesWith(document, await types(document));
}

/**
 * A document without the operations that the client cannot carry, and which these are. Throws {@link InputError} if
 * it can carry none.
 */
export function withoutLeftOut(document: JsonObject): { document: JsonObject; leftOut: readonly LeftOut[] } {
  const { leftOut } = readContract(document);
  const copy = structuredClone(document);
  for (const { method, path } of leftOut) {
    setAt(copy, ["paths", path, method], undefined);
  }
  return { document: copy, leftOut };
}

/**
 * The files of a document with the types that were made of it: a digest ties them to their contract, and shows whether
 * they are stale without making them anew, which needs the TypeScript compiler, a second and a hundred megabytes. Throws
 * {@link ContractError}, naming all of them, if there are operations that the client cannot carry.
 */
function filesWith(document: JsonObject, body: string): Map<string, string> {
  const { table, operations, leftOut } = readContract(document);
  if (leftOut.length > 0) {
    throw new ContractError(describeUnsupported(leftOut));
  }
  const digest = createHash("sha256").update(JSON.stringify(document)).update(body).digest("hex");
  return new Map([
    ["openapi.json", `${JSON.stringify({ ...withFirst(document), ...document }, null, 2)}\n`],
    ["operations.ts", operationsFile(table, operations, knownErrorCodes(operations))],
    ["api.ts", `// ${heading}\n// sha256 of the contract and of what follows: ${digest}\n\n${body}`],
  ]);
}

/** JSON has no comments: the heading is an extension right after the version. */
function withFirst(document: JsonObject): JsonObject {
  return { openapi: document.openapi ?? null, "x-generated": heading };
}

async function types(document: JsonObject): Promise<string> {
  // It brings the TypeScript compiler: loaded on demand, as most commands only read the contract.
  const { default: openapiTS, astToString } = await import("openapi-typescript");
  // A default does not make a property required in a body that *we send*: hence defaultNonNullable off.
  const nodes = await openapiTS(selfContained(described(document)), { defaultNonNullable: false, silent: true });
  return astToString(nodes);
}

/**
 * A document whose fields repeat the descriptions of the schemas that they refer to: openapi-typescript documents a
 * type at its definition, and an editor shows only the documentation on the field itself.
 */
function described(document: JsonObject): JsonObject {
  const copy = structuredClone(document);
  visit(document, (_, tokens) => {
    const field = tokens.at(-2) === "properties" ? lookUp(copy, tokens) : undefined;
    if (isObject(field) && typeof field.$ref === "string") {
      const { description, deprecated } = objectAt(child(rootNode(document), ...tokens));
      Object.assign(
        field,
        description !== undefined && { description },
        deprecated !== undefined && { deprecated },
        structuredClone(field),
      );
    }
  });
  return copy;
}

function operationsFile(table: ContractTable, operations: readonly Operation[], codes: readonly string[]): string {
  const named = operations.flatMap((operation) => namesOf(operation, operations).map(({ declaration }) => declaration));
  const used = ["RequestBody", "ResponseData"].filter((name) => named.some((text) => text.includes(`${name}<`)));
  return `// ${heading}${used.length > 0 ? `\nimport type { ${used.join(", ")} } from "../src/methods.js";` : ""}
import type { operations } from "./api.js";

${named.map((declaration) => `${declaration}\n`).join("\n")}
/** The operations, each with its documentation, which openapi-typescript gives to the paths only. */
export interface Operations {
${operations.map((operation) => documented(operation, namesOf(operation, operations))).join("\n")}
}

/** What the client needs to know of the contract at run time. */
export const contract = ${JSON.stringify(table, null, 2)} as const;

/** What writes parameters in styles that openapi-fetch has not; undefined if the contract has none of these. */
${
  Object.values(table.operations).some(({ parameters }) => parameters)
    ? 'export { writeParams } from "../src/parameters.js";'
    : "export const writeParams = undefined;"
}

/** The error codes known so far; others can come. */
export type KnownErrorCode = ${codes.map((code) => JSON.stringify(code)).join(" | ") || "never"};
`;
}

/** A name for the body or the data of an operation, which editors and the compiler show in place of all its fields. */
interface TypeName {
  readonly part: "body" | "data";
  readonly name: string;
  readonly declaration: string;
}

function namesOf(operation: Operation, all: readonly Operation[]): TypeName[] {
  const base = typeName(operation.id);
  if (all.filter(({ id }) => typeName(id) === base).length > 1) {
    return [];
  }
  const of = `operations[${JSON.stringify(operation.id)}]`;
  const successes = operation.responses.filter(({ status }) => isSuccess(status));
  const [media, ...others] = successes.flatMap(({ content }): (MediaType | undefined)[] =>
    content.length > 0 ? [...content] : [undefined],
  );
  const data = others.length === 0 ? media?.schema : undefined;
  return [
    ...typeNames("body", operation.body?.content[0]?.schema, `${base}Body`, `RequestBody<${of}>`),
    ...typeNames("data", data, `${base}Data`, `ResponseData<${of}>`),
  ];
}

/** Only an object can be an interface; a union gets its name as an alias. */
function typeNames(part: TypeName["part"], schema: Node | undefined, name: string, type: string): TypeName[] {
  const { type: own, anyOf, oneOf, allOf } = objectAt(schema);
  if (!schema || own === "string" || own === "array") {
    return [];
  }
  const isInterface = own === "object" && [anyOf, oneOf, allOf].every((keyword) => keyword === undefined);
  // With one base alone the compiler names the base.
  const asInterface = `export interface ${name} extends ${type}, Record<never, never> {}`;
  return [{ part, name, declaration: isInterface ? asInterface : `export type ${name} = ${type};` }];
}

/** `SignInMagicLinkEmail` for `signInMagicLinkEmail`. */
function typeName(id: string): string {
  const name = id.replace(/(?:^|[^A-Za-z\d]+)([A-Za-z\d]?)/g, (_, first: string) => first.toUpperCase());
  return /^[A-Z]/.test(name) ? name : `Operation${name}`;
}

function documented({ id, summary, deprecated, node }: Operation, names: readonly TypeName[]): string {
  const { description } = objectAt(node);
  const text = [summary, typeof description === "string" ? description.trim() : "", deprecated ? "@deprecated" : ""];
  const named = names.map(({ part, name }) => `${part}: ${name}`).join("; ");
  const lines = text.filter(Boolean).join("\n\n").replaceAll("*/", "*\\/").split("\n");
  return [
    "  /**",
    ...lines.map((line) => `   * ${line}`.trimEnd()),
    "   */",
    `  readonly ${/^[A-Za-z_$][\w$]*$/.test(id) ? id : JSON.stringify(id)}: operations[${JSON.stringify(id)}]${named && ` & { ${named} }`};`,
  ].join("\n");
}

/**
 * Throws {@link ContractError}, with their names and the command to run, if files in `directory` are not the ones
 * given.
 */
export async function mustBe(files: ReadonlyMap<string, string>, directory: string): Promise<void> {
  const stale: string[] = [];
  for (const [name, content] of files) {
    if ((await found(directory, name)) !== content) {
      stale.push(relative(process.cwd(), join(directory, name)));
    }
  }
  if (stale.length > 0) {
    throw new ContractError(`Stale: ${stale.join(", ")}. Run \`npm run generate\` and commit what it writes.`);
  }
}

/** Throws {@link ContractError} when what is in `directory` was not made from a document, or was changed by hand. */
export async function mustBeFresh(document: JsonObject, directory: string): Promise<void> {
  const [, , , ...body] = (await found(directory, "api.ts"))?.split("\n") ?? [];
  await mustBe(filesWith(document, body.join("\n")), directory);
}

/** A file with line feeds, however it was checked out. */
async function found(directory: string, name: string): Promise<string | undefined> {
  const text = await readFile(join(directory, name), "utf8").catch(() => undefined);
  return text?.replaceAll("\r\n", "\n");
}
