import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createPace } from "../../../contract-tests/provider/pace.js";
import { bounds, openProvider, retryAfter } from "../../../contract-tests/provider/provider.js";
import { mustBeThere, readTarget } from "../../../contract-tests/provider/target.js";

const options = { projectId: "P2abc", prefer: false, allowSends: false, rate: undefined };

describe("a target", () => {
  test.each([
    "http://localhost:4010",
    "http://127.0.0.1:4010",
    "http://127.1.2.3",
    "http://[::1]:80",
    "https://localhost",
  ])("%s is on this machine: everything, at once", (url) => {
    expect(readTarget(url, { ...options, projectId: undefined })).toMatchObject({ harmlessOnly: false, remote: false });
    expect(readTarget(url, options).rate).toBeUndefined();
  });

  test.each([
    "https://api.descope.com",
    "https://localhost.example.com",
    "https://127.0.0.1.example.com",
    "https://[::2]",
  ])("%s is not: only what is harmless, and slowly", (url) => {
    expect(readTarget(url, options)).toMatchObject({ harmlessOnly: true, remote: true, rate: 60 });
  });

  test.each<[why: string, url: string, message: RegExp]>([
    ["no URL", "nonsense", /is not a URL of a provider/],
    ["another scheme", "ftp://127.0.0.1", /is not a URL of a provider/],
    ["plain http off loopback", "http://api.example.com", /use https/],
    ["credentials", "https://a:b@api.example.com", /without credentials/],
    ["a query", "https://api.example.com?x=1", /without credentials, query or fragment/],
  ])("refused: %s", (_why, url, message) => {
    expect(() => readTarget(url, options)).toThrow(message);
  });

  test.each(["P2abc\n", "P2 abc", "P2abc/../x", "P2abc:token"])("refused: the project ID %j", (projectId) => {
    expect(() => readTarget("https://api.example.com", { ...options, projectId })).toThrow(
      /^DESCOPE_PROJECT_ID is not a project ID/,
    );
  });

  const other = { ...options, projectId: undefined, anyBearer: true };

  test.each(["aa.bb-cc_dd", "a~b+c/d==", "P2abc"])("the bearer of another contract may be %s", (bearer) => {
    expect(readTarget("https://api.example.com", { ...other, bearer })).toMatchObject({
      projectId: bearer,
      bearerName: "CONTRACT_BEARER",
    });
    expect(readTarget("https://api.example.com", { ...other, projectId: bearer })).toMatchObject({
      projectId: bearer,
      bearerName: "DESCOPE_PROJECT_ID",
    });
  });

  test.each(["a b", "a\n", "=a", "a=b", "a,b", "é", "a:b"])("refused: the bearer %j, which is not shown", (bearer) => {
    const read = () => readTarget("https://api.example.com", { ...other, bearer });
    expect(read).toThrow(/^CONTRACT_BEARER is not a bearer token: it takes letters, digits and - \. _ ~ \+ \/ with =/);
    expect(() => readTarget("https://api.example.com", { ...options, bearer: "aa.bb" })).toThrow(
      /^CONTRACT_BEARER is not a project ID/,
    );
  });

  test("off loopback another contract needs a bearer", () => {
    expect(() => readTarget("https://api.example.com", other)).toThrow(/^CONTRACT_BEARER is not set/);
  });

  test("recipients are addresses or numbers, off loopback only, and never in a message", () => {
    const named = (url: string, ...recipients: string[]) => readTarget(url, { ...options, recipients });
    expect(named("https://api.example.com", "me@example.org", "+15555550123").recipients).toHaveLength(2);
    expect(() => named("https://api.example.com", "somebody")).toThrow(/^--recipient takes an email address/);
    expect(() => named("https://api.example.com", "somebody")).not.toThrow(/somebody/);
    expect(() => named("http://127.0.0.1", "me@example.org")).toThrow(
      /--recipient goes with a target off this machine/,
    );
  });

  test("off loopback a project ID is required", () => {
    expect(() => readTarget("https://api.example.com", { ...options, projectId: undefined })).toThrow(
      /DESCOPE_PROJECT_ID is not set/,
    );
    expect(() => readTarget("https://api.example.com", { ...options, projectId: "" })).toThrow(
      /DESCOPE_PROJECT_ID is not set/,
    );
  });
});

