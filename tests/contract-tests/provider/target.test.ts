import { describe, expect, test } from "vitest";
import { createPace } from "../../../contract-tests/provider/pace.js";
import { openProvider } from "../../../contract-tests/provider/provider.js";
import { readTarget } from "../../../contract-tests/provider/target.js";

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
    for (let index = 0; index < 4; index += 1) await pace();
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
