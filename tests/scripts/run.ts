import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import type { Main } from "../../scripts/command.js";

export interface Ran {
  readonly code: number;
  /** Both streams together. */
  readonly output: string;
}

/** Runs one of the commands as `npm run` does, in a tree that is this one unless another is named. */
export async function run(
  name: string,
  args: readonly string[] = [],
  { cwd = projectRoot, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  return started([join("scripts", "launch.mjs"), name, ...args], cwd, env);
}

/** Runs the contract suite as `npx vitest run --project contract` does. */
export async function vitest(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const bin = join("node_modules", "vitest", "vitest.mjs");
  return started([bin, "run", "--project", "contract", ...args], projectRoot, { NO_COLOR: "1", ...env });
}

async function started(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  const clean = { ...process.env };
  // What Vitest sets for this process would reach the Vitest that the command starts.
  for (const key of Object.keys(clean)) {
    if (/^(VITEST|NODE_ENV|TEST|DESCOPE|GITHUB|INIT_CWD)/.test(key)) {
      delete clean[key];
    }
  }
  const child = spawn(process.execPath, args, { cwd, env: { ...clean, ...env } });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? -1));
  });
  return { code, output };
}

/** Runs one of the commands in this process: what it would print and its exit code, without the start of Node. */
export async function call(
  main: Main,
  argv: readonly string[] = [],
  { cwd = projectRoot, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  let output = "";
  const print = (text: string) => {
    output += `${text}\n`;
  };
  const code = await main(argv, { out: print, err: print, obeyed: print, env, cwd });
  return { code, output };
}
