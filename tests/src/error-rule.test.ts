import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDescopeClient, DescopeError } from "../../src/index.js";
import type { AttemptEvent } from "../../src/options.js";
import { leaks, secret } from "./secrets.js";

/** Everything that shows of an error in a log, without the lines of files, which say where it was made. */
function printed(error: unknown): string {
  const whole = inspect(error, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity });
  return [whole, JSON.stringify(error), String(error), ...chain(error)].join("\n").replace(/^ +at .*$/gm, "");
}

function chain(error: unknown): string[] {
  return error instanceof Error ? [String(error.stack), error.message, ...chain(error.cause)] : [];
}

/** What is sent and what comes back, all of it made up. */
interface Texts {
  readonly loginId: string;
  readonly jwt: string;
  readonly header: string;
  readonly words: string;
}

interface Plot {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** What the server makes of a text before it gives it back. */
  readonly echo: (text: string) => string;
  readonly shape: (texts: Texts, echo: (text: string) => string) => string;
  readonly fails: "responds" | "throws" | "breaks off" | "throws in middleware";
  readonly middleware: boolean;
}

const echoes: readonly Plot["echo"][] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => encodeURIComponent(text),
  (text) => Buffer.from(text).toString("base64"),
  (text) => Buffer.from(text).toString("hex"),
  (text) => [...text].reverse().join(""),
  (text) => text.replace(/\W/g, ""),
  (text) => text.slice(2, -2),
  (text) => `req-${text.replace(/\W/g, "")}`,
];

const shapes: readonly Plot["shape"][] = [
  ({ loginId, words }, echo) => JSON.stringify({ errorCode: echo(loginId), errorDescription: words }),
  ({ loginId, words }, echo) =>
    JSON.stringify({ errorCode: "E062108", errorDescription: echo(loginId), errorMessage: words }),
  ({ jwt, words }, echo) => JSON.stringify({ errorCode: "E424242", errorMessage: [echo(jwt), words] }),
  ({ loginId }, echo) => JSON.stringify({ errorCode: `E062108 ${echo(loginId)}` }),
  ({ loginId, words }, echo) => `<html>${echo(loginId)}<p>${words}</html>`,
  ({ words }) => JSON.stringify({ maskedEmail: { [words]: words } }),
  ({ words }, echo) => JSON.stringify(echo(words)),
  () => "",
];

async function errorOf(texts: Texts, { status, retryAfter, echo, shape, fails, middleware }: Plot): Promise<unknown> {
  const { loginId, jwt, header, words } = texts;
  const back = echo(loginId);
  const thrown = (of: string) =>
    Object.assign(new TypeError(of, { cause: Object.assign(new Error(echo(jwt)), { code: back, url: of }) }), {
      name: back,
      code: echo(header),
    });
  const descope = createDescopeClient({
    projectId: "P2abcdefghijk",
    baseUrl: "http://127.0.0.1:9",
    retry: false,
    headers: { "x-own": header },
    fetch: async () => {
      if (fails === "throws") {
        throw thrown(words);
      }
      const body = shape(texts, echo);
      const headers = { "x-own": words, ...(retryAfter !== undefined && { "retry-after": retryAfter }) };
      const broken = new ReadableStream({
        pull: (controller) => {
          controller.enqueue(new TextEncoder().encode(body.slice(0, 9)));
          controller.error(thrown(words));
        },
      });
      const response = new Response(fails === "breaks off" ? broken : body, { status, headers });
      for (const name of ["x-request-id", "cf-ray"]) {
        try {
          response.headers.set(name, name === "cf-ray" ? back : echo(jwt));
        } catch {
          // not a header's
        }
      }
      return Object.defineProperty(response, "statusText", { value: back });
    },
  });
  if (middleware || fails === "throws in middleware") {
    descope.http.use({
      async onResponse({ response }) {
        if (fails === "throws in middleware") {
          throw thrown(await response.clone().text());
        }
      },
    });
  }
  const result = await descope.signInMagicLinkEmail({ loginId, redirectUrl: words }, { refreshJwt: jwt });
  return result.ok ? undefined : result.error;
}

const word = fc.string({ unit: fc.constantFrom(..."abcdefghijkmnpqrstuvwxyz23456789"), minLength: 9, maxLength: 30 });
const texts: fc.Arbitrary<Texts> = fc
  .tuple(word, word, word, word, fc.constantFrom("@example.com", "+1 555 ", "ü ", ""), fc.constantFrom("", " ", '"'))
  .map(([loginId, jwt, header, words, more, quote]) => ({
    loginId: `${loginId}${more}${loginId}`,
    jwt: `${jwt}.${loginId.toUpperCase()}.${jwt}`,
    header: `${header} ${jwt}`,
    words: `${quote}${words}${quote} of ${words}`,
  }));
