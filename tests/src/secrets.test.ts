import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { createDescopeClient, DescopeError } from "../../src/index.js";
import { leaks, secret } from "./secrets.js";
import { reply, startServer, type TestServer } from "./server.js";

describe("the detector of these tests sees a secret planted", () => {
  const clean = () => new DescopeError("network", "Nothing in here");
  test.each(Object.entries(secret))("%s, in each place an error has", (name, value) => {
    const escaped = encodeURIComponent(value);
    const planted: Record<string, unknown> = {
      message: new DescopeError("api", `No ${value}`),
      "message, encoded": new DescopeError("api", `No ${escaped}`),
      field: new DescopeError("api", "No", { details: value.toUpperCase() }),
      cause: new DescopeError("network", "No", { cause: new Error("No", { cause: new Error(value) }) }),
      "a property of the cause": new DescopeError("network", "No", { cause: Object.assign(clean(), { url: value }) }),
      "a hidden property": Object.defineProperty(clean(), "request", { value: { headers: [value] } }),
      "a symbol": Object.assign(clean(), { [Symbol("request")]: value }),
      stack: Object.assign(clean(), { stack: `Error: ${value}` }),
    };
    for (const [place, error] of Object.entries(planted)) {
      expect(
        leaks(error).some((leak) => leak.startsWith(name)),
        place,
      ).toBe(true);
    }
    expect(leaks(clean())).toEqual([]);
  });
});

describe("nothing secret is in the error", () => {
  let server: TestServer | undefined;
  afterEach(() => server?.close());
  const body = { loginId: secret.loginId, user: { phone: secret.phone } };

  const throwing: Record<string, (request: Request) => unknown> = {
    "with the request in its message": (request) =>
      new Error(`${request.method} ${[...request.headers].join()} ${JSON.stringify(body)} failed`),
    "with the request as a property": (request) =>
      Object.assign(new Error("failed"), { request, config: { data: body } }),
    "with all of it in a chain of causes": (request) =>
      new TypeError(secret.loginId, {
        cause: new Error(request.headers.get("authorization") ?? "", {
          cause: Object.assign(new Error(encodeURIComponent(secret.loginId)), { code: `E-${secret.loginId}` }),
        }),
      }),
    "of several errors": () => new AggregateError([new Error(secret.loginId)], `all failed for ${secret.phone}`),
    "named after it": () => Object.assign(new Error("failed"), { name: secret.loginId }),
    "as a string": () => `${secret.loginId} failed`,
    "as an object": () => ({ loginId: secret.loginId }),
    "because it could not parse the answer": () => {
      try {
        return JSON.parse(`{"pendingRef":"${secret.pendingRef}"`);
      } catch (error) {
        return error;
      }
    },
    "quoting an answer that it could not parse": () => new SyntaxError(`Unexpected token in "${secret.pendingRef}"`),
    "and itself as its cause": () => {
      const error: Error = new Error(secret.loginId);
      error.cause = error;
      return error;
    },
  };
  test.each(Object.entries(throwing))("when a custom fetch throws %s", async (_, thrown) => {
    const client = createDescopeClient({
      projectId: secret.projectId,
      fetch: async (url, init) => {
        throw thrown(new Request(url, init));
      },
    });
    for (const call of [client.signInMagicLinkEmail, client.signInEnchantedLinkEmail]) {
      const result = await call(body, { refreshJwt: secret.refreshJwt });
      if (result.ok) {
        expect.unreachable();
      } else {
        expect(result.error.kind).toBe("network");
        expect(leaks(result.error)).toEqual([]);
      }
    }
  });

  test("when a path-style call fails", async () => {
    const client = createDescopeClient({
      projectId: secret.projectId,
      fetch: async (_, { headers }) => {
        throw new Error(`${new Headers(headers).get("authorization")} ${secret.loginId}`);
      },
    });
    const error = await client.http
      .POST("/v1/auth/magiclink/signin/email", { body })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DescopeError);
    expect(leaks(error)).toEqual([]);
  });

  test("when a path-style call gets a success that is not JSON", async () => {
    server = await startServer([reply(200, `{"pendingRef":"${secret.pendingRef}"`)]);
    const client = createDescopeClient({ projectId: secret.projectId, baseUrl: server.baseUrl });
    const error = await client.http
      .POST("/v1/auth/magiclink/signin/email", { body })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "invalid-response", status: 200 });
    expect(leaks(error)).toEqual([]);
  });

  test.each(["a\r\nX-Evil: 1", "line\nbreak", "trailing\n", "", "two words", "ümlaut"])(
    "when the refresh JWT is %j, which is not sent",
    async (refreshJwt) => {
      server = await startServer([reply(200)]);
      const client = createDescopeClient({ projectId: secret.projectId, baseUrl: server.baseUrl });
      const result = await client.signInMagicLinkEmail({ loginId: "ada@example.com" }, { refreshJwt });
      if (result.ok) {
        expect.unreachable();
      } else {
        expect(result.error).toMatchObject({
          kind: "network",
          message: "Not sent: refreshJwt must be a JWT.",
          mayHaveBeenSent: false,
        });
        expect(result.error.cause).toBeUndefined();
      }
      expect(server.received).toEqual([]);
    },
  );

  test("when a header of the options cannot be sent", () => {
    const create = () =>
      createDescopeClient({ projectId: "P2abc", headers: { "x-key": `${secret.refreshJwt}\nx: y` } });
    expect(create).toThrow(TypeError);
    try {
      create();
    } catch (error) {
      expect(leaks(error)).toEqual([]);
    }
  });

  test("when an extra header is echoed", async () => {
    server = await startServer([reply(400, JSON.stringify({ errorCode: "E1", errorMessage: secret.refreshJwt }))]);
    const headers = { "x-gateway-key": secret.refreshJwt };
    const client = createDescopeClient({ projectId: secret.projectId, baseUrl: server.baseUrl, headers });
    const result = await client.signInMagicLinkEmail({ loginId: "ada@example.com" });
    expect(!result.ok && result.error.details).toBe("[masked]");
  });

  test("and what is left stays legible: a short login ID is masked where it stands alone", async () => {
    server = await startServer([reply(400, JSON.stringify({ errorCode: "E1", errorMessage: "a cat, namely a" }))]);
    const client = createDescopeClient({ projectId: secret.projectId, baseUrl: server.baseUrl });
    const result = await client.signInMagicLinkEmail({ loginId: "a" });
    expect(!result.ok && result.error.details).toBe("[masked] cat, namely [masked]");
  });

  test.each(["+*?()[]{}|^$.\\/-", "山田太郎", "Ирина", "a".repeat(5000), "%", "\u0000\u0001abc", "é&+ \"'<>"])(
    "whatever characters it is made of: %j",
    async (loginId) => {
      const echoes = [loginId, JSON.stringify(loginId), encodeURIComponent(loginId)];
      server = await startServer([reply(400, JSON.stringify({ errorCode: "E1", errorMessage: echoes.join(" or ") }))]);
      const client = createDescopeClient({ projectId: secret.projectId, baseUrl: server.baseUrl });
      const result = await client.signInMagicLinkEmail({ loginId });
      expect(!result.ok && result.error.details).toMatch(/^\[masked\] or "\[masked\]" or \[masked\]$/);
    },
  );
});

