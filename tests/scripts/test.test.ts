import { expect, test } from "vitest";
import { command } from "../../scripts/command.js";
import { runLanes } from "../../scripts/test.js";
import { call } from "./run.js";

const says = (text: string, code = 0) => `node -e "console.log('${text}'); process.exitCode = ${code}"`;
const waits = 'node -e "setTimeout(() => {}, 60_000)"';
const run = (...lanes: (readonly [name: string, line: string])[][]) =>
  call(command("", (_argv, io) => runLanes(lanes, io)));

test("every part is run and shown, and told how long it took", async () => {
  const { code, output } = await run(
    [
      ["one", says("first")],
      ["two", says("second")],
    ],
    [["three", says("third")]],
  );
  expect(output).toMatch(/── one\nfirst\n[\s\S]*── two\nsecond\n[\s\S]*two +\d+\.\d s/);
  expect(output).toMatch(/── three\nthird\n[\s\S]*\ntogether +\d+\.\d s\n$/);
  if (process.platform !== "win32") {
    expect(output).toMatch(/^one +\d+\.\d s, +0\.[0-9] s of processor time$/m);
  }
  expect(code).toBe(0);
});

test.each([1, 2] as const)("the first that fails ends the others, with its exit code %i", async (failing) => {
  const begun = performance.now();
  const { code, output } = await run(
    [["slow", waits]],
    [
      ["bad", says("why", failing)],
      ["next", says("never")],
    ],
  );
  expect(performance.now() - begun).toBeLessThan(30_000);
  expect(output).toMatch(/── bad\nwhy\n\nbad failed: the rest is not run\./);
  expect(output).not.toMatch(/next|── slow/);
  expect(code).toBe(failing);
});
