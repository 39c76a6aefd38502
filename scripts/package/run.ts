import { spawn } from "node:child_process";
import { ContractError } from "../../contract-tests/model/errors.js";

/** Runs a program to its end and gives its standard output; {@link ContractError} with all its output if it fails. */
export function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) {
        resolve(out);
      } else {
        reject(new ContractError(`${program} ${args.join(" ")} exited with ${code}:\n${out}${err}`.trim()));
      }
    });
  });
}

/** Runs npm as {@link run} does: the npm that started this process if there is one, as Windows cannot spawn another. */
export function npm(args: readonly string[], cwd: string): Promise<string> {
  const file = process.env.npm_execpath;
  return file?.endsWith(".js") ? run(process.execPath, [file, ...args], cwd) : run("npm", args, cwd);
}
