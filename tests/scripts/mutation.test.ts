import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

function mutation(...args: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/mutation.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });
}

test("reruns one change by its id, and says which checks notice it", () => {
  const { status, stdout } = mutation("--only", "body-html/signInMagicLinkSms/200");
  expect(stdout).toContain("response-conforms example minimal: expected the content type application/json");
  expect(stdout).toContain("1 of 1 breaking changes noticed");
  expect(status).toBe(0);
});

test("cannot run for a change that there is not", () => {
  const { status, stderr } = mutation("--only", "no-such/change");
  expect(stderr).toContain("There is no change to make");
  expect(status).toBe(2);
});
