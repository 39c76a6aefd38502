import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { origin } from "./behaviours.js";

interface RuntimeServer {
  /** The behaviour seen instead of each that failed, as the runtime reported it. */
  readonly reported: Promise<Record<string, string>>;
  readonly close: () => void;
}

const sent = JSON.stringify({ maskedEmail: "a**" });

/** The headers of every response: a page of another origin may read all of it. */
const headers = new Map([
  ["content-type", "application/json"],
  ["x-request-id", "request-42"],
  ["access-control-allow-origin", "*"],
  ["access-control-allow-headers", "authorization, content-type, x-trace"],
  ["access-control-expose-headers", "retry-after, x-request-id"],
]);

type Give = (response: ServerResponse, request: IncomingMessage, body: string, nth: number) => unknown;

const ways: Readonly<Record<string, Give>> = {
  ok: (response) => response.end(sent),
  echo: (response, request) => response.end(JSON.stringify({ maskedEmail: request.headers["x-trace"] })),
  gzip: (response) => response.setHeader("content-encoding", "gzip").end(gzipSync(sent)),
  refuse: (response, request, body) => {
    const errorMessage = `${request.headers.authorization} ${body}`;
    response.writeHead(400).end(JSON.stringify({ errorCode: "E062108", errorMessage }));
  },
  redirect: (response) => response.writeHead(307, { location: "/b/ok/redirected/" }).end(),
  "limit-once": (response, _request, _body, nth) =>
    nth > 1 ? response.end(sent) : response.writeHead(429, { "retry-after": "0" }).end("{}"),
  hang: () => {},
  "hang-in-body": (response) => response.write("{"),
  html: (response) => response.end("<html>"),
  latin1: (response) => response.end(Buffer.from('{"maskedEmail":"\xff"}', "latin1")),
  endless: (response) => response.end(" ".repeat(8 * 1024 * 1024)),
  reset: (response, { socket }, _body, nth) => (nth === 1 ? response.end(sent) : socket.resetAndDestroy()),
};

/**
 * Starts the server of the behaviours: `/b/<how>/<id>/…` does as `how` says, `/stats/<id>` counts its requests, `/report`
 * takes the behaviour seen instead of each that failed, and the page and the script of a folder are served.
 */
export async function startRuntimeServer(folder: string): Promise<RuntimeServer> {
  let report = (_differences: Record<string, string>) => {};
  const reported = new Promise<Record<string, string>>((resolve) => {
    report = resolve;
  });
  const seen = new Map<string, { requests: number; readonly sockets: Set<Socket> }>();
  const entryOf = (id: string) => {
    const entry = seen.get(id) ?? { requests: 0, sockets: new Set() };
    seen.set(id, entry);
    return entry;
  };
  const server = createServer(async (request, response) => {
    const [, kind = "", how = "", id = ""] = (request.url ?? "").split("/");
    const body = await text(request);
    response.setHeaders(headers);
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
    } else if (kind === "page.html" || kind === "behaviours.js") {
      response.setHeader("content-type", kind === "page.html" ? "text/html" : "text/javascript");
      response.end(await readFile(join(folder, kind)));
    } else if (kind === "report") {
      report(JSON.parse(body));
      response.writeHead(204).end();
    } else if (kind === "stats") {
      const { requests, sockets } = entryOf(how);
      response.end(JSON.stringify({ requests, open: [...sockets].filter(({ destroyed }) => !destroyed).length }));
    } else {
      const entry = entryOf(id);
      entry.requests += 1;
      entry.sockets.add(request.socket);
      ways[how]?.(response, request, body, entry.requests);
    }
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { reported, close };
}
