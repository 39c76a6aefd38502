import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isMap, parseDocument } from "yaml";
import { ContractError, InputError } from "./errors.js";
import { isObject, type JsonObject } from "./json.js";

/** The root of this repository. */
export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

/** The root file of our own contract. */
export const ownContract = join(projectRoot, "openapi", "openapi.yaml");

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a Redocly CLI command, quiet and offline. */
export async function redocly(...args: string[]): Promise<Output> {
  const root = dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json"));
  const child = spawn(process.execPath, [join(root, "bin", "cli.js"), ...args], {
    cwd: projectRoot,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 1));
    }),
  ]);
  return { code, stdout, stderr: withoutBox(stderr) };
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** On Node 20 the CLI draws a box about Node 20; it says nothing about the contract. */
function withoutBox(output: string): string {
  return output
    .split("\n")
    .filter((line) => !/^\s*[╔║╚]/.test(line))
    .join("\n")
    .trim();
}

/** Problems are mended here, not ignored: the CLI's advice to make an ignore file would mislead. */
function withoutAdvice(report: string): string {
  return report.replaceAll(/.*--generate-ignore-file.*\n?/g, "").trim();
}

/** Our own contract keeps the house rules; another one has to be valid OpenAPI. */
function configFor(rootFile: string): string {
  return rootFile === ownContract
    ? join(projectRoot, "redocly.yaml")
    : join(projectRoot, "contract-tests", "model", "redocly-other.yaml");
}

/** Lints a contract under this repository's rules. Throws {@link ContractError} with Redocly's own report. */
export async function lint(rootFile: string): Promise<void> {
  await mustBeReadable(rootFile);
  const { code, stdout, stderr } = await redocly(
    "lint",
    rootFile,
    "--config",
    configFor(rootFile),
    "--format",
    "codeframe",
  );
  if (code !== 0)
    throw new ContractError(`The contract has lint problems.\n\n${withoutAdvice(`${stdout.trim()}\n${stderr}`)}`);
}

/** One document out of a root file and all that it refers to. Throws {@link ContractError} with Redocly's own report. */
export async function bundle(rootFile: string): Promise<JsonObject> {
  await mustBeReadable(rootFile);
  const { code, stdout, stderr } = await redocly("bundle", rootFile, "--config", configFor(rootFile), "--ext", "json");
  if (code !== 0) throw new ContractError(`The contract cannot be bundled.\n\n${stderr}`);
  const document: unknown = JSON.parse(stdout);
  if (!isObject(document)) throw new InputError(`${rootFile} is not an OpenAPI document.`);
  return document;
}

/** One after the other: a lint problem explains more than the bundler does, and two CLIs at once take the memory of two. */
export async function lintAndBundle(rootFile: string): Promise<JsonObject> {
  await lint(rootFile);
  return bundle(rootFile);
}

/** Throws {@link InputError} for a root file that is not there or is no OpenAPI 3 document at all. */
async function mustBeReadable(file: string): Promise<void> {
  const shown = relative(process.cwd(), file) || file;
  const content = await readFile(file, "utf8").catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new InputError(`The contract ${shown} cannot be read (${code}): name its root file with --contract <file>.`);
  });
  const { contents, errors } = parseDocument(content);
  const version: unknown = isMap(contents) ? contents.get("openapi") : undefined;
  if (errors.length > 0)
    throw new InputError(`The contract ${shown} is neither YAML nor JSON: ${errors[0]?.message.split("\n")[0]}`);
  if (typeof version !== "string" || !version.startsWith("3.")) {
    throw new InputError(`The contract ${shown} is no OpenAPI 3 document: it does not start with openapi: 3.x.`);
  }
}