const plots: fc.Arbitrary<Plot> = fc.record({
  status: fc.constantFrom(200, 201, 302, 400, 401, 404, 429, 500, 502, 599),
  retryAfter: fc.constantFrom(undefined, "7", "soon"),
  echo: fc.constantFrom(...echoes),
  shape: fc.constantFrom(...shapes),
  fails: fc.constantFrom("responds", "responds", "throws", "breaks off", "throws in middleware"),
  middleware: fc.boolean(),
});

describe("nothing of the request and nothing of the response is in an error, however it is printed", () => {
  test("so that other texts, sent and received, make the very same error", async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, plots, async (one, other, plot) => {
        // Base64 and hexadecimal of a login ID may look like a request ID: then the two are not the same text.
        const withoutId = (text: string) => text.replace(/"?requestId"?: ?["'][\w-]{8,64}["'],?\s*/g, "");
        const views = new Set<string>();
        for (const of of [one, other]) {
          views.add(withoutId(printed(await errorOf(of, plot))));
        }
        expect([...views]).toHaveLength(1);
      }),
      { numRuns: 400 },
    );
  });

  test("and no eight letters in a row of what was sent or received are in it", async () => {
    await fc.assert(
      fc.asyncProperty(texts, plots, async (sent, plot) => {
        const view = letters(printed(await errorOf(sent, plot)));
        const planted = Object.values(sent).flatMap((text) => [text, plot.echo(text)]);
        const isEncoded = plot.echo === echoes[3] || plot.echo === echoes[4] || plot.echo === echoes[5];
        const runs = (isEncoded ? Object.values(sent) : planted)
          .map(letters)
          .flatMap((text) => [...text].map((_, at) => text.slice(at, at + 8)));
        expect(runs.filter((run) => run.length === 8 && view.includes(run))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  const letters = (text: string) => text.toLowerCase().replace(/[^a-z\d]/g, "");
});

describe("a request ID is kept", () => {
  const requestId = async (headers: Record<string, string>, body: object = {}, own: Record<string, string> = {}) => {
    const descope = createDescopeClient({
      projectId: "P2abcdefghijk",
      headers: own,
      fetch: async () => new Response("", { status: 500, headers }),
    });
    const result = await descope.signInMagicLinkEmail({ loginId: "ada.king@example.com", ...body });
    return result.ok ? undefined : result.error.requestId;
  };

  test.each(["req-2f7b1c0e", "0190b1c2-7f3a-7c4e-9d5b-1a2b3c4d5e6f", "8a1f_2b3c", "a".repeat(64)])(
    "if it has the form of one: %s",
    async (id) => expect(await requestId({ "x-request-id": id })).toBe(id),
  );

  test.each(["", "1234567", "a".repeat(65), "req 2f7b1c0e", "req:2f7b1c0e", "a@b.example", "<b>2f7b1c0e</b>"])(
    "and not if it has not: %j",
    async (id) => expect(await requestId({ "x-request-id": id })).toBeUndefined(),
  );

  test("and the next header is read if the first has none", async () => {
    const headers = { "x-request-id": "no id at all", "request-id": "req-2f7b1c0e", "cf-ray": "8a1f2b3c4d5e" };
    expect(await requestId(headers)).toBe("req-2f7b1c0e");
  });

  test.each([
    "ada-king-example-com",
    "ADA_KING",
    "x-adaking-9",
    "15555550123",
    "req-15555550123-1",
    "P2abcdefghijk",
    "p2abcdefg",
    "my-trace-0007",
  ])("and not if it repeats what was sent: %s", async (id) => {
    const body = { user: { phone: "+1 (555) 555-0123" } };
    expect(await requestId({ "x-request-id": id }, body, { "x-request-id": "my-trace-0007" })).toBeUndefined();
  });
});

describe("a cause is kept by its name and code", () => {
  const causeOf = async (thrown: unknown) => {
    const descope = createDescopeClient({
      projectId: "P2abcdefghijk",
      retry: false,
      fetch: async () => {
        throw thrown;
      },
    });
    const result = await descope.signInMagicLinkEmail({ loginId: "TypeError@example.com" });
    return result.ok ? undefined : result.error;
  };

  test.each([
    "ECONNRESET",
    "UND_ERR_SOCKET",
    "CERT_HAS_EXPIRED",
    "ERR_HTTP2_STREAM_ERROR",
    "ConnectionClosed",
    "EPIPE",
  ])("such as %s", async (code) => {
    const inner = Object.assign(new RangeError(`read ${code} of ada`), { code });
    const error = await causeOf(new SyntaxError("fetch failed", { cause: inner }));
    expect(error?.cause).toMatchObject({ name: "SyntaxError", message: "", cause: { name: "RangeError", code } });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ cause: { name: "SyntaxError", cause: { code } } });
    expect(inspect(error)).toMatch(new RegExp(`SyntaxError.*RangeError\\]?: ${code}`, "s"));
  });

  test("but not a name or code that was sent, nor one that has another form", async () => {
    const sent = await causeOf(Object.assign(new TypeError("no"), { code: "EXAMPLE_COM" }));
    expect(sent?.cause).toEqual(expect.objectContaining({ name: "Error", message: "" }));
    for (const odd of ["E-1 for ada", "ada@example.org", 7, {}, "", "A".repeat(100)]) {
      const error = await causeOf(Object.assign(new Error("no"), { name: odd, code: odd }));
      expect(error?.cause).toMatchObject({ name: "Error" });
      expect(error?.cause).not.toHaveProperty("code");
    }
  });

  test.each<[string, () => unknown]>([
    ["itself", () => Object.assign(new Error("x"), { cause: undefined as unknown })],
    ["what throws when it is looked at", () => Object.defineProperty(new Error("x"), "cause", { get: () => fail() })],
    ["a revoked Proxy", () => revoked()],
    ["a text", () => "ada@example.com"],
    ["nothing", () => undefined],
  ])("whatever it holds: %s", async (what, make) => {
    const thrown = make();
    if (what === "itself") {
      (thrown as Error).cause = thrown;
    }
    expect(await causeOf(thrown)).toMatchObject({ kind: "network", mayHaveBeenSent: true });
  });

  const fail = () => {
    throw new Error("looked at");
  };
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
});

describe("nothing that only looks like a response or an error gets its words in", () => {
  const words = "No such user: ada";
  const outcome = async (fetch: () => Promise<Response>, onResponse?: () => never) => {
    const events: AttemptEvent[] = [];
    const onAttempt = (event: AttemptEvent) => void events.push(event);
    const descope = createDescopeClient({ projectId: "P2abcdefghijk", retry: false, fetch, onAttempt });
    if (onResponse) {
      descope.http.use({ onResponse });
    }
    const result = await descope.signInMagicLinkEmail({ loginId: "ada@example.com" });
    return { ...result, shown: printed(result.error) + inspect(events) };
  };
  const refusal = () => new Response(words, { status: 400 });

  test.each([1, 2, 3, 4, 5, 9])("a status that is a text when it is read again, after %i times", async (times) => {
    let reads = 0;
    const get = () => (reads++ < times ? 400 : words);
    const { ok, shown } = await outcome(async () => Object.defineProperty(refusal(), "status", { get }));
    expect(ok).toBe(false);
    expect(shown).not.toContain("ada");
  });

  test.each<[string, object]>([
    ["throw", { get: () => thrown(words) }],
    ["are no texts", { get: () => ({ toString: () => words }) }],
    ["cannot be copied", { get: () => null, [Symbol.iterator]: () => thrown(words) }],
  ])("headers that %s: the call still resolves", async (_, headers) => {
    const { ok, error, shown } = await outcome(async () =>
      Object.defineProperty(refusal(), "headers", { value: headers }),
    );
    expect(ok).toBe(false);
    expect(error).toBeInstanceOf(DescopeError);
    expect(shown).not.toContain("ada");
  });

  test.each<[string, unknown]>([
    [
      "an object with this package's brand",
      { [Symbol.for("descope-links")]: true, message: words, toJSON: () => words },
    ],
    ["a Proxy that has everything", new Proxy(new Error(words), { has: () => true })],
    ["an error of somebody else's making", new DescopeError("api", words, { code: words, description: words })],
    ["the server's word for it as its code", Object.assign(new Error(words), { code: "NO_SUCH_USER" })],
    ["the server's word for it as its name", Object.assign(new Error(words), { name: "NoSuchUserError" })],
  ])("%s, thrown by fetch and by middleware", async (what, value) => {
    const byFetch = await outcome(() => Promise.reject(value));
    const byMiddleware = await outcome(
      async () => new Response("no such user: NoSuchUserError", { status: 400 }),
      () => thrown(value),
    );
    expect(byFetch.error).toBeInstanceOf(DescopeError);
    expect(byMiddleware.error).toMatchObject({ kind: "network", message: expect.stringContaining("Middleware") });
    expect(what.startsWith("the server") ? "" : byFetch.shown).not.toContain("ada");
    expect(byMiddleware.shown).not.toMatch(/ada|such/i);
  });

  const thrown = (value: unknown): never => {
    throw value;
  };
});

describe("the server's own words are in the response", () => {
  const words = '{ "errorCode": "E062108",\n "errorDescription": "No user ada@example.com",  "errorMessage": "é" }';
  const answers: Record<string, [() => Response, string]> = {
    "a refusal": [() => new Response(words, { status: 400 }), words],
    "a gateway's page": [() => new Response("<html>Bad gateway", { status: 502 }), "<html>Bad gateway"],
    "a success that is not JSON": [() => new Response("<html>It works"), "<html>It works"],
    "a success with a wrong field": [() => new Response('{"maskedEmail": 7}'), '{"maskedEmail": 7}'],
    "an undocumented success": [() => new Response(words, { status: 202 }), words],
    "a redirect": [() => new Response("moved", { status: 302 }), "moved"],
    "a status of 999": [() => Object.defineProperty(new Response("odd"), "status", { value: 999 }), "odd"],
    "half a page": [() => new Response(brokenOff("<html>half"), { status: 502 }), "<html>half"],
  };
  for (const middleware of ["no", "idle", "reading", "replacing"] as const) {
    test.each(Object.entries(answers))(`of %s, with ${middleware} middleware`, async (what, [answer, text]) => {
      const odd = what === "a status of 999";
      const descope = createDescopeClient({
        projectId: "P2abc",
        retry: false,
        fetch: async () => (odd ? Object.defineProperty(answer(), "ok", { value: false }) : answer()),
      });
      if (middleware !== "no") {
        descope.http.use({
          async onResponse({ response }) {
            if (middleware === "reading") {
              await response.clone().text();
            }
            const { status, headers } = response;
            return middleware === "replacing" && !odd ? new Response(response.body, { status, headers }) : undefined;
          },
        });
      }
      const result = await descope.signInMagicLinkEmail({ loginId: "ada@example.com" });
      expect(result.ok).toBe(false);
      expect(await result.response?.text()).toBe(middleware === "replacing" && what === "a refusal" ? compact : text);
      if (odd) {
        expect(result.response?.status).toBe(999);
        expect(result).toMatchObject({ error: { kind: "http", status: 999 } });
      }
      expect(printed(result.ok ? undefined : result.error)).not.toMatch(/ada|html|half|moved|maskedEmail": 7/);
    });
  }
  // openapi-fetch has parsed what middleware gives in place of the response.
  const compact = JSON.stringify(JSON.parse(words));

  function brokenOff(text: string): ReadableStream {
    let sent = false;
    return new ReadableStream({
      pull(controller) {
        if (sent) {
          controller.error(new Error("reset"));
        } else {
          controller.enqueue(new TextEncoder().encode(text));
          sent = true;
        }
      },
    });
  }
});

describe("the detector of the other tests sees a secret planted", () => {
  const clean = () => new DescopeError("network", "Nothing in here");
  test.each(Object.entries(secret))("%s, in each place an error has", (name, value) => {
    const planted: Record<string, unknown> = {
      message: new DescopeError("api", `No ${value}`),
      "message, encoded": new DescopeError("api", `No ${encodeURIComponent(value)}`),
      field: new DescopeError("api", "No", { description: value.toUpperCase() }),
      cause: new DescopeError("network", "No", { cause: new Error("No", { cause: new Error(value) }) }),
      "a property of the cause": new DescopeError("network", "No", { cause: Object.assign(clean(), { url: value }) }),
      "a hidden property": Object.defineProperty(clean(), "request", { value: { headers: [value] } }),
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

test.each(["a\r\nX-Evil: 1", "line\nbreak", "trailing\n", "", "two words", "ümlaut"])(
  "a refresh JWT that is %j is not sent",
  async (refreshJwt) => {
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return new Response();
    };
    const descope = createDescopeClient({ projectId: "P2abc", fetch });
    const result = await descope.signInMagicLinkEmail({ loginId: "ada@example.com" }, { refreshJwt });
    expect(result).toMatchObject({ error: { message: "Not sent: refreshJwt must be a JWT.", mayHaveBeenSent: false } });
    expect(sent).toBe(0);
  },
);

test("a path-style call rejects without the words of its request or response either", async () => {
  const wrong = [
    async () => new Response(`{"pendingRef":"${secret.pendingRef}"`),
    async (_: string, init: RequestInit) => {
      throw new Error(`${new Headers(init.headers).get("authorization")} ${secret.loginId}`);
    },
  ];
  for (const fetch of wrong) {
    const client = createDescopeClient({ projectId: secret.projectId, fetch });
    const error = await client.http
      .POST("/v1/auth/magiclink/signin/email", { body: { loginId: secret.loginId } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DescopeError);
    expect(leaks(error)).toEqual([]);
  }
});
