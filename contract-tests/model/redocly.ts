import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BaseResolver, LocationObject, NormalizedProblem } from "@redocly/openapi-core";
import { ContractError, InputError } from "./errors.js";
import { parseText } from "./parse.js";
import type { Reader } from "./reader.js";
import { isUrl, shownSource } from "./text.js";

/** The root of this repository. */
export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

/** The root file of our own contract. */
export const ownContract = join(projectRoot, "openapi", "openapi.yaml");

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * How long Redocly may take: many times what the largest description does. It runs the patterns of our contract on its
 * examples, and some patterns never end.
 */
const seconds = 120;

/**
 * Runs a Redocly CLI command, quiet and offline. It follows every reference of a document, so that it is only given
 * documents without references to other places.
 */
export async function redocly(...args: string[]): Promise<Output> {
  const root = dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json"));
  const child = spawn(process.execPath, [join(root, "bin", "cli.js"), ...args], {
    cwd: projectRoot,
    env: {
      ...process.env,
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
      // Output that is parsed here must not be coloured, as it is for CI systems.
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

/** Redocly with a reader in the place of its own, which follows every reference and redirect to wherever it leads. */
async function library(reader: Reader, failures: Map<string, Error>) {
  // It needs half a second to load: most documents do without it.
  const core = await import("@redocly/openapi-core");
  const files: BaseResolver = new core.BaseResolver();
  const asked = new Map<string, string>();
  files.resolveExternalRef = (from, ref) => {
    const source = from === null ? ref : reader.resolve(from, ref);
    asked.set(source, ref);
    return source;
  };
  files.loadExternalRef = async (source) => {
    try {
      return new core.Source(source, await reader.read(source));
    } catch (error) {
      failures.set(asked.get(source) ?? source, error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  files.parseDocument = (source, isRoot) => {
    const { absoluteRef, body } = source;
    const name = isUrl(absoluteRef) ? new URL(absoluteRef).pathname : absoluteRef;
    // Anything else is text, such as a description in a file of its own.
    const isDocument = isRoot === true || core.isSupportedExtension(name) || /^\s*[{[]/.test(body);
    return { source, parsed: isDocument ? parseText(body, shownSource(absoluteRef)) : body };
  };
  return { ...core, files };
}

/** The document that the files make together. */
interface Bundled {
  readonly document: unknown;
  /** Why a file could not be read, by the reference to it. */
  readonly failures: ReadonlyMap<string, Error>;
}

/** One document out of a root file and all that it refers to, as far as that can be read. */
export async function bundle(root: string, reader: Reader): Promise<Bundled> {
  const failures = new Map<string, Error>();
  const { bundle: put, createConfig, files } = await library(reader, failures);
  try {
    const { bundle: whole } = await put({ ref: root, config: await createConfig(), externalRefResolver: files });
    return { document: whole.parsed, failures };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw error instanceof InputError ? error : new InputError(`${shownSource(root)} cannot be put together: ${why}.`);
  }
}

/**
 * Lints a contract: our own by this repository's rules, any other as valid OpenAPI. Throws {@link ContractError} with
 * its problems.
 */
export async function lint(root: string, reader: Reader): Promise<void> {
  const report = root === ownContract ? await lintOwn() : await lintOther(root, reader);
  if (report !== "") {
    throw new ContractError(`The contract has lint problems.\n\n${report}`);
  }
}

/** In a process of its own, which can be ended: these rules run patterns. */
async function lintOwn(): Promise<string> {
  const config = join(projectRoot, "redocly.yaml");
  const { code, stdout, stderr } = await redocly("lint", ownContract, "--config", config, "--format", "codeframe");
  // Problems are fixed here, not ignored: the CLI's advice to make an ignore file would mislead.
  const report = `${stdout.trim()}\n${stderr}`.replaceAll(/.*--generate-ignore-file.*\n?/g, "").trim();
  return code === 0 ? "" : report;
}

async function lintOther(root: string, reader: Reader): Promise<string> {
  const configPath = join(projectRoot, "contract-tests", "model", "redocly-other.yaml");
  const { lint: check, loadConfig, getLineColLocation, files } = await library(reader, new Map());
  const placeOf = (location: LocationObject) => {
    const { line } = getLineColLocation(location).start;
    return `${shownSource(location.source.absoluteRef)}:${line} at ${location.pointer ?? "#/"}`;
  };
  const found = await check({ ref: root, config: await loadConfig({ configPath }), externalRefResolver: files });
  const errors = found.filter((problem) => problem.severity === "error" && !isLeftOpen(problem));
  const lines = errors.map(({ message, ruleId, location, from }) => {
    const [first] = location;
    const way = from ? `, referred to by ${placeOf(from)}` : "";
    return `${first ? placeOf(first) : shownSource(root)}${way}: ${message} (${ruleId})`;
  });
  return lines.join("\n");
}

/** The parts that a specification leaves open: unknown keywords of a schema, and the contents of an extension. */
function isLeftOpen({ ruleId, message, location: [first] }: NormalizedProblem): boolean {
  const pointer = first?.pointer ?? "#/";
  const isForeign = /^Property `[^`]+` is not expected here/.test(message) && /\/schemas?\//.test(pointer);
  return ruleId === "struct" && (isForeign || /\/x-/.test(pointer));
}
