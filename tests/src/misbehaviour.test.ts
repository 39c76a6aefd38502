import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createDescopeClient, type ErrorKind, isDescopeError } from "../../src/index.js";
import type { ClientOptions } from "../../src/options.js";
import { success } from "../success.js";
import { leaks, secret } from "./secrets.js";
import { type Answer, deadBaseUrl, partial, reply, startServer, type TestServer } from "./server.js";

interface Row {
  readonly does: string;
  /** What the server does with the requests, in turn; the last one again and again. */
  readonly answers: readonly Answer[];
  readonly options?: Partial<ClientOptions>;
  readonly outcome: "ok" | ErrorKind;
  /** Fields of the error. Those of {@link fields} that are not named have to be absent. */
  readonly error?: Record<string, unknown>;
  /** How many requests reached the server. Default: 1. */
  readonly requests?: number;
  /** How many of them led to a message. Default: as many as were not refused. */
  readonly sends: 0 | 1;
}

const fields = ["code", "status", "description", "retryAfterSeconds"] as const;
const sent = JSON.stringify({ ...JSON.parse(success), linkId: "42", pendingRef: secret.pendingRef });
const ok = reply(200, sent, { "content-type": "application/json" });
const refusal = (code: string, more: object = {}) =>
  JSON.stringify({ errorCode: code, errorDescription: "What it means", ...more });
const limited = refusal("E130429");
const tooMany = (retryAfter: string, body = limited) => reply(429, body, { "retry-after": retryAfter });
const html = `<html><body>Bad gateway for ${secret.loginId}, Bearer ${secret.projectId}</body></html>`;
const head = (status: number, more = "") =>
  `HTTP/1.1 ${status} Whatever\r\ncontent-type: application/json\r\n${more}\r\n`;
const reset: Parameters<typeof partial>[1] = (socket) => socket.resetAndDestroy();
/** Lets the time of a call run out, once its request has reached the server: its clock stands still until then. */
const expire = () => setImmediate(() => vi.advanceTimersByTime(soon.timeoutMs));
const drip: Answer = {
  give: (socket) => {
    socket.write(head(200, "content-length: 100000\r\n"));
    const timer = setInterval(() => socket.write(" "), 5);
    socket.on("close", () => clearInterval(timer));
    expire();
  },
};
const soon = { timeoutMs: 60 };
const told = { code: "E130429", status: 429, description: "API rate limit exceeded" };
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

