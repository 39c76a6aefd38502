import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { madeUpProjectId } from "../../../contract-tests/provider/target.js";
import { curl } from "../../../contract-tests/reporters/curl.js";

describe("curl", () => {
  test("what the shell makes of it is the request, the project ID and the refresh JWT filled in from the environment", () => {
    const headers = new Headers({ authorization: "Bearer P2abc:{refreshJwt}", "content-type": "application/json" });
    const body = `{"name":"O'Brien $HOME \`id\` \\\\","project":"P2abc"}`;
    const command = curl({ method: "POST", url: "http://127.0.0.1/a?b=c", headers, body }, { projectId: "P2abc" });
    expect(command).not.toContain("P2abc");
    const shown = execFileSync("sh", ["-c", `curl() { for a in "$@"; do printf '%s\\n' "$a"; done; }\n${command}`], {
      env: { ...process.env, DESCOPE_PROJECT_ID: "P2abc", DESCOPE_TEST_REFRESH_JWT: "x" },
      encoding: "utf8",
    });
    expect(shown.split("\n")).toEqual([
      "-i",
      "-X",
      "POST",
      "http://127.0.0.1/a?b=c",
      "-H",
      "Authorization: Bearer P2abc:x",
      "-H",
      "Content-Type: application/json",
      "--data-raw",
      body,
      "",
    ]);
  });

  test("without a project ID it sends the made-up one that the suite sent", () => {
    const headers = new Headers({ authorization: `Bearer ${madeUpProjectId}` });
    const command = curl(
      { method: "GET", url: "http://127.0.0.1/", headers, body: undefined },
      { projectId: madeUpProjectId },
    );
    const { DESCOPE_PROJECT_ID: _, ...env } = process.env;
    const shown = execFileSync("sh", ["-c", `curl() { printf '%s\\n' "$@"; }\n${command}`], { env, encoding: "utf8" });
    expect(shown).toContain(`Authorization: Bearer ${madeUpProjectId}\n`);
  });
});
