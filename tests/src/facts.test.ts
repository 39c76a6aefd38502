import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createDescopeClient, type DescopeError } from "../../src/index.js";
import type { AttemptEvent, ClientOptions } from "../../src/options.js";
import { success } from "../success.js";
import { deadBaseUrl, reply, startServer, type TestServer } from "./server.js";

const body = { loginId: "ada@example.com" };
const client = (answer: ClientOptions["fetch"], more: Partial<ClientOptions> = {}) =>
  createDescopeClient({ projectId: "P2abc", baseUrl: "http://127.0.0.1:9", fetch: answer, retry: false, ...more });
const ok = () => new Response(success);

async function errorOf(result: Promise<{ ok: boolean; error?: DescopeError | undefined }>): Promise<DescopeError> {
  const { error } = await result;
  if (!error) {
    throw new Error("the call went well");
  }
  return error;
}

describe("nothing was sent, and the error says so", () => {
  const cannotBeJson = "the body cannot be written as JSON";
  let sent = 0;
  const counting = client(async () => {
    sent += 1;
    return ok();
  });
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const call = (given: unknown, options?: unknown) =>
    Reflect.apply(counting.signInMagicLinkEmail, undefined, [given, options]);

  test.each<[string, unknown, unknown, string, string]>([
    ["no time at all", body, { timeoutMs: 0 }, "timeout", "No whole response within 0 s"],
    ["an aborted signal", body, { signal: AbortSignal.abort() }, "aborted", "Aborted by the signal of the call"],
    ["what is no signal", body, { signal: new AbortController() }, "network", "signal must be an AbortSignal"],
    ["what is no number", body, { timeoutMs: Number.NaN }, "network", "timeoutMs must be a number"],
    [
      "a line break in a header",
      body,
      { headers: { "x-trace": "a\nb" } },
      "network",
      "headers must be names and values without line breaks",
    ],
    ["what is no JWT", body, { refreshJwt: "a b" }, "network", "refreshJwt must be a JWT"],
    ["a bigint in the body", { ...body, loginOptions: { n: 1n } }, {}, "network", cannotBeJson],
    ["a cycle in the body", cycle, {}, "network", cannotBeJson],
  ])("%s", async (_, given, options, kind, what) => {
    sent = 0;
    const error = await errorOf(call(given, options));
    expect(error).toMatchObject({ kind, mayHaveBeenSent: false, message: `Not sent: ${what}.` });
    expect(sent).toBe(0);
  });

  test("middleware that throws before", async () => {
    const descope = client(async () => ok());
    descope.http.use({
      onRequest() {
        throw new Error("no token for ada@example.com");
      },
    });
    const error = await errorOf(descope.signInMagicLinkEmail(body));
    expect(error).toMatchObject({ mayHaveBeenSent: false, cause: { name: "Error", message: "" } });
  });

  test.each<[string, object]>([
    ["nobody listens", { code: "ECONNREFUSED", syscall: "connect" }],
    ["no route", { code: "EHOSTUNREACH", syscall: "connect" }],
    ["a certificate of its own", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }],
    ["a certificate of another host", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }],
    ["an unknown authority", { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }],
    ["no TLS", { code: "ERR_SSL_WRONG_VERSION_NUMBER" }],
    ["a port that fetch blocks", { message: "bad port" }],
  ])("%s", async (_, cause) => {
    const error = await errorOf(
      client(async () => {
        throw new TypeError("fetch failed", { cause: Object.assign(new Error(), cause) });
      }).signInMagicLinkEmail(body),
    );
    expect(error).toMatchObject({
      kind: "network",
      mayHaveBeenSent: false,
      message: "Not sent: No connection came about.",
    });
  });

  test("an abort while a refused request waits for its retry", async () => {
    const controller = new AbortController();
    const refused = async () => new Response("{}", { status: 429, headers: { "retry-after": "2" } });
    const descope = client(refused, { retry: {}, onAttempt: () => controller.abort() });
    const error = await errorOf(descope.signInMagicLinkEmail(body, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: "aborted", mayHaveBeenSent: false });
  });
});

