import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { direct, type Received, type Sent } from "../../../contract-tests/provider/direct.js";

type Way = (to: string, request: Sent) => Promise<Received>;

const said = JSON.stringify({ lamp: "on", colour: "grün" });

const coded = (coding: string, body: Uint8Array): RequestListener => {
  return (_request, reply) => reply.writeHead(200, { "content-encoding": coding }).end(body);
};

const raw = (bytes: string): RequestListener => {
  return ({ socket }) => socket.end(bytes);
};

const responses: Record<string, RequestListener> = {
  plain: (_request, reply) => reply.writeHead(201, { "content-type": "application/json" }).end(said),
  chunks: (_request, reply) => {
    reply.write(said);
    setTimeout(() => reply.end(said), 5);
  },
  "no content": (_request, reply) => reply.writeHead(204).end(),
  "a redirect": (_request, reply) => reply.writeHead(302, { location: "/other" }).end("moved"),
  "a header twice": (_request, reply) =>
    reply.writeHead(200, { "x-lamp": ["a", "b"], "set-cookie": ["c=1", "d=2"] }).end(),
  "a header beyond ASCII": raw("HTTP/1.1 200 OK\r\nx-lamp: gr\u00fcn\r\ncontent-length: 0\r\n\r\n"),
  gzip: coded("gzip", gzipSync(said)),
  "x-gzip": coded("X-GZip", gzipSync(said)),
  deflate: coded("deflate", deflateSync(said)),
  brotli: coded("br", brotliCompressSync(said)),
  "two codings": coded("deflate, gzip", gzipSync(deflateSync(said))),
  "an unknown coding": coded("lamp", Buffer.from(said)),
  "a coding that it does not have": coded("gzip", Buffer.from(said)),
  "a coded body that is cut off": coded("gzip", gzipSync(said).subarray(0, -8)),
  "a body that is cut off": raw(`HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n${said}`),
  "early hints": (_request, reply) => {
    reply.writeEarlyHints({ link: "</a.css>; rel=preload" });
    reply.end(said);
  },
  "no HTTP": raw("lamp\r\n\r\n"),
  "no response": raw(""),
};

const seen: { method?: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
const server = createServer(async (request, reply) => {
  seen.push({ method: request.method, headers: request.headers, body: await text(request) });
  responses[decodeURIComponent(request.url?.slice(1) ?? "")]?.(request, reply);
});
let url = "";
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** What comes of a request, or that nothing does. */
async function outcome(way: Way, name: string, request: Partial<Sent> = {}) {
  const { signal } = new AbortController();
  const headers = new Headers({ "content-type": "application/json" });
  try {
    const to = `${url}/${encodeURIComponent(name)}`;
    const {
      status,
      headers: received,
      body,
    } = await way(to, {
      ...{ method: "POST", headers, redirect: "manual", signal },
      ...request,
    });
    const kept = [...received].filter(([name]) => name !== "date");
    return { status, headers: kept, body: body ? String(await buffer(body)) : "" };
  } catch {
    return "none";
  }
}

test.each(Object.keys(responses))("%s is what fetch makes of it", async (name) => {
  expect(await outcome(direct, name)).toEqual(await outcome(fetch, name));
});

test.each([
  ["GET", undefined],
  ["HEAD", undefined],
  ["POST", undefined],
  ["DELETE", said],
  ["PATCH", ""],
])("%s with the body %j goes out as by fetch", async (method, body) => {
  for (const way of [direct, fetch]) {
    await outcome(way, "plain", { method, ...(body !== undefined && { body }) });
  }
  const [ours, theirs] = seen.splice(-2);
  // A browser's header, of which an API makes nothing, and whether the connection is used again.
  const apart = { connection: "", "sec-fetch-mode": "" };
  expect({ ...ours, headers: { ...ours?.headers, ...apart } }).toEqual({
    ...theirs,
    headers: { ...theirs?.headers, ...apart },
  });
});
