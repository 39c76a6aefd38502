// Two ways to test code of yours that signs people in, without sending anything to anybody.
//
//   npm run mock
//   npx tsx --test examples/mocking/sign-in.test.ts
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDescopeClient, type DescopeClient } from "descope-links";

/** The code under test: yours. */
async function signIn(descope: DescopeClient, loginId: string): Promise<string> {
  const result = await descope.signInMagicLinkEmail({ loginId });
  if (result.ok) {
    return `sent to ${result.data.maskedEmail}`;
  }
  return result.error.code === "E062108" ? "not registered" : result.error.kind;
}

const projectId = "P2abcdefghijklmnopqrstuvwxyz";

test("with a fetch of your own: fast, and any response that you can think of", async () => {
  const stub = (body: unknown, status: number) => async () => Response.json(body, { status });
  const client = (body: unknown, status = 200) =>
    createDescopeClient({ projectId, baseUrl: "http://127.0.0.1:1", retry: false, fetch: stub(body, status) });

  assert.equal(await signIn(client({ maskedEmail: "a**@e*****.com" }), "ada@example.com"), "sent to a**@e*****.com");
  const notFound = { errorCode: "E062108", errorDescription: "User not found" };
  assert.equal(await signIn(client(notFound, 400), "ada@example.com"), "not registered");
  assert.equal(await signIn(client("<h1>Bad gateway</h1>", 502), "ada@example.com"), "http");
});

test("with the mock: requests that break the contract are refused, and what comes back is documented", async () => {
  // Outside a clone of descope-links: npx @stoplight/prism-cli mock node_modules/descope-links/dist/openapi.json
  const baseUrl = process.env.DESCOPE_BASE_URL ?? "http://127.0.0.1:4010";
  const client = (prefer?: string) => createDescopeClient({ projectId, baseUrl, headers: { Prefer: prefer } });

  assert.match(await signIn(client(), "ada@example.com"), /^sent to .*\*/);
  assert.equal(await signIn(client("code=400, example=userNotFound"), "ada@example.com"), "not registered");
  assert.equal(await signIn(client(), ""), "api");
});