describe("something may have been sent, and the error says so", () => {
  test.each<[string, () => Promise<Response>]>([
    ["a connection that breaks", () => Promise.reject(Object.assign(new Error("read"), { code: "ECONNRESET" }))],
    [
      "an error of TLS after the handshake",
      () => Promise.reject(Object.assign(new Error("x"), { code: "ERR_SSL_BAD_RECORD" })),
    ],
    ["a gateway that gives up", async () => new Response("<html>", { status: 504 })],
    ["a success that is none", async () => new Response("<html>")],
    ["a documented error with a 500", async () => new Response('{"errorCode":"E000001"}', { status: 500 })],
    ["no response in time", () => new Promise(() => {})],
  ])("%s", async (_, answer) => {
    const error = await errorOf(client(answer, { timeoutMs: 30 }).signInMagicLinkEmail(body));
    expect(error.mayHaveBeenSent).toBe(true);
    if (error.kind !== "api") {
      expect(error.message).toMatch(/; the message may have been sent\.$/);
    }
  });

  test.each([{}, { status: 200 }, { status: 200, headers: { "x-request-id": "1" } }, "text", 42, [], null, undefined])(
    "a fetch that gives no Response, but %j",
    async (given) => {
      const descope: ReturnType<typeof client> = Reflect.apply(client, undefined, [async () => given]);
      const error = await errorOf(descope.signInMagicLinkEmail(body));
      expect(error).toMatchObject({ kind: "network", mayHaveBeenSent: true });
    },
  );

  test("middleware that throws afterwards", async () => {
    const descope = client(async () => ok());
    descope.http.use({
      onResponse() {
        throw new Error("no");
      },
    });
    expect((await errorOf(descope.signInMagicLinkEmail(body))).mayHaveBeenSent).toBe(true);
  });
});

describe("whether a response that refuses left anything undone", () => {
  const refusal = '{"errorCode":"E062108","errorDescription":"User not found","errorMessage":"No such user"}';
  test.each<[status: number, text: string, mayHaveBeenSent: boolean, message: string]>([
    [400, refusal, false, "E062108: User not found"],
    [404, refusal, false, "E062108: User not found"],
    [500, refusal, true, "E062108: User not found"],
    [429, "", false, "Not sent: HTTP 429 without an error body."],
    [503, "<html>", false, "Not sent: HTTP 503 without an error body."],
    [400, "<html>", true, "HTTP 400 without an error body; the message may have been sent."],
    [502, "<html>", true, "HTTP 502 without an error body; the message may have been sent."],
  ])("%d with %j", async (status, text, mayHaveBeenSent, message) => {
    const error = await errorOf(client(async () => new Response(text, { status })).signInMagicLinkEmail(body));
    expect(error).toMatchObject({ status, mayHaveBeenSent, message });
  });

  test.each([false, true])("a redirect of a browser's, which has no status, middleware: %s", async (withMiddleware) => {
    const descope = client(async () => Response.error());
    if (withMiddleware) {
      descope.http.use({ onRequest: () => undefined });
    }
    const error = await errorOf(descope.signInMagicLinkEmail(body));
    expect(error).toMatchObject({
      kind: "http",
      message: "HTTP redirect without an error body; the message may have been sent.",
    });
  });
});

describe("a body that comes in parts", () => {
  const inParts = (...parts: Uint8Array[]) =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const part of parts) {
            controller.enqueue(part);
          }
          controller.close();
        },
      }),
    );
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("may be parted within a character", async () => {
    const whole = bytes(success.replace("{", '{"word":"例え",'));
    const parts = Array.from(whole, (byte) => Uint8Array.of(byte));
    const result = await client(async () => inParts(...parts)).signInMagicLinkEmail(body);
    expect(result).toMatchObject({ ok: true, data: { word: "例え" } });
  });

  test("of which none holds anything is given up as one that is too large", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(0)) });
    const error = await errorOf(client(async () => new Response(endless)).signInMagicLinkEmail(body));
    expect(error.message).toMatch(/larger than 1 MiB/);
  });

  test("must not end within one", async () => {
    const part = bytes('{"word":"例"}').slice(0, -3);
    const error = await errorOf(client(async () => inParts(part)).signInMagicLinkEmail(body));
    expect(error.message).toBe("The body of a 200 is not utf-8; the message may have been sent.");
  });

  test("is taken up to a mebibyte, and not a byte more", async () => {
    const padded = (length: number) => bytes(success.padEnd(length, " "));
    const call = (length: number) => client(async () => inParts(padded(length))).signInMagicLinkEmail(body);
    expect(await call(2 ** 20)).toMatchObject({ ok: true });
    expect((await errorOf(call(2 ** 20 + 1))).message).toBe(
      "The body of a 200 is larger than 1 MiB; the message may have been sent.",
    );
  });
});

