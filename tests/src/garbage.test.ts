import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createDescopeClient } from "../../src/index.js";
import { partial, startServer } from "./server.js";

test("an abort closes the socket even after the garbage collector has been", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const controller = new AbortController();
  const server = await startServer([
    partial("", () =>
      setImmediate(() => {
        collect();
        setImmediate(() => {
          collect();
          controller.abort();
        });
      }),
    ),
  ]);
  const client = createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl });
  const result = await client.signInMagicLinkEmail({ loginId: "ada@example.com" }, { signal: controller.signal });
  expect(!result.ok && result.error.kind).toBe("aborted");
  await server.idle();
  await server.close();
});
