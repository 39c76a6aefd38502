import type { ServerResponse } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { Selection } from "../../../contract-tests/checks/derive.js";
import {
  createReferenceProvider,
  type ReferenceOptions,
  startReferenceProvider,
} from "../../../contract-tests/mock/reference-provider.js";
import type { Listening } from "../../../contract-tests/mock/server.js";
import { type Contract, readContract } from "../../../contract-tests/model/contract.js";
import { openTarget } from "../../../contract-tests/provider/open-target.js";
import { readTarget } from "../../../contract-tests/provider/target.js";
import { targetOf, type WireRequest } from "../../../contract-tests/provider/wire.js";
import { ours, second } from "../mutation/contracts.js";
import { runAll } from "../support.js";

let open: Listening | undefined;
afterEach(() => open?.close());

const json = { "content-type": "application/json" };
const bearer = { authorization: "Bearer P2test" };

const path = "/v1/auth/magiclink/signin/email";

/** A request, its path and query without the host. */
type Asked = Partial<WireRequest> & { readonly target?: string };

async function ask(contract: Contract, { target = path, ...incoming }: Asked, options?: ReferenceOptions) {
  const handle = createReferenceProvider(contract, options);
  const { response, request } = await handle({
    method: "POST",
    url: `http://127.0.0.1${target}`,
    body: '{"loginId":"ada"}',
    headers: new Headers({ ...json, ...bearer }),
    ...incoming,
  });
  return { status: response.status, text: response.text, outcome: request.outcome, errors: request.errors };
}

describe("a hand-made provider of our contract", () => {
  test.each<[what: string, incoming: Asked, status: number, outcome: string]>([
    ["a valid request", {}, 200, "success"],
    ["an unknown path", { target: "/v1/nothing" }, 404, "unknown-operation"],
    ["another method", { method: "GET" }, 405, "unknown-operation"],
    ["no credentials", { headers: new Headers(json) }, 401, "credentials"],
    ["an empty token", { headers: new Headers({ ...json, authorization: "Bearer " }) }, 401, "credentials"],
    ["another scheme", { headers: new Headers({ ...json, authorization: "Basic YTpi" }) }, 401, "credentials"],
    [
      "another content type",
      { headers: new Headers({ ...bearer, "content-type": "text/plain" }) },
      400,
      "invalid-request",
    ],
    ["malformed JSON", { body: '{"loginId":' }, 400, "invalid-request"],
    ["no body", { body: undefined }, 400, "invalid-request"],
    ["a missing field", { body: "{}" }, 400, "invalid-request"],
    ["a nested field of another type", { body: '{"loginId":"a","loginOptions":{"mfa":"x"}}' }, 400, "invalid-request"],
    [
      "a Prefer header that it does not honour",
      { headers: new Headers({ ...json, ...bearer, prefer: "code=429" }) },
      200,
      "success",
    ],
  ])("meets %s as the contract says", async (_what, incoming, status, outcome) => {
    expect(await ask(ours, incoming)).toMatchObject({ status, outcome });
  });

  test("takes any token, or the one that it is told to know", async () => {
    const bearing = (authorization: string) => ({ headers: new Headers({ ...json, authorization }) });
    expect(await ask(ours, bearing("Bearer P2other"))).toMatchObject({ status: 200 });
    expect(await ask(ours, bearing("Bearer P2test"), { token: "P2test" })).toMatchObject({ status: 200 });
    expect(await ask(ours, bearing("Bearer P2other"), { token: "P2test" })).toMatchObject({
      status: 401,
      errors: ["an unknown token"],
    });
  });

  test("serves the example that Prefer calls up, where it is told to honour that", async () => {
    const headers = new Headers({ ...json, ...bearer, prefer: "code=400, example=userNotFound" });
    expect(await ask(ours, { headers }, { prefer: true })).toMatchObject({
      status: 400,
      outcome: "preferred",
      text: expect.stringContaining("E062108"),
    });
  });
});