describe("the response is there whenever one came", () => {
  const headers = { "x-request-id": "req-2f7b1c0e" };
  const answers: Record<string, () => Response> = {
    "a success that is not JSON": () => new Response("<html>", { headers }),
    "a success with a wrong field": () => new Response(success.replaceAll(/:".*?"/g, ":7"), { headers }),
    "a success that is too large": () => new Response(" ".repeat(2 ** 21), { headers }),
    "a success that is not UTF-8": () => new Response(Uint8Array.of(0xff), { headers }),
    "a success that breaks off": () =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) }), { headers }),
    "an error page": () => new Response("<html>", { status: 502, headers }),
    "a refusal": () => new Response('{"errorCode":"E062108"}', { status: 400, headers }),
  };
  for (const withMiddleware of [false, true]) {
    test.each(Object.entries(answers))(`%s, middleware: ${withMiddleware}`, async (_, answer) => {
      const descope = client(async () => answer());
      if (withMiddleware) {
        descope.http.use({ onRequest: () => undefined });
      }
      const result = await descope.signInMagicLinkEmail(body);
      expect(result.response?.headers.get("x-request-id")).toBe("req-2f7b1c0e");
      expect(!result.ok && result.error.requestId).toBe("req-2f7b1c0e");
    });
  }

  test("with whatever reason phrase", async () => {
    const odd = Object.defineProperty(ok(), "statusText", { value: "ОК" });
    expect((await client(async () => odd.clone()).signInMagicLinkEmail(body)).ok).toBe(true);
    const descope = client(async () => odd);
    descope.http.use({ onRequest: () => undefined });
    expect((await descope.signInMagicLinkEmail(body)).ok).toBe(true);
  });

  test("of a runtime without streams too", async () => {
    const answered =
      (text: string, status = 200) =>
      async () =>
        Object.defineProperty(new Response(text, { status }), "body", { value: undefined });
    expect((await client(answered(success)).signInMagicLinkEmail(body)).ok).toBe(true);
    const error = await errorOf(client(answered('{"errorCode":"E062108"}', 400)).signInMagicLinkEmail(body));
    expect(error.code).toBe("E062108");
  });
});

describe("an error in a log", () => {
  test("has its message and its causes in JSON", async () => {
    const baseUrl = await deadBaseUrl();
    const descope = createDescopeClient({ projectId: "P2abc", baseUrl, retry: false });
    expect(JSON.parse(JSON.stringify(await errorOf(descope.signInMagicLinkEmail(body))))).toMatchObject({
      name: "DescopeError",
      kind: "network",
      mayHaveBeenSent: false,
      message: "Not sent: No connection came about.",
      cause: { name: "TypeError", message: "", cause: { code: "ECONNREFUSED", message: "ECONNREFUSED" } },
    });
  });
});

