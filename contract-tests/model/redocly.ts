import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ContractError, InputError } from "./errors.js";
import { isObject, parseJson } from "./json.js";

/** The root of this repository. */
export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

/** The root file of our own contract. */
export const ownContract = join(projectRoot, "openapi", "openapi.yaml");

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a Redocly CLI command, quiet and offline. It reads a `#` in a file's name as the start of a fragment, so that
 * folders with one are handed to it by another name.
 */
export async function redocly(...args: string[]): Promise<Output> {
  const folders = new Set(args.flatMap((arg) => folderWithHash(arg) ?? []));
  if (folders.size === 0) {
    return run(args);
  }
  const directory = await mkdtemp(join(tmpdir(), "redocly-"));
  try {
    const names = new Map([...folders].map((folder, index) => [folder, join(directory, String(index))]));
    for (const [folder, name] of names) {
      await symlink(folder, name, "junction");
    }
    const renamed = args.map((arg) => {
      const folder = folderWithHash(arg) ?? "";
      return (names.get(folder) ?? "") + arg.slice(folder.length);
    });
    const { code, stdout, stderr } = await run(renamed);
    const restore = (text: string) =>
      [...names].reduce(
        (now, [folder, name]) =>
          now.replaceAll(relative(projectRoot, name), relative(projectRoot, folder) || ".").replaceAll(name, folder),
        text,
      );
    return { code, stdout: restore(stdout), stderr: restore(stderr) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The part of a file's path up to the last folder with a `#` in its name; undefined where it has none. */
function folderWithHash(path: string): string | undefined {
  const parts = path.split(sep);
  const last = parts.slice(0, -1).findLastIndex((part) => part.includes("#"));
  return last < 0 || /^https?:/.test(path) ? undefined : parts.slice(0, last + 1).join(sep);
}

/**
 * How long Redocly may take: many times what the largest description does. It runs the patterns of a description on its
 * examples, and some of these never end.
 */
const seconds = 120;

async function run(args: readonly string[]): Promise<Output> {
  const root = dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json"));
  const child = spawn(process.execPath, [join(root, "bin", "cli.js"), ...args], {
    cwd: projectRoot,
    env: {
      ...process.env,
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
      // What is parsed here must not be coloured, as it is for CI systems.
      NO_COLOR: "1",
      FORCE_COLOR: "0",
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status, signal) =>
        signal === "SIGKILL"
          ? reject(
              new InputError(`Redocly was ended after ${seconds} seconds: does a pattern in the document never end?`),
            )
          : resolve(status ?? 1),
      );
    }),
  ]);
  return { code, stdout, stderr: withoutBox(stderr) };
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
  }
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

/** Problems are fixed here, not ignored: the CLI's advice to make an ignore file would mislead. */
function withoutAdvice(report: string): string {
  return report.replaceAll(/.*--generate-ignore-file.*\n?/g, "").trim();
}

/**
 * Lints a contract: our own by this repository's rules, any other as valid OpenAPI. Throws {@link ContractError} with
 * what is wrong.
 */
export async function lint(rootFile: string): Promise<void> {
  if (rootFile === ownContract) {
    const config = join(projectRoot, "redocly.yaml");
    const { code, stdout, stderr } = await redocly("lint", rootFile, "--config", config, "--format", "codeframe");
    if (code !== 0) {
      throw problems(withoutAdvice(`${stdout.trim()}\n${stderr}`));
    }
    return;
  }
  const config = join(projectRoot, "contract-tests", "model", "redocly-other.yaml");
  const { code, stdout, stderr } = await redocly("lint", rootFile, "--config", config, "--format", "json");
  if (code === 0) {
    return;
  }
  const found = errorsIn(stdout);
  if (found === undefined) {
    throw problems(withoutAdvice(`${stdout.trim()}\n${stderr}`));
  }
  if (found.length > 0) {
    throw problems(found.join("\n"));
  }
}

function problems(report: string): ContractError {
  return new ContractError(`The contract has lint problems.\n\n${report}`);
}

/** What Redocly's JSON counts as an error, a line each; undefined where it is no JSON of its. */
function errorsIn(output: string): string[] | undefined {
  const report = parseJson(output);
  if (!isObject(report) || !Array.isArray(report.problems)) {
    return undefined;
  }
  return report.problems.filter(isObject).flatMap(({ severity, message, ruleId, location }) => {
    const [first] = Array.isArray(location) ? location.filter(isObject) : [];
    const pointer = String(first?.pointer ?? "#/");
    if (severity !== "error" || (ruleId === "struct" && isLeftOpen(String(message), pointer))) {
      return [];
    }
    const file = isObject(first?.source) ? String(first.source.ref) : "";
    const line = isObject(first?.start) ? `:${String(first.start.line)}` : "";
    return [`${file}${line} at ${pointer}: ${String(message)} (${String(ruleId)})`];
  });
}

/** What a specification leaves open: keywords of a schema that nobody knows, and whatever an extension holds. */
function isLeftOpen(message: string, pointer: string): boolean {
  const isForeign = /^Property `[^`]+` is not expected here/.test(message) && /\/schemas?\//.test(pointer);
  return isForeign || /\/x-/.test(pointer);
}