describe("parameters are read off the wire", () => {
  const plots = (query: string) => ask(second, { method: "GET", target: `/v2/plots?${query}`, body: "" });
  test.each([
    ["freeOn=2026-05-01", 200],
    ["freeOn=2026-05-01&soil=loam&soil=clay&minArea=10&sheltered=false", 200],
    ["soil=loam", 400],
    ["freeOn=tomorrow", 400],
    ["freeOn=2026-05-01&minArea=9", 400],
    ["freeOn=2026-05-01&minArea=ten", 400],
    ["freeOn=2026-05-01&sheltered=perhaps", 400],
    ["freeOn=2026-05-01&soil=gold", 400],
  ])("%s: %i", async (query, status) => {
    expect((await plots(query)).status).toBe(status);
  });

  const strange = (parameter: object) =>
    readContract({
      openapi: "3.1.1",
      info: { title: "t", version: "1" },
      paths: {
        "/things": {
          get: {
            operationId: "find",
            parameters: [{ name: "p", in: "query", required: true, ...parameter }],
            responses: { "200": { description: "Found." }, "400": { description: "Refused." } },
          },
        },
      },
    });
  test.each<[style: string, parameter: object, right: string, wrong: string]>([
    ["commas", { explode: false, schema: { type: "array", items: { type: "integer" } } }, "p=1,2", "p=1,x"],
    [
      "pipes",
      { style: "pipeDelimited", explode: false, schema: { type: "array", items: { enum: ["a", "b"] } } },
      "p=a|b",
      "p=a,b",
    ],
    [
      "deepObject",
      { style: "deepObject", schema: { type: "object", properties: { n: { type: "integer" } } } },
      "p[n]=1",
      "p[n]=x",
    ],
    ["fields of their own", { schema: { type: "object", properties: { n: { type: "integer" } } } }, "n=1", "n=x"],
    ["JSON", { content: { "application/json": { schema: { type: "array" } } } }, "p=%5B%5D", "p=%7B%7D"],
  ])("written with %s", async (_style, parameter, right, wrong) => {
    const send = async (query: string) =>
      (await ask(strange(parameter), { method: "GET", target: `/things?${query}`, body: "" })).status;
    expect([await send(right), await send(wrong)]).toEqual([200, 400]);
  });
});

test("what one side alone has to give is not asked of the other", async () => {
  const contract = readContract({
    openapi: "3.1.1",
    info: { title: "t", version: "1" },
    paths: {
      "/things": {
        post: {
          operationId: "make",
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
          },
          responses: {
            "201": {
              description: "Made.",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
            },
            "400": { description: "Refused." },
          },
        },
      },
    },
    components: {
      schemas: {
        Id: { type: "integer", minimum: 5, readOnly: true },
        Thing: {
          type: "object",
          required: ["id", "name"],
          properties: { id: { $ref: "#/components/schemas/Id" }, name: { type: "string", minLength: 2 } },
        },
      },
    },
  });
  const { status, text } = await ask(contract, { target: "/things", body: '{"name":"ab"}' });
  expect([status, JSON.parse(text)]).toEqual([201, { id: 5, name: expect.stringMatching(/../) }]);
  expect((await ask(contract, { target: "/things", body: '{"name":"a"}' })).status).toBe(400);
});