describe("the pace", () => {
  test("spreads requests evenly", async () => {
    let now = 0;
    const waits: number[] = [];
    const pace = createPace(
      60,
      async (milliseconds) => {
        waits.push(milliseconds);
        now += milliseconds;
      },
      () => now,
    );
    for (let index = 0; index < 4; index += 1) {
      await pace();
    }
    expect(waits).toEqual([1000, 1000, 1000]);
  });
});

describe("a rate limit that nobody asked for", () => {
  const request = { method: "POST", url: "http://127.0.0.1/", headers: new Headers(), body: "{}" };
  const limited = (seconds: string) => new Response("", { status: 429, headers: { "retry-after": seconds } });

  test("is waited out once", async () => {
    const waits: number[] = [];
    const answers = [limited("7"), new Response("fine")];
    const provider = openProvider({
      url: "http://127.0.0.1",
      projectId: "P",
      prefer: false,
      sleep: async (milliseconds) => void waits.push(milliseconds),
      fetch: async () => answers.shift() ?? new Response("", { status: 500 }),
    });
    expect((await provider.send(request)).status).toBe(200);
    expect(waits).toEqual([7000]);
  });

  test("may be told as a date", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    const wait = (text: string) => retryAfter(new Headers({ "retry-after": text }), now);
    expect(wait("Thu, 01 Jan 2026 00:00:30 GMT")).toBe(30);
    expect(wait("Wed, 31 Dec 2025 23:59:00 GMT")).toBe(0);
    expect(wait("tomorrow")).toBeNaN();
  });

  test.each(["3600", "soon", "-1"])("is not waited out for Retry-After: %s", async (seconds) => {
    let sends = 0;
    const provider = openProvider({
      url: "http://127.0.0.1",
      projectId: "P",
      prefer: false,
      sleep: async () => {},
      fetch: async () => {
        sends += 1;
        return limited(seconds);
      },
    });
    expect((await provider.send(request)).status).toBe(429);
    expect(sends).toBe(1);
  });
});

describe("what a provider may cost", () => {
  const request = { method: "POST", url: "http://127.0.0.1/", headers: new Headers(), body: "{}" };
  const sending = (response: () => Response) =>
    openProvider({ url: request.url, projectId: "P", prefer: false, fetch: async () => response() }).send(request);

  test("an endless body is given up at the bound, and the connection with it", async () => {
    const chunk = new Uint8Array(1024 * 1024);
    let made = 0;
    let cancelled = false;
    const body = new ReadableStream({
      pull: (controller) => {
        made += 1;
        controller.enqueue(chunk);
      },
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(sending(() => new Response(body))).rejects.toThrow(/^10 MiB of body$/);
    expect(made).toBeLessThan(14);
    expect(cancelled).toBe(true);
  });

  test("a body at the bound is read", async () => {
    const { text } = await sending(() => new Response("x".repeat(bounds.bodyBytes)));
    expect(text).toHaveLength(bounds.bodyBytes);
  });

  test("a run that takes too long asks nothing more", async () => {
    let clock = 0;
    const provider = openProvider({
      url: request.url,
      projectId: "P",
      prefer: false,
      now: () => clock,
      fetch: async () => new Response("{}"),
    });
    clock = bounds.runMilliseconds;
    expect((await provider.send(request)).status).toBe(200);
    clock += 1;
    await expect(provider.send(request)).rejects.toMatchObject({
      message: "120 minutes from the run's start",
      received: "none by then",
    });
  });

  test("headers without end are given up by name", async () => {
    const server = await listen((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(64 * 1024)}\r\n\r\n`));
    const provider = openProvider({ url: server.url, projectId: "P", prefer: false });
    await expect(provider.send({ ...request, url: server.url })).rejects.toThrow(/^16 KiB of headers$/);
    server.close();
  });

  test("a target that hangs up on HEAD is a target", async () => {
    const server = await listen((socket) => socket.destroy());
    await expect(mustBeThere(readTarget(server.url, options))).resolves.toBeUndefined();
    server.close();
  });
});

/** A server of bytes: what it says is not always HTTP. */
async function listen(answer: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
