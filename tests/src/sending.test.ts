import { afterEach, beforeEach, expect, test } from "vitest";
import { createDescopeClient } from "../../src/index.js";
import { success } from "../success.js";
import { reply, startServer, type TestServer } from "./server.js";

let server: TestServer;
beforeEach(async () => {
  server = await startServer([reply(200, success)]);
});
afterEach(() => server.close());

const client = (more = {}) => createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl, ...more });
const body = { loginId: "ada@example.com" };

test("sends method, path, bearer, content type and body as documented", async () => {
  await client().signInMagicLinkEmail(body);
  const [request] = server.received;
  expect(request?.line).toBe("POST /v1/auth/magiclink/signin/email HTTP/1.1");
  expect(request?.headers.get("authorization")).toBe("Bearer P2abc");
  expect(request?.headers.get("content-type")).toBe("application/json");
  expect(request?.body).toBe('{"loginId":"ada@example.com"}');
});

test("sends each operation to its own path", async () => {
  const descope = client();
  await descope.signInMagicLinkEmail(body);
  await descope.signInEnchantedLinkEmail(body);
  await descope.signUpMagicLinkEmail({ email: "ada@example.com" });
  await descope.signInMagicLinkSms({ loginId: "+15555550100" });
  expect(server.received.map(({ line }) => line.split(" ")[1])).toEqual([
    "/v1/auth/magiclink/signin/email",
    "/v1/auth/enchantedlink/signin/email",
    "/v1/auth/magiclink/signup/email",
    "/v1/auth/magiclink/signin/sms",
  ]);
});

test("sends the refresh JWT behind the project ID", async () => {
  await client().signInMagicLinkEmail({ ...body, loginOptions: { stepup: true } }, { refreshJwt: "aaa.bbb-_.ccc" });
  expect(server.received[0]?.headers.get("authorization")).toBe("Bearer P2abc:aaa.bbb-_.ccc");
});

test("sends the body as it is given: nothing stripped, nothing edited", async () => {
  const odd = { loginId: " Ada@Example.COM ", unknown: [1, { x: null }], user: { name: "" } };
  await client().signInMagicLinkEmail(odd);
  expect(JSON.parse(server.received[0]?.body ?? "")).toEqual(odd);
});

test("sends extra headers, of which none replaces the two of its own, whatever their case", async () => {
  const headers = {
    "X-Extra": "1",
    AUTHORIZATION: "Basic x",
    "content-TYPE": "application/x-www-form-urlencoded",
  };
  await client({ headers }).signInMagicLinkEmail(body);
  await client().http.POST("/v1/auth/magiclink/signin/email", { body, headers });
  for (const { headers: sent, body: text } of server.received) {
    expect(sent.get("x-extra")).toBe("1");
    expect(sent.get("authorization")).toBe("Bearer P2abc");
    expect(sent.get("content-type")).toBe("application/json");
    expect(JSON.parse(text)).toEqual(body);
  }
  expect(server.received.length).toBe(2);
});

test.each(["", "/", "/a/b", "/a/b/", "//"])("takes a base URL that ends in %j", async (path) => {
  await client({ baseUrl: server.baseUrl + path }).signInMagicLinkEmail(body);
  expect(server.received[0]?.line).toBe(`POST ${path.replace(/\/+$/, "")}/v1/auth/magiclink/signin/email HTTP/1.1`);
});

test("asks the runtime neither to follow redirects nor to keep a signal for it", async () => {
  const requests: RequestInit[] = [];
  const signal = new AbortController().signal;
  const fetching = (url: string, init: RequestInit) => {
    requests.push(init);
    return fetch(url, init);
  };
  await client({ fetch: fetching }).signInMagicLinkEmail(body, { signal });
  await client({ fetch: fetching }).http.POST("/v1/auth/magiclink/signin/email", { body, redirect: "follow" });
  expect(requests.map(({ redirect }) => redirect)).toEqual(["manual", "manual"]);
});

test("treats the opaque redirect of browsers as an answer other than 2xx", async () => {
  const opaque = Object.defineProperty(new Response(null), "status", { value: 0 });
  const fetching = async () => Object.defineProperty(opaque, "ok", { value: false });
  const result = await client({ fetch: fetching }).signInMagicLinkEmail(body);
  expect(!result.ok && result.error).toMatchObject({ kind: "http", status: 0 });
});

test("looks up the global fetch at each call, so that it can be replaced", async () => {
  const descope = client();
  const real = globalThis.fetch;
  try {
    globalThis.fetch = async () => Response.json({ ...JSON.parse(success), replaced: true });
    expect(await descope.signInMagicLinkEmail(body)).toMatchObject({ data: { replaced: true } });
  } finally {
    globalThis.fetch = real;
  }
});

test("runs the middleware of openapi-fetch, which cannot make a call reject", async () => {
  const descope = client();
  const seen: number[] = [];
  descope.http.use({ onResponse: ({ response }) => void seen.push(response.status) });
  expect((await descope.signInMagicLinkEmail(body)).ok).toBe(true);
  expect(seen).toEqual([200]);
  descope.http.use({
    onRequest: () => {
      throw new Error("ada@example.com");
    },
  });
  const result = await descope.signInMagicLinkEmail(body);
  expect(!result.ok && result.error).toMatchObject({ kind: "network", cause: { name: "Error", message: "" } });
});

test("never rejects, not even for what only JavaScript can pass", async () => {
  const call: (...args: unknown[]) => Promise<{ ok: boolean }> = client().signInMagicLinkEmail as never;
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  for (const args of [[cycle], [10n], [body, null], [body, 5], [body, { signal: 5 }], [body, { refreshJwt: {} }], []]) {
    await expect(call(...args)).resolves.toHaveProperty("ok");
  }
});