const rows: readonly Row[] = [
  // Connections that break.
  { does: "resets before the headers", answers: [partial("", reset)], outcome: "network", sends: 1 },
  { does: "closes before the headers", answers: [partial("", (s) => s.end())], outcome: "network", sends: 1 },
  {
    does: "resets after the headers",
    answers: [partial(head(200, "content-length: 80\r\n"), reset)],
    outcome: "network",
    error: { status: 200 },
    sends: 1,
  },
  {
    does: "resets in mid-body",
    answers: [partial(`${head(200, "content-length: 800\r\n")}${sent}`, reset)],
    outcome: "network",
    error: { status: 200 },
    sends: 1,
  },
  {
    does: "resets in the middle of an error page",
    answers: [partial(`${head(500, "content-length: 8000\r\n")}${html}`, reset)],
    outcome: "http",
    error: { status: 500 },
    sends: 1,
  },
  {
    does: "answers something that is not HTTP",
    answers: [partial("SSH-2.0\r\n\r\n", (s) => s.end())],
    outcome: "network",
    sends: 1,
  },

  // Time.
  { does: "stalls before the headers", answers: [partial("", expire)], options: soon, outcome: "timeout", sends: 1 },
  {
    does: "stalls in the body",
    answers: [partial(`${head(200, "content-length: 800\r\n")}${sent}`, expire)],
    options: soon,
    outcome: "timeout",
    sends: 1,
  },
  {
    does: "stalls in the middle of an error page",
    answers: [partial(`${head(500, "content-length: 8000\r\n")}${html}`, expire)],
    options: soon,
    outcome: "timeout",
    sends: 1,
  },
  { does: "drips slowly", answers: [drip], options: soon, outcome: "timeout", sends: 1 },

  // Successes that are none.
  { does: "sends what is right", answers: [ok], outcome: "ok", sends: 1 },
  {
    does: "sends more fields than documented",
    answers: [reply(200, sent.replace("{", '{"new":1,'))],
    outcome: "ok",
    sends: 1,
  },
  {
    does: "labels right JSON text/plain",
    answers: [reply(200, sent, { "content-type": "text/plain" })],
    outcome: "ok",
    sends: 1,
  },
  {
    does: "compresses",
    answers: [reply(200, gzipSync(sent), { "content-encoding": "gzip" })],
    outcome: "ok",
    sends: 1,
  },
  {
    does: "compresses nothing",
    answers: [reply(200, gzipSync(""), { "content-encoding": "gzip" })],
    outcome: "invalid-response",
    error: { status: 200 },
    sends: 1,
  },
  {
    does: "sends chunks",
    answers: [
      reply(200, `${sent.length.toString(16)}\r\n${sent}\r\n0\r\n\r\n`, {
        "content-length": "",
        "transfer-encoding": "chunked",
      }),
    ],
    outcome: "ok",
    sends: 1,
  },
  { does: "begins with a byte order mark", answers: [reply(200, `\ufeff${sent}`)], outcome: "ok", sends: 1 },
  ...Object.entries({
    "truncated JSON": reply(200, sent.slice(0, -9)),
    "truncated JSON without Content-Length": reply(200, sent.slice(0, -9), { "content-length": "" }),
    "an empty 200": reply(200),
    "an empty 200 without Content-Length": reply(200, "", { "content-length": "" }),
    "HTML with 200": reply(200, html, { "content-type": "text/html" }),
    "an array": reply(200, `[${sent}]`),
    null: reply(200, "null"),
    "a string": reply(200, JSON.stringify(secret.pendingRef)),
    "a missing field": reply(200, JSON.stringify({ linkId: "42", pendingRef: secret.pendingRef })),
    "a null field": reply(200, sent.replace('"42"', "null")),
    "a number for a string": reply(200, sent.replace('"42"', "42")),
    "invalid UTF-8": reply(200, Buffer.from(sent.replace("42", "\xff"), "latin1")),
    "2 MiB of JSON": reply(200, sent.replace("42", "4".repeat(2 * 1024 * 1024))),
  }).map(([what, answer]): Row => {
    return { does: `sends ${what}`, answers: [answer], outcome: "invalid-response", error: { status: 200 }, sends: 1 };
  }),
  {
    does: "answers 204",
    answers: [reply(204, "", { "content-length": "" })],
    outcome: "invalid-response",
    error: { status: 204 },
    sends: 1,
  },
  {
    does: "answers 202 with the right body",
    answers: [reply(202, sent)],
    outcome: "invalid-response",
    error: { status: 202 },
    sends: 1,
  },
  { does: "answers 206", answers: [reply(206, sent)], outcome: "invalid-response", error: { status: 206 }, sends: 1 },

  // Rate limits.
  { does: "limits for 0 seconds, then sends", answers: [tooMany("0"), ok], outcome: "ok", requests: 2, sends: 1 },
  {
    does: "limits until a date gone by, then sends",
    answers: [tooMany(inSeconds(-60)), ok],
    outcome: "ok",
    requests: 2,
    sends: 1,
  },
  {
    does: "limits again and again",
    answers: [tooMany("0")],
    outcome: "api",
    error: { ...told, retryAfterSeconds: 0 },
    requests: 3,
    sends: 0,
  },
  {
    does: "limits, and may not be asked again",
    answers: [tooMany("0"), ok],
    options: { retry: false },
    outcome: "api",
    error: { ...told, retryAfterSeconds: 0 },
    sends: 0,
  },
  {
    does: "limits for longer than the cap",
    answers: [tooMany("11"), ok],
    outcome: "api",
    error: { ...told, retryAfterSeconds: 11 },
    sends: 0,
  },
  {
    does: "limits until a date beyond the cap",
    answers: [tooMany(inSeconds(3600)), ok],
    outcome: "api",
    error: { ...told, retryAfterSeconds: expect.closeTo(3600, -2) },
    sends: 0,
  },
  {
    does: "limits for longer than the call may take",
    answers: [tooMany("5"), ok],
    options: { timeoutMs: 4000 },
    outcome: "api",
    error: { ...told, retryAfterSeconds: 5 },
    sends: 0,
  },
  {
    does: "limits for ages",
    answers: [tooMany("99999999999"), ok],
    outcome: "api",
    error: { ...told, retryAfterSeconds: 99999999999 },
    sends: 0,
  },
  ...["-5", "1.5", "soon", "0x10", "Sun, 99 Foo 2099 00:00:00 GMT", "9".repeat(400)].map((retryAfter): Row => {
    return {
      does: `limits with the Retry-After "${retryAfter.slice(0, 30)}"`,
      answers: [tooMany(retryAfter), ok],
      outcome: "api",
      error: told,
      sends: 0,
    };
  }),
  { does: "limits without Retry-After", answers: [reply(429, limited), ok], outcome: "api", error: told, sends: 0 },
  {
    does: "limits with an empty body",
    answers: [tooMany("60", ""), ok],
    outcome: "http",
    error: { status: 429, retryAfterSeconds: 60 },
    sends: 0,
  },
  {
    does: "limits with an empty body without Content-Length",
    answers: [reply(429, "", { "content-length": "", "retry-after": "60" }), ok],
    outcome: "http",
    error: { status: 429, retryAfterSeconds: 60 },
    sends: 0,
  },
  {
    does: "limits, then accepts and resets",
    answers: [tooMany("0"), partial("", reset)],
    outcome: "network",
    requests: 2,
    sends: 1,
  },

  // Gateways.
  {
    does: "answers 503 with Retry-After, then sends",
    answers: [reply(503, html, { "retry-after": "0" }), ok],
    outcome: "ok",
    requests: 2,
    sends: 1,
  },
  {
    does: "answers 503 without Retry-After",
    answers: [reply(503, html), ok],
    outcome: "http",
    error: { status: 503 },
    sends: 0,
  },
  {
    does: "answers 500 with HTML, then would send",
    answers: [reply(500, html), ok],
    outcome: "http",
    error: { status: 500 },
    sends: 1,
  },
  {
    does: "answers 502 with nothing, then would send",
    answers: [reply(502), ok],
    outcome: "http",
    error: { status: 502 },
    sends: 1,
  },
  ...[500, 502, 504, 520, 521, 522, 524, 530].map((status): Row => {
    return {
      does: `answers ${status} with Retry-After, then would send`,
      answers: [reply(status, html, { "retry-after": "0" }), ok],
      outcome: "http",
      error: { status, retryAfterSeconds: 0 },
      sends: 1,
    };
  }),
  {
    does: "answers 403 with a 10 MiB page",
    answers: [reply(403, html.padEnd(10 * 1024 * 1024))],
    outcome: "http",
    error: { status: 403 },
    sends: 1,
  },
  {
    does: "redirects by 301",
    answers: [reply(301, "", { location: "/elsewhere" }), ok],
    outcome: "http",
    error: { status: 301 },
    sends: 1,
  },
  {
    does: "redirects by 307",
    answers: [reply(307, "", { location: "/elsewhere" }), ok],
    outcome: "http",
    error: { status: 307 },
    sends: 1,
  },
  {
    does: "answers 304",
    answers: [reply(304, "", { "content-length": "" })],
    outcome: "http",
    error: { status: 304 },
    sends: 1,
  },

  // Refusals.
  {
    does: "does not know the login ID",
    answers: [reply(400, refusal("E062108"))],
    outcome: "api",
    error: { code: "E062108", status: 400, description: "User not found" },
    sends: 1,
  },
  {
    does: "refuses with an unknown code",
    answers: [reply(400, refusal("E999999"))],
    outcome: "api",
    error: { code: "E999999", status: 400 },
    sends: 1,
  },
  {
    does: "refuses with more fields",
    answers: [reply(401, refusal("E011001", { pendingRef: secret.pendingRef, kind: "x", status: 1 }))],
    outcome: "api",
    error: { code: "E011001", status: 401, description: "Bad request" },
    sends: 1,
  },
  {
    does: "refuses with a 500 and an error body",
    answers: [reply(500, refusal("E011001")), ok],
    outcome: "api",
    error: { code: "E011001", status: 500, description: "Bad request" },
    sends: 1,
  },
  {
    does: "refuses with a code alone",
    answers: [reply(400, '{"errorCode":"E011001"}')],
    outcome: "api",
    error: { code: "E011001", status: 400, description: "Bad request" },
    sends: 1,
  },
  {
    does: "refuses with texts that are none",
    answers: [reply(400, '{"errorCode":"E011002","errorDescription":{},"errorMessage":7}')],
    outcome: "api",
    error: { code: "E011002", status: 400 },
    sends: 1,
  },
  {
    does: "refuses with a code that is none",
    answers: [reply(400, '{"errorCode":62108}')],
    outcome: "http",
    error: { status: 400 },
    sends: 1,
  },
  {
    does: "refuses with an empty code",
    answers: [reply(400, '{"errorCode":""}')],
    outcome: "http",
    error: { status: 400 },
    sends: 1,
  },
  {
    does: "refuses with problem+json of its own",
    answers: [reply(422, '{"type":"x","title":"y"}')],
    outcome: "http",
    error: { status: 422 },
    sends: 1,
  },
  {
    does: "refuses with truncated JSON",
    answers: [reply(400, refusal("E062108").slice(0, -3))],
    outcome: "http",
    error: { status: 400 },
    sends: 1,
  },
  {
    does: "echoes the login ID as the code",
    answers: [reply(400, JSON.stringify({ errorCode: secret.loginId }))],
    outcome: "http",
    error: { status: 400 },
    sends: 1,
  },
  {
    does: "redirects with an error body",
    answers: [reply(302, refusal("E062108"), { location: "/elsewhere" }), ok],
    outcome: "http",
    error: { status: 302 },
    sends: 1,
  },
];