describe("broken on purpose", () => {
  test("its answers are rewritten by what was asked and how often", async () => {
    const handle = createReferenceProvider(ours, {
      rewrite: (response, { count, countOfOperation, json: body }) => ({
        ...response,
        text: JSON.stringify({ count, countOfOperation, body }),
      }),
    });
    const bodies = [];
    for (const kind of ["signin", "signup", "signin"]) {
      const { response } = await handle({
        method: "POST",
        url: `http://127.0.0.1/v1/auth/magiclink/${kind}/email`,
        headers: new Headers({ ...json, ...bearer }),
        body: '{"loginId":"a"}',
      });
      bodies.push(JSON.parse(response.text));
    }
    expect(bodies.map(({ count, countOfOperation }) => [count, countOfOperation])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
    expect(bodies[0].body).toEqual({ loginId: "a" });
  });

  test("a hook that throws breaks the connection", async () => {
    open = await startReferenceProvider(ours, {
      rewrite: () => {
        throw new Error("broken");
      },
    });
    await expect(fetch(open.url)).rejects.toThrow();
  });
});

type Send = NonNullable<ReferenceOptions["send"]>;

const written =
  (encode: (text: string) => Buffer, encoding: string): Send =>
  ({ status, headers, text }, reply) => {
    reply.writeHead(status, [...[...headers].flat(), "content-encoding", encoding]);
    reply.end(encode(text));
  };

/** Ways to put the same response onto the wire. A consumer notices none of them. */
const wires: Readonly<Record<string, Send>> = {
  gzip: written((text) => gzipSync(text), "gzip"),
  br: written((text) => brotliCompressSync(text), "br"),
  "chunks of a few bytes": ({ status, headers, text }, reply) => {
    reply.writeHead(status, [...headers].flat());
    for (const part of text.match(/.{1,7}/gs) ?? []) {
      reply.write(part);
    }
    reply.end();
  },
  "HTTP/1.0": ({ status, headers, text }, reply) => {
    raw(reply, [`HTTP/1.0 ${status} X`, ...[...headers].map(([name, value]) => `${name}: ${value}`), "", text]);
  },
  "early hints": ({ status, headers, text }, reply) => {
    reply.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
    reply.writeHead(status, [...headers].flat());
    reply.end(text);
  },
  "odd header case": ({ status, headers, text }, reply) => {
    reply.writeHead(
      status,
      [...headers].flatMap(([name, value]) => [odd(name), value]),
    );
    reply.end(text);
  },
  "a charset in capitals": ({ status, headers, text }, reply) => {
    if (headers.has("content-type")) {
      headers.set("content-type", `${headers.get("content-type")};Charset="UTF-8"`);
    }
    reply.writeHead(status, [...headers].flat());
    reply.end(text);
  },
};

function raw(reply: ServerResponse, lines: readonly string[]): void {
  reply.socket?.end(lines.join("\r\n"));
}

function odd(name: string): string {
  return [...name].map((letter, index) => (index % 2 === 0 ? letter : letter.toUpperCase())).join("");
}

/** Refuses every fifth request, says when to come back, and keeps its word. */
function fairLimit(): NonNullable<ReferenceOptions["rewrite"]> {
  const refused = new Set<string>();
  return (response, request, serve) => {
    const { operation, count, body, headers } = request;
    const again = [targetOf(request), body, headers.get("authorization")].join(" ");
    if (!operation || count % 5 !== 0 || refused.has(again)) {
      return response;
    }
    refused.add(again);
    return serve(operation, 429);
  };
}

describe("healthy, it raises no finding at all", () => {
  const run = async (contract: Contract, options: ReferenceOptions, selection?: Selection) => {
    open = await startReferenceProvider(contract, { token: "P2test", ...options });
    const prefer = options.prefer === true;
    const target = readTarget(open.url, { projectId: "P2test", prefer, allowSends: false, rate: undefined });
    const ran = await runAll(contract, openTarget(contract, target, { sleep: () => Promise.resolve() }), selection);
    return {
      findings: ran.flatMap(({ outcome }) => outcome.findings),
      // Only what Prefer would have to call up stays without an outcome.
      without: ran
        .filter(({ one, outcome }) => outcome.reason !== undefined && !(one.plan.prefer && !prefer))
        .map(({ one, outcome }) => `${one.name}: ${outcome.reason}`),
    };
  };
  const healthy = { findings: [], without: [] };

  test.each([
    ["ours", false, ours],
    ["ours", true, ours],
    ["the second contract", false, second],
    ["the second contract", true, second],
  ])("%s, Prefer %s", async (_which, prefer, contract) => {
    expect(await run(contract, { prefer })).toEqual(healthy);
  });

  test.each(Object.entries(wires))("with %s", async (_wire, send) => {
    // Every documented response comes by that wire.
    expect(await run(second, { prefer: true, send }, { check: "serves-every-example" })).toEqual(healthy);
  });

  test("behind a fair rate limiter", async () => {
    expect(await run(ours, { rewrite: fairLimit() }, { operation: "signInMagicLinkSms" })).toEqual(healthy);
  });
});
