import { describe, expect, test, vi } from "vitest";
import { createDescopeClient, type DescopeError, isDescopeError } from "../../src/index.js";
import type { ClientOptions } from "../../src/options.js";
import { success } from "../success.js";

const body = { loginId: "ada@example.com" };
const client = (fetch: ClientOptions["fetch"], more: Partial<ClientOptions> = {}) =>
  createDescopeClient({ projectId: "P2abc", baseUrl: "http://127.0.0.1:9", fetch, ...more });
const hangs = () => new Promise<Response>(() => {});
const ok = async () => new Response(success);
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

async function errorOf(descope: ReturnType<typeof client>, options?: object): Promise<DescopeError> {
  const { error } = await descope.signInMagicLinkEmail(body, options);
  if (!error) {
    throw new Error("the call went well");
  }
  return error as DescopeError;
}

describe("the end of a call", () => {
  test("by AbortSignal.timeout is a timeout", async () => {
    const error = await errorOf(client(hangs), { signal: AbortSignal.timeout(5) });
    expect(error).toMatchObject({ kind: "timeout", mayHaveBeenSent: true, cause: { name: "TimeoutError" } });
  });

  test("shows the caller's line in its stack", async () => {
    async function theCaller(options: object) {
      const error = await errorOf(client(hangs), options);
      return error;
    }
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    expect((await theCaller({ signal: controller.signal })).stack).toContain("theCaller");
    expect((await theCaller({ timeoutMs: 5 })).stack).toContain("theCaller");
  });

  test.each<[unknown, string | undefined]>([
    ["USER_LEFT", "USER_LEFT"],
    ["the user ada@example.com left", undefined],
    [7, undefined],
  ])("for the reason %j has its code at most", async (reason, code) => {
    const error = await errorOf(client(ok), { signal: AbortSignal.abort(reason) });
    expect(error).toMatchObject({ kind: "aborted", mayHaveBeenSent: false });
    expect((error.cause as { code?: string } | undefined)?.code).toBe(code);
    expect(JSON.stringify(error)).not.toContain("left");
  });
});

test.each(["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_SSL_WRONG_VERSION_NUMBER"])(
  "what stays as it is, %s, is tried once",
  async (code) => {
    let tries = 0;
    const failing = async () => {
      tries += 1;
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code }) });
    };
    expect(await errorOf(client(failing))).toMatchObject({ mayHaveBeenSent: false, cause: { cause: { code } } });
    expect(tries).toBe(1);
  },
);

test("a body is read in the encoding that its header names", async () => {
  const latin1 = (type: string) => async () =>
    new Response(Buffer.from(success.replace("{", '{"word":"\xe9",'), "latin1"), { headers: { "content-type": type } });
  for (const type of ["application/json; charset=iso-8859-1", 'application/json;charset="Latin1"']) {
    expect(await client(latin1(type)).signInMagicLinkEmail(body)).toMatchObject({ data: { word: "é" } });
  }
  for (const type of ["application/json", "application/json; charset=utf-8", "application/json; charset=no-such"]) {
    expect(await errorOf(client(latin1(type)))).toMatchObject({ kind: "invalid-response" });
  }
});

test.each<[string, number | undefined]>([
  ["Sun Nov  6 08:49:47 1994", 10],
  ["Sun, 06 Nov 1994 08:49:47 GMT", 10],
  ["Sun Nov  6 08:49:47", undefined],
  ["08:49:47 1994", undefined],
])("Retry-After: %s", async (retryAfter, seconds) => {
  vi.spyOn(Date, "now").mockReturnValue(Date.UTC(1994, 10, 6, 8, 49, 37));
  const limited = async () => new Response("", { status: 429, headers: { "retry-after": retryAfter } });
  const error = await errorOf(client(limited, { retry: false }));
  vi.restoreAllMocks();
  expect(error.retryAfterSeconds).toBe(seconds);
});

describe("options of any kind", () => {
  test("a Map and pairs are headers", async () => {
    for (const headers of [new Map([["x-a", "1"]]), [["x-a", "1"]] as const]) {
      let seen: string | null = "";
      const seeing: ClientOptions["fetch"] = (_, init) => {
        seen = new Headers(init.headers).get("x-a");
        return ok();
      };
      await client(seeing, { headers }).signInMagicLinkEmail(body);
      expect(seen).toBe("1");
    }
  });

  test.each<[object, string]>([
    [{ retry: { backoffMs: -1 } }, "retry.backoffMs must be a number, 0 or more."],
    [{ retry: { limit: -1 } }, "retry.limit must be a number, 0 or more."],
    [{ onAttempt: "log" }, "onAttempt must be a function."],
    [{ projectId: "P2/abc" }, "projectId must be a text of letters and digits only."],
    [{ headers: "x: y" }, "headers must be names and values without line breaks."],
  ])("%o is told in a sentence", (options, message) => {
    expect(() => createDescopeClient({ projectId: "P2abc", ...options })).toThrow(new TypeError(message));
  });

  test("none at all are told in a sentence", () => {
    for (const options of [undefined, null, 7, revoked()]) {
      expect(() => createDescopeClient(options as never)).toThrow("The options must be an object with a projectId.");
    }
  });

  test("a revoked Proxy does not make a call reject, wherever it is given", async () => {
    for (const [given, options] of [
      [revoked(), {}],
      [body, revoked()],
      [body, { signal: revoked() }],
    ] as const) {
      const result = await client(ok).signInMagicLinkEmail(given as typeof body, options as object);
      expect(result).toMatchObject({ ok: false, error: { kind: "network", mayHaveBeenSent: false } });
    }
    expect(isDescopeError(revoked())).toBe(false);
  });
});

test("an error keeps its message through structuredClone, and everything through toJSON", async () => {
  const refused = async () => Response.json({ errorCode: "E062108" }, { status: 400 });
  const error = await errorOf(client(refused));
  expect(structuredClone(error).message).toBe("E062108: User not found");
  expect(structuredClone(error.toJSON())).toMatchObject({ kind: "api", code: "E062108", status: 400 });
});