let server: TestServer | undefined;
afterEach(() => {
  vi.useRealTimers();
  return server?.close();
});

const body = {
  loginId: secret.loginId,
  user: { phone: secret.phone },
  loginOptions: { stepup: true },
};

async function callOf(options: Partial<ClientOptions>) {
  const client = createDescopeClient({ projectId: secret.projectId, retry: { backoffMs: 1 }, ...options });
  return client.signInEnchantedLinkEmail(body, { refreshJwt: secret.refreshJwt });
}

describe("a server that", () => {
  test.each(rows)("$does", async ({ answers, options, outcome, error, requests = 1, sends }) => {
    server = await startServer(answers);
    if (options === soon) {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    }
    const result = await callOf({ baseUrl: server.baseUrl, ...options });

    expect(result.ok ? "ok" : result.error.kind).toBe(outcome);
    expect(server.received.length).toBe(requests);
    expect(server.accepted()).toBe(sends);
    if (result.ok) {
      expect(result.data.pendingRef).toBe(secret.pendingRef);
      return;
    }
    expect(isDescopeError(result.error)).toBe(true);
    expect(
      Object.fromEntries(fields.filter((name) => name in result.error).map((name) => [name, result.error[name]])),
    ).toEqual(error ?? {});
    expect(leaks(result.error)).toEqual([]);
  });

  test("is not there is tried again, and gets one message out once it is", async () => {
    const dead = await deadBaseUrl();
    server = await startServer([ok]);
    let tries = 0;
    const result = await callOf({
      baseUrl: server.baseUrl,
      fetch: (url, init) => fetch(++tries < 3 ? url.replace(/^http:..[^/]+/, dead) : url, init),
    });
    expect(result.ok).toBe(true);
    expect([tries, server.accepted()]).toEqual([3, 1]);
  });

  test("answered is not asked again, whatever code its answer then breaks off with", async () => {
    let tries = 0;
    const result = await callOf({
      fetch: async () => {
        tries += 1;
        const broken = Object.assign(new Error("relayed"), { code: "ECONNREFUSED" });
        return new Response(new ReadableStream({ pull: (controller) => controller.error(broken) }));
      },
    });
    expect(!result.ok && result.error).toMatchObject({
      kind: "network",
      status: 200,
      mayHaveBeenSent: true,
      message: "No whole response came; the message may have been sent.",
    });
    expect(tries).toBe(1);
  });

  test("is at several addresses counts as not reached only when all of them refused", async () => {
    const failing = (...codes: string[]) => {
      const each = codes.map((code) => Object.assign(new Error(), { code }));
      return new TypeError("fetch failed", { cause: Object.assign(new AggregateError(each), { code: codes[0] }) });
    };
    const triesAfter = async (...codes: string[]) => {
      let tries = 0;
      await callOf({
        fetch: async () => {
          tries += 1;
          throw failing(...codes);
        },
      });
      return tries;
    };
    expect(await triesAfter("ECONNREFUSED", "ENOTFOUND")).toBe(3);
    expect(await triesAfter("ECONNREFUSED", "ETIMEDOUT")).toBe(1);
    expect(await triesAfter("EAI_AGAIN")).toBe(3);
  });

  test("is never there", async () => {
    let tries = 0;
    const counting = {
      baseUrl: await deadBaseUrl(),
      fetch: (url: string, init: RequestInit) => {
        tries += 1;
        return fetch(url, init);
      },
    };
    const result = await callOf(counting);
    expect(!result.ok && result.error.kind).toBe("network");
    expect(tries).toBe(3);
    expect(!result.ok && leaks(result.error)).toEqual([]);
    await callOf({ ...counting, retry: false });
    expect(tries).toBe(4);
  });
});

test("the table has at least 40 rows, and no row expects more than one message", () => {
  expect(rows.length).toBeGreaterThanOrEqual(40);
  expect(rows.filter(({ sends }) => sends > 1)).toEqual([]);
});
