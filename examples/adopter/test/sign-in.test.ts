// Two ways to test code that signs people in, without sending anything to anybody: a `fetch` of your own, and the mock
// (`npm run mock` in another terminal).
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createDescopeClient } from "descope-links";
import { signIn } from "../src/sign-in.js";

const projectId = "P2abcdefghijklmnopqrstuvwxyz";
mock.method(console, "error", () => {});

test("with a fetch of your own: fast, and any response that you can think of", async () => {
  const told = (body: unknown, status = 200) => {
    const fetch = async () => Response.json(body, { status });
    return signIn(createDescopeClient({ projectId, retry: false, fetch }), "ada@example.com");
  };
  assert.deepEqual(await told({ maskedEmail: "a**@e*****.com" }), {
    status: 200,
    message: "A link is on its way to a**@e*****.com.",
  });
  const notFound = { errorCode: "E062108", errorDescription: "User not found" };
  assert.equal((await told(notFound, 400)).status, 404);
  assert.match((await told("<h1>Bad gateway</h1>", 502)).message, /^Look into your inbox/);
});

test("with the mock: requests that break the contract are refused, and what comes back is documented", async () => {
  const baseUrl = process.env.DESCOPE_BASE_URL ?? "http://127.0.0.1:4010";
  const client = (prefer?: string) => createDescopeClient({ projectId, baseUrl, headers: { Prefer: prefer } });
  assert.equal((await signIn(client(), "ada@example.com")).status, 200);
  assert.equal((await signIn(client("code=400, example=userNotFound"), "ada@example.com")).status, 404);
  assert.match((await signIn(client(), "")).message, /^No link was sent/);
});
