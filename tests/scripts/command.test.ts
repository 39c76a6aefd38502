import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ContractError, InputError } from "../../contract-tests/model/errors.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { wholeNumber } from "../../contract-tests/model/text.js";
import { command, flags, fromUser } from "../../scripts/command.js";
import { call } from "./run.js";

const usage = "Usage: a command";

test.each<[what: string, run: () => Promise<unknown>, code: number, output: string]>([
  ["a command that returns true is fine", async () => true, 0, ""],
  ["one that returns nothing is fine too", async () => undefined, 0, ""],
  ["false is a failed check", async () => false, 1, ""],
  ["an exit code is handed on: 0", async () => 0, 0, ""],
  ["an exit code is handed on: 1", async () => 1, 1, ""],
  ["an exit code is handed on: 2", async () => 2, 2, ""],
  [
    "so is what is wrong with a contract, in its own words",
    () => Promise.reject(new ContractError("Stale: a.")),
    1,
    "Stale: a.\n",
  ],
  [
    "input that cannot be used is another thing",
    () => Promise.reject(new InputError("No such file.")),
    2,
    "No such file.\n",
  ],
])("%s", async (_what, run, code, output) => {
  expect(await call(command(usage, run))).toEqual({ code, output });
});

test("an error that nobody foresaw is one sentence and exit 2, never a stack trace", async () => {
  const { code, output } = await call(command(usage, () => Promise.reject(new RangeError("deep"))));
  expect(code).toBe(2);
  expect(output).toBe(
    "The command stopped on an error that it did not expect: RangeError: deep. Set DEBUG=1 to see where.\n",
  );
});

test.each(["--help", "-h"])("%s prints the usage and runs nothing", async (flag) => {
  const never = command(usage, () => Promise.reject(new Error("ran")));
  expect(await call(never, ["--more", flag])).toEqual({ code: 0, output: `${usage}\n` });
});

test.each<[argv: string[], message: RegExp]>([
  [["--nope"], /'--nope'.*--help lists the flags/],
  [["--name"], /--name.*argument missing.*--help lists the flags/],
  [["stray"], /'stray'.*--help lists the flags/],
  [["--name", "a", "--name=b"], /^--name is given twice: give it once/],
  [["--count", "ten"], /--count takes a whole number from 1 to 9, not "ten"/],
  [["--count", "10"], /from 1 to 9, not "10"/],
])("a command line of %j is refused in one sentence", async (argv, message) => {
  const main = command(usage, async (given) => {
    const { count } = flags(given, { name: { type: "string" }, count: { type: "string" } });
    wholeNumber("count", count, 1, 9);
  });
  const { code, output } = await call(main, argv);
  expect(output).toMatch(message);
  expect([code, output.trim().split("\n").length]).toEqual([2, 1]);
});

test("paths start where the user stands", async () => {
  const cwd = join(projectRoot, "docs");
  const main = command(usage, async (_argv, io) => io.out(fromUser(io, "a.yaml")));
  expect((await call(main, [], { cwd })).output).toBe(`${join(cwd, "a.yaml")}\n`);
});

test("a file of a command that is started runs it", () => {
  const started = spawnSync(process.execPath, ["--import", "tsx", join("scripts", "generate.ts"), "--nope"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  expect([started.status, started.stderr]).toEqual([2, expect.stringContaining("'--nope'")]);
});

test("what a command prints steers neither a terminal nor a runner", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const main = command(usage, async (_argv, io) => {
    io.out("title \u001b[2J\n  ::stop-commands::x");
    throw new InputError("##[error] in \u009b31m");
  });
  const code = await main([]);
  const printed = [...log.mock.calls, ...error.mock.calls].flat();
  vi.restoreAllMocks();
  expect(code).toBe(2);
  expect(printed).toEqual(["title \\u001b[2J\n  \\::stop-commands::x", "##\\u005berror] in \\u009b31m"]);
});
