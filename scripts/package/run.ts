import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ContractError } from "../../contract-tests/model/errors.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";

const execute = promisify(execFile);

/** Runs a program to its end and gives its standard output; {@link ContractError} with all its output if it fails. */
export async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { cwd, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { code, stdout, stderr }: { code?: unknown; stdout?: string; stderr?: string } = Object(error);
    if (typeof code !== "number") {
      throw error;
    }
    throw new ContractError(`${program} ${args.join(" ")} exited with ${code}:\n${stdout}${stderr}`.trim());
  }
}

/** Runs npm as {@link run} does: the npm that started this process if there is one, as Windows cannot spawn another. */
export function npm(args: readonly string[], cwd: string): Promise<string> {
  const file = process.env.npm_execpath;
  return file?.endsWith(".js") ? run(process.execPath, [file, ...args], cwd) : run("npm", args, cwd);
}

/** Runs the project's own compiler as {@link run} does. */
export function tsc(args: readonly string[], cwd: string): Promise<string> {
  const file = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  return run(process.execPath, [file, "--pretty", "false", ...args], cwd);
}
