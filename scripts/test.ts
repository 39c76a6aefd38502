import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, type ExitCode, flags, type Io, start } from "./command.js";

const usage = `Usage: npm test

Runs every gate, each an npm script, in two lanes beside each other, and ends with the time that each took. The first that
fails ends the others, and its exit code is that of this command.`;

/** Npm scripts with their flags. Those of a lane run one after the other, and the lanes beside each other. */
export const lanes = [
  ["unit"],
  [
    ...["lint", "typecheck", "generate --check", "reference --check"],
    ...["contract", "mutation --sample 60", "package-check"],
  ],
] as const;

export const main = command(usage, async (argv, io) => {
  flags(argv, {});
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => process.exit(2));
  }
  const { scripts } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8"));
  const lineOf = (name: string) => name.replace(/^\S+/, (script) => scripts[script]);
  return runLanes(
    lanes.map((lane) => lane.map((name) => [name, lineOf(name)] as const)),
    io,
  );
});

/** A command line, and its name. */
type Part = readonly [name: string, line: string];

/** Runs lanes of command lines until one of these fails, and returns its exit code. */
export async function runLanes(parts: readonly (readonly Part[])[], io: Pick<Io, "out" | "err">): Promise<ExitCode> {
  const begun = performance.now();
  const running = new Set<ReturnType<typeof run>>();
  const stopAll = () => {
    for (const { stop } of running) {
      stop();
    }
  };
  const times: string[] = [];
  let exitCode: ExitCode = 0;
  const runLane = async (lane: readonly Part[]) => {
    for (const [name, line] of lane) {
      io.err(`${name} …`);
      const part = run(line);
      running.add(part);
      const { code, output, seconds } = await part.end;
      running.delete(part);
      if (exitCode !== 0) {
        return;
      }
      const cpu = seconds === undefined ? "" : `, ${seconds.toFixed(1).padStart(6)} s of processor time`;
      times.push(`${name.padEnd(22)}${since(part.begun)}${cpu}`);
      io.out(`\n── ${name}\n${output.trimEnd()}`);
      if (code !== 0) {
        exitCode = code === 1 ? 1 : 2;
        io.err(`\n${name} failed: the rest is not run.`);
        stopAll();
        return;
      }
    }
  };
  // An interrupted command leaves no process running.
  process.once("exit", stopAll);
  await Promise.all(parts.map(runLane));
  io.out(["", ...times, `${"together".padEnd(22)}${since(begun)}`].join("\n"));
  return exitCode;
}

const since = (begun: number) => `${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s`;

/** Starts a command line as npm does: with the commands of the packages within reach. */
export function run(line: string) {
  const isPosix = process.platform !== "win32";
  const path = [join(projectRoot, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const begun = performance.now();
  // The shell knows the processor time of its commands, which Node does not.
  const child = spawn(isPosix ? `(${line}); code=$?; times >&3; exit $code` : line, {
    cwd: projectRoot,
    shell: true,
    detached: isPosix,
    env: { ...process.env, PATH: path, NO_COLOR: "1", FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let output = "";
  let times = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr?.setEncoding("utf8").on("data", (text) => (output += text));
  child.stdio[3]?.on("data", (text) => (times += String(text)));
  const end = once(child, "close").then(([code]) => ({ code: Number(code ?? 2), output, seconds: secondsIn(times) }));
  return {
    begun,
    end,
    /** Ends it with all that it has started. */
    stop: () => (isPosix && child.pid ? process.kill(-child.pid) : child.kill()),
  };
}

/** The processor time in `times`' report on all commands of a shell: user and system, such as `1m2.50s 0m0.31s`. */
function secondsIn(times: string): number | undefined {
  const spent = [...(times.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  return spent.length === 0
    ? undefined
    : spent.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0);
}

await start(import.meta.url, main);
