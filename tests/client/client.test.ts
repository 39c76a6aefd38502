import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createDescopeClient } from "../../src/index.js";

test("signs somebody in", async () => {
  const server = createServer((_, response) => response.end('{"maskedEmail":"a**@e******.com"}'));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const descope = createDescopeClient({ projectId: "P2abc", baseUrl: `http://127.0.0.1:${port}` });
  const result = await descope.signInMagicLinkEmail({ loginId: "ada@example.com" });
  expect(result.ok && result.data.maskedEmail).toBe("a**@e******.com");
  server.close();
});