describe("what cannot be looked for is not kept", () => {
  const client = (answer: () => Promise<Response>) =>
    createDescopeClient({ projectId: "P2secretprojectid", baseUrl: "http://127.0.0.1:1", retry: false, fetch: answer });
  const refused = async () =>
    new Response('{"errorCode":"E000001","errorDescription":"no adalovelace"}', { status: 400 });

  test.each([
    ["a long text", "a".repeat(40_000)],
    ["a long text of unusual characters", "@".repeat(100_000)],
  ])("%s is sent: the call resolves, and at once", async (_what, redirectUrl) => {
    const result = await client(refused).signInMagicLinkEmail(
      { loginId: "adalovelace", redirectUrl },
      { refreshJwt: "header.payload.sig" },
    );
    expect(result).toMatchObject({ ok: false, error: { kind: "api", status: 400 } });
    expect(inspect(result, { depth: 9 })).not.toMatch(/adalovelace|header\.payload|P2secret/);
  });

  test("a signal that holds itself does not hide the other options from the mask", async () => {
    const signal = Object.assign(new AbortController().signal, { toJSON: () => signal });
    const echo = async () =>
      new Response('{"errorCode":"E000001","errorDescription":"header.payload.sig"}', { status: 400 });
    const result = await client(echo).signInMagicLinkEmail(
      { loginId: "ada@example.com" },
      { signal, refreshJwt: "header.payload.sig" },
    );
    expect(inspect(result, { depth: 9 })).not.toContain("header.payload.sig");
  });

  test("an error whose message is no text does not make a call reject", async () => {
    const descope = client(refused);
    descope.http.use({
      onRequest() {
        throw Object.assign(new Error("x"), { message: {}, name: undefined });
      },
    });
    expect(await descope.signInMagicLinkEmail({ loginId: "ada@example.com" })).toMatchObject({
      ok: false,
      error: { kind: "network" },
    });
  });

  test("no time at all means that nothing is sent", async () => {
    let sent = 0;
    const descope = client(async () => {
      sent += 1;
      return refused();
    });
    const result = await descope.signInMagicLinkEmail({ loginId: "ada@example.com" }, { timeoutMs: 0 });
    expect([result.ok || result.error.kind, sent]).toEqual(["timeout", 0]);
  });
});
