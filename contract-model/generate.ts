import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { CheckFailed } from "./errors.js";
import type { JsonObject } from "./json.js";
import { objectAt } from "./node.js";
import { type Operation, readOperations } from "./operation.js";
import { contractTable, knownErrorCodes } from "./table.js";

const heading = "Generated from openapi/ by `npm run generate`. Do not edit.";

/** The files of `generated/` for a bundled document: name → content. The same document gives the same bytes. */
export async function generatedFiles(document: JsonObject): Promise<Map<string, string>> {
  const table = contractTable(document);
  return new Map([
    ["openapi.json", `${JSON.stringify({ ...withFirst(document), ...document }, null, 2)}\n`],
    ["api.ts", `// ${heading}\n\n${await types(document)}`],
    ["operations.ts", operationsFile(table, readOperations(document), knownErrorCodes(document))],
  ]);
}

/** JSON has no comments: the heading is an extension right after the version. */
function withFirst(document: JsonObject): JsonObject {
  return { openapi: document.openapi ?? null, "x-generated": heading };
}

async function types(document: JsonObject): Promise<string> {
  // It brings the TypeScript compiler: loaded where it is needed, as most commands only read the contract.
  const { default: openapiTS, astToString } = await import("openapi-typescript");
  // A default does not make a property required in what *we send*: hence defaultNonNullable off.
  const nodes = await openapiTS(JSON.stringify(document), { defaultNonNullable: false, silent: true });
  return astToString(nodes);
}

function operationsFile(table: object, operations: readonly Operation[], codes: readonly string[]): string {
  return `// ${heading}
import type { ContractTable } from "../src/table.js";
import type { operations } from "./api.js";

/** The operations, each with its documentation, which openapi-typescript gives to the paths only. */
export interface Operations {
${operations.map(documented).join("\n")}
}

/** What the client needs to know of the contract at run time. */
export const contract = ${JSON.stringify(table, null, 2)} as const satisfies ContractTable;

/** The error codes known so far; others can come. */
export type KnownErrorCode = ${codes.map((code) => JSON.stringify(code)).join(" | ") || "never"};
`;
}

function documented({ id, summary, deprecated, node }: Operation): string {
  const { description } = objectAt(node);
  const text = [summary, typeof description === "string" ? description.trim() : "", deprecated ? "@deprecated" : ""];
  const lines = text.filter(Boolean).join("\n\n").replaceAll("*/", "*\\/").split("\n");
  return [
    "  /**",
    ...lines.map((line) => `   * ${line}`.trimEnd()),
    "   */",
    `  readonly ${id}: operations[${JSON.stringify(id)}];`,
  ].join("\n");
}

/** Throws {@link CheckFailed}, naming them and what to run, when files in `directory` are not what they should be. */
export async function mustBeFresh(files: ReadonlyMap<string, string>, directory: string): Promise<void> {
  const stale: string[] = [];
  for (const [name, content] of files) {
    const file = join(directory, name);
    const found = await readFile(file, "utf8").catch(() => undefined);
    if (found !== content) stale.push(relative(process.cwd(), file));
  }
  if (stale.length === 0) return;
  throw new CheckFailed(`Stale: ${stale.join(", ")}. Run \`npm run generate\` and commit what it writes.`);
}
