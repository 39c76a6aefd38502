import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { projectRoot } from "../../contract-tests/model/redocly.js";

function startMock(...args: string[]) {
  const launch = join("scripts", "launch.mjs");
  const child = spawn(process.execPath, [launch, "mock", "--port", "0", ...args], { cwd: projectRoot });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  return { child, errors: () => errors };
}

test("listens on the host that it is given, and says so", async () => {
  const { child } = startMock("--host", "0.0.0.0");
  try {
    let url = "";
    for await (const line of createInterface({ input: child.stdout })) {
      url ||= /listens at (\S+)\. /.exec(line)?.[1] ?? "";
      if (line.startsWith("It listens on 0.0.0.0:")) {
        break;
      }
    }
    // Another address of the loopback network: a mock that listens on 127.0.0.1 alone is not there.
    const response = await fetch(`http://127.0.0.2:${new URL(url).port}/elsewhere`);
    expect(response.status).toBe(404);
  } finally {
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([0, null]);
  }
});

test("ends quietly when nobody reads its output, as before `| head`", async () => {
  const { child, errors } = startMock();
  child.stdout.destroy();
  const [code] = await once(child, "close");
  expect({ code, errors: errors() }).toEqual({ code: 0, errors: "" });
});
