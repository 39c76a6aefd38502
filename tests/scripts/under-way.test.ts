import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const command = new URL("../../scripts/command.ts", import.meta.url);

test.each([
  ["a rejection that nobody handles", "Promise.reject(new Error('lost'))"],
  ["an error thrown later", "setTimeout(() => { throw new Error('lost'); })"],
])("%s ends a command in one sentence and exit code 2", (_what, statement) => {
  const script = `
    const { start, command } = await import(${JSON.stringify(command.href)});
    const { nowUnderWay } = await import(${JSON.stringify(new URL("under-way.ts", command).href)});
    const run = command("", () => { nowUnderWay("asking for boats"); ${statement}; return new Promise((done) => setTimeout(done, 10_000)); });
    await start(${JSON.stringify(command.href)}, run);
  `;
  // Node is told that the command's file is the one that it was started with.
  const program = `process.argv[1] = ${JSON.stringify(fileURLToPath(command))}; (async () => {${script}})();`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--import", "tsx", "-e", program], {
    encoding: "utf8",
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, DEBUG: "" },
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr.trim()).toBe(
    "The command ended early while asking for boats, on an error that nothing caught: Error: lost. Set DEBUG=1 to see where.",
  );
});