describe("options", () => {
  const limited = () => new Response("{}", { status: 429, headers: { "retry-after": "0" } });
  const attempts = async (retry: ClientOptions["retry"]) => {
    let sent = 0;
    const descope = client(
      async () => {
        sent += 1;
        return limited();
      },
      { retry },
    );
    await descope.signInMagicLinkEmail(body);
    return sent;
  };

  test("that are undefined have their defaults", async () => {
    expect(await attempts(undefined)).toBe(3);
    expect(await attempts({ limit: undefined, backoffMs: 1 })).toBe(3);
    expect(await attempts({ maxRetryAfterSeconds: undefined, backoffMs: 1 })).toBe(3);
    expect(await attempts({ limit: 1, backoffMs: undefined })).toBe(2);
    const descope = client(async () => ok(), { timeoutMs: undefined, headers: { "x-none": undefined } });
    expect((await descope.signInMagicLinkEmail(body, { timeoutMs: undefined, signal: undefined })).ok).toBe(true);
  });

  test.each<[string, object]>([
    ["timeoutMs", { timeoutMs: Number.NaN }],
    ["timeoutMs", { timeoutMs: "200" }],
    ["timeoutMs", { timeoutMs: null }],
    ["limit", { retry: { limit: Number.NaN } }],
    ["backoffMs", { retry: { backoffMs: "1" } }],
    ["maxRetryAfterSeconds", { retry: { maxRetryAfterSeconds: Number.NaN } }],
  ])("refuse a %s that is no number: %o", (name, options) => {
    expect(() => createDescopeClient({ projectId: "P2abc", ...options })).toThrow(`${name} must be a number`);
  });

  test("onAttempt is told of each attempt, of its retry and of its end", async () => {
    const events: AttemptEvent[] = [];
    const answers = [limited(), new Response('{"errorCode":"E062108"}', { status: 400 })];
    const descope = client(async () => answers.shift() ?? ok(), {
      retry: { backoffMs: 1 },
      onAttempt: (event) => events.push(event),
    });
    const before = Date.now();
    await descope.signInMagicLinkEmail(body);
    await descope.signUpMagicLinkEmail({ email: "ada@example.com" });
    await descope.signInMagicLinkSms(body, { refreshJwt: "no token" });
    const ended = { durationMs: expect.any(Number), startedAt: expect.any(Number), retryInMs: undefined };
    expect(events).toEqual([
      {
        ...ended,
        ...{ operationId: "signInMagicLinkEmail", attempt: 1, status: 429, kind: "http" },
        retryInMs: expect.any(Number),
      },
      { ...ended, operationId: "signInMagicLinkEmail", attempt: 2, status: 400, kind: "api" },
      { ...ended, operationId: "signUpMagicLinkEmail", attempt: 1, status: 200, kind: undefined },
      { ...ended, operationId: "signInMagicLinkSms", attempt: 0, status: undefined, kind: "network" },
    ]);
    for (const { startedAt, durationMs } of events) {
      expect(startedAt).toBeGreaterThanOrEqual(before);
      expect(durationMs).toBeGreaterThanOrEqual(0);
    }
  });

  test("an attempt without a response tells of no status, and its error of no earlier response", async () => {
    const events: AttemptEvent[] = [];
    const answers = [limited];
    const descope = client(async () => answers.shift()?.() ?? Promise.reject(new TypeError("fetch failed")), {
      retry: { backoffMs: 1 },
      onAttempt: (event) => events.push(event),
    });
    const { error, response } = await descope.signInMagicLinkEmail(body);
    expect(events.map(({ status, kind }) => [status, kind])).toEqual([
      [429, "http"],
      [undefined, "network"],
    ]);
    expect(error?.status).toBeUndefined();
    expect(response).toBeUndefined();
  });

  test.each<[string, () => void]>([
    [
      "throws",
      () => {
        throw new Error("the log is full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("the log is full"))],
    ["never settles", () => new Promise(() => {})],
  ])("an onAttempt that %s changes nothing of the call", async (_, onAttempt) => {
    const answers = [limited()];
    const descope = client(async () => answers.shift() ?? ok(), { retry: { backoffMs: 1 }, onAttempt });
    expect(await descope.signInMagicLinkEmail(body)).toMatchObject({ ok: true });
  });

  test("a retry waits for a share of the back-off, which doubles, and for a Retry-After first", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
    const delays: number[] = [];
    const times: number[] = [];
    const refusals = ["0", "0", "1"].map((seconds) => ({ status: 429, headers: { "retry-after": seconds } }));
    const descope = client(
      async () => {
        times.push(performance.now());
        const refusal = refusals.shift();
        return refusal ? new Response("", refusal) : ok();
      },
      {
        retry: { limit: 3, backoffMs: 60, maxRetryAfterSeconds: 1 },
        onAttempt: ({ retryInMs }) => retryInMs !== undefined && delays.push(retryInMs),
      },
    );
    expect(await descope.signInMagicLinkEmail(body)).toMatchObject({ ok: true });
    random.mockRestore();
    expect(delays).toEqual([30, 60, 1120]);
    // A timer may go off a millisecond early.
    expect(times.map((time, index) => time - (times[index - 1] ?? 0) >= (delays[index - 1] ?? 0) - 2)).not.toContain(
      false,
    );
  });

  test("a fetch that is no function is refused at creation", () => {
    expect(() => Reflect.apply(client, undefined, [5])).toThrow("fetch must be a function");
  });

  test("eleven calls at once on one signal make Node warn of nothing", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    const { signal } = new AbortController();
    const descope = client(async () => {
      await pause(5);
      return ok();
    });
    await Promise.all(Array.from({ length: 30 }, () => descope.signInMagicLinkEmail(body, { signal })));
    await pause(5);
    process.off("warning", note);
    expect(warnings).toEqual([]);
  });
});

describe("a fetch of one's own", () => {
  let server: TestServer | undefined;
  afterEach(() => server?.close());

  test("gets the URL and the rest, as any implementation takes them", async () => {
    server = await startServer([reply(200, success)]);
    const { baseUrl } = server;
    for (const withMiddleware of [false, true]) {
      let seen: unknown[] = [];
      const descope = client(
        async (url, init) => {
          seen = [url, typeof url, init.method, init.body, new Headers(init.headers).get("x-a")];
          return fetch(url, init);
        },
        { baseUrl, headers: { "X-A": "client" } },
      );
      if (withMiddleware) {
        descope.http.use({ onRequest: () => undefined });
      }
      expect((await descope.signInMagicLinkEmail(body, { headers: { "x-a": "call", authorization: "no" } })).ok).toBe(
        true,
      );
      const url = `${baseUrl}/v1/auth/magiclink/signin/email`;
      expect(seen).toEqual([url, "string", "POST", JSON.stringify(body), "call"]);
    }
    for (const { headers, body: text } of server.received) {
      expect([headers.get("authorization"), headers.get("x-a"), text]).toEqual([
        "Bearer P2abc",
        "call",
        JSON.stringify(body),
      ]);
    }
  });
});
