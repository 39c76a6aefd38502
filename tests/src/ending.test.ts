import { getEventListeners } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import { createDescopeClient } from "../../src/index.js";
import { success } from "../success.js";
import { type Answer, partial, reply, startServer, type TestServer } from "./server.js";

let server: TestServer | undefined;
afterEach(() => server?.close());

const body = { loginId: "ada@example.com" };
const ok = reply(200, success);
const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** A call whose signal is aborted by what the server does. */
async function abortedBy(answer: (abort: () => void) => Answer, options = {}) {
  const controller = new AbortController();
  const before = timers();
  server = await startServer([
    answer(() => controller.abort(Object.assign(new Error("changed my mind"), { code: "USER_LEFT" }))),
  ]);
  const client = createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl, ...options });
  const result = await client.signInMagicLinkEmail(body, { signal: controller.signal });
  expect(!result.ok && result.error).toMatchObject({ kind: "aborted", cause: { code: "USER_LEFT" } });
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  expect(timers()).toBeLessThanOrEqual(before);
  await server.idle();
}

describe("a signal ends the call", () => {
  test("before it begins, so that nothing is sent", async () => {
    server = await startServer([ok]);
    const client = createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl });
    const signal = AbortSignal.abort();
    const result = await client.signInMagicLinkEmail(body, { signal });
    expect(!result.ok && result.error.kind).toBe("aborted");
    expect(server.received).toEqual([]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("in flight, and closes its socket", () => abortedBy((abort) => partial("", abort)));

  test("while the body is read", () =>
    abortedBy((abort) => ({
      give: (socket) => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{", () => setImmediate(abort));
      },
    })));

  test("during a back-off", () =>
    abortedBy((abort) => ({
      give: (socket) => {
        reply(429, "{}", { "retry-after": "9" }).give(socket);
        socket.on("close", () => setImmediate(abort));
      },
    })));

  test("when the fetch heeds no signal", async () => {
    const controller = new AbortController();
    const client = createDescopeClient({
      projectId: "P2abc",
      fetch: () => {
        controller.abort();
        return new Promise(() => {});
      },
    });
    const result = await client.signInMagicLinkEmail(body, { signal: controller.signal });
    expect(!result.ok && result.error.kind).toBe("aborted");
  });
});

describe("a time limit", () => {
  const stalled = async (options: object, call = {}) => {
    server = await startServer([partial("")]);
    const before = timers();
    const client = createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl, ...options });
    const result = await client.signInMagicLinkEmail(body, call);
    await server.idle();
    expect(timers()).toBeLessThanOrEqual(before);
    return !result.ok && result.error.kind;
  };

  test("ends the call and closes its socket", async () => {
    expect(await stalled({ timeoutMs: 20 })).toBe("timeout");
  });

  test("of the call goes before that of the client", async () => {
    expect(await stalled({ timeoutMs: 60_000 }, { timeoutMs: 20 })).toBe("timeout");
  });

  test("of 0 or less ends the call at once", async () => {
    expect(await stalled({ timeoutMs: 0 })).toBe("timeout");
    expect(await stalled({ timeoutMs: -1 })).toBe("timeout");
  });

  test.each([2 ** 31, Infinity])("of %d does not overflow into none", async (timeoutMs) => {
    server = await startServer([ok]);
    const client = createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl, timeoutMs });
    expect((await client.signInMagicLinkEmail(body)).ok).toBe(true);
  });

  test("covers repeats: it counts from the first of them", async () => {
    server = await startServer([reply(429, "{}", { "retry-after": "0" }), partial("")]);
    const client = createDescopeClient({
      projectId: "P2abc",
      baseUrl: server.baseUrl,
      timeoutMs: 500,
      retry: { backoffMs: 1 },
    });
    const result = await client.signInMagicLinkEmail(body);
    expect(!result.ok && result.error.kind).toBe("timeout");
    expect([server.received.length, server.accepted()]).toEqual([2, 1]);
  });
});

test("a call that went well leaves no timer and no listener behind", async () => {
  server = await startServer([reply(429, "{}", { "retry-after": "0" }), ok]);
  const { signal } = new AbortController();
  const before = timers();
  const client = createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl, retry: { backoffMs: 1 } });
  expect((await client.signInMagicLinkEmail(body, { signal })).ok).toBe(true);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(timers()).toBeLessThanOrEqual(before);
});

test("an answer that is too large is given up, and its socket closed", async () => {
  let written = 0;
  server = await startServer([
    {
      give: (socket) => {
        socket.write("HTTP/1.1 500 Whatever\r\ncontent-length: 1000000000\r\n\r\n");
        const more = () => {
          written += 65_536;
          socket.write(Buffer.alloc(65_536), (error) => error ?? more());
        };
        more();
      },
    },
  ]);
  const client = createDescopeClient({ projectId: "P2abc", baseUrl: server.baseUrl });
  const result = await client.signInMagicLinkEmail(body);
  await server.idle();
  expect(!result.ok && result.error).toMatchObject({ kind: "http", status: 500 });
  expect(written).toBeLessThan(100_000_000);
});
