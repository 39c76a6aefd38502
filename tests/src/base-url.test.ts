import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveBaseUrl } from "../../src/base-url.js";
import { createDescopeClient } from "../../src/index.js";

/** The host that a client of this project contacts, or undefined when there is none to be had. */
async function hostOf(projectId: string): Promise<string | undefined> {
  const hosts: string[] = [];
  const fetching = async (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    hosts.push(new URL(request.url).host);
    expect(new URL(request.url).protocol).toBe("https:");
    expect(request.headers.get("authorization")).toBe(`Bearer ${projectId}`);
    return new Response("{}");
  };
  let client: ReturnType<typeof createDescopeClient>;
  try {
    client = createDescopeClient({ projectId, fetch: fetching });
  } catch {
    return undefined;
  }
  await client.signInMagicLinkEmail({ loginId: "ada@example.com" });
  expect(hosts.length).toBe(1);
  return hosts[0];
}

describe("whatever the project ID, the client refuses it or contacts the vendor's host", () => {
  const alphanumeric = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"];
  const near = fc.string({
    unit: fc.constantFrom(...alphanumeric, ".", "/", "#", "@", "\n", "ß", "０"),
    minLength: 28,
    maxLength: 40,
  });
  const plausible = fc.string({ unit: fc.constantFrom(...alphanumeric), maxLength: 40 });

  test.each<[string, fc.Arbitrary<string>]>([
    ["any string", fc.oneof(fc.string(), fc.string({ unit: "binary" }))],
    ["a near miss", near],
    ["letters and digits", plausible],
  ])("%s", async (_, ids) => {
    await fc.assert(
      fc.asyncProperty(ids, async (projectId) => {
        const host = await hostOf(projectId);
        if (/^[A-Za-z0-9]+$/.test(projectId)) {
          expect(host).toMatch(/^api\.([a-z0-9]{4}\.)?descope\.com$/);
        } else {
          expect(host).toBeUndefined();
        }
      }),
      { numRuns: 150 },
    );
  });

  test("takes the region from an ID of 32 characters and more", async () => {
    expect(await hostOf(`Peuc1${"x".repeat(27)}`)).toBe("api.euc1.descope.com");
    expect(await hostOf(`PEUC1${"x".repeat(40)}`)).toBe("api.euc1.descope.com");
    expect(await hostOf(`Peuc1${"x".repeat(26)}`)).toBe("api.descope.com");
  });

  test.each([
    "",
    " ",
    "Pevil.example/#0000000000000000000000000",
    "P2abc\n",
    "P2:jwt",
    "P2\r\nX: y",
    undefined,
    null,
    7,
    {},
  ])("refuses %j", (projectId) => {
    expect(() => createDescopeClient({ projectId: projectId as string })).toThrow("projectId");
  });
});

describe("a base URL of one's own", () => {
  const fail = (what: string) => new TypeError(what);
  const of = (baseUrl: string, allowHttp?: readonly string[]) =>
    resolveBaseUrl({ default: "" }, { projectId: "P2abc", baseUrl, allowHttp }, fail);

  test.each([
    ["https://auth.example.com", "https://auth.example.com"],
    ["https://auth.example.com/", "https://auth.example.com"],
    ["https://auth.example.com:8443/a/@b//", "https://auth.example.com:8443/a/@b"],
    ["HTTP://LOCALHOST:4010", "http://localhost:4010"],
    ["http://127.0.0.1", "http://127.0.0.1"],
    ["http://127.1/x", "http://127.0.0.1/x"],
    ["http://[::1]:80/x/", "http://[::1]/x"],
  ])("takes %s", (given, base) => expect(of(given)).toBe(base));

  test.each([
    "",
    "api.example.com",
    "/v1",
    "http://auth.example.com",
    "http://localhost.example.com",
    "http://evil.localhost",
    "http://127.0.0.1.example.com",
    "http://localhost@example.com",
    "http://localhost:x@example.com/",
    "http://[::2]",
    "ftp://localhost",
    "javascript:alert(1)",
    "https://user@example.com",
    "https://user:topsecret@example.com",
    "https://:topsecret@example.com",
    "https://example.com/?",
    "https://example.com/?a=b",
    "https://example.com/#",
    "https://example.com#a",
  ])("refuses %j, without showing it", (given) => {
    expect(() => of(given)).toThrow(/^baseUrl must be an https URL(?!.*topsecret)/);
  });

  test.each(["http://mock:4010", "http://host.docker.internal:4010/x", "http://[fd00::7]:4010", "http://10.0.0.7"])(
    "takes %s once its host is allowed by name, and no other",
    (given) => {
      const { hostname } = new URL(given);
      expect(() => of(given)).toThrow("hosts of allowHttp");
      expect(of(given, [hostname])).toBe(given);
      for (const other of ["", "*", "http", hostname.slice(1), `${hostname}.example`, `sub.${hostname}`]) {
        expect(() => of(given, [other])).toThrow("hosts of allowHttp");
      }
    },
  );

  test("refuses hosts that are not a list", () => {
    expect(() => createDescopeClient({ projectId: "P2abc", allowHttp: "mock" as never })).toThrow(
      "allowHttp must be a list of host names",
    );
  });

  test("takes no other scheme and no credentials of an allowed host either", () => {
    for (const given of ["ftp://mock/", "http://me@mock/", "http://mock/?a"]) {
      expect(() => of(given, ["mock"])).toThrow("baseUrl must be");
    }
  });

  test("is needed when the contract names no server", () => {
    expect(() => resolveBaseUrl({ default: "" }, { projectId: "P2abc" }, fail)).toThrow("baseUrl");
  });
});
