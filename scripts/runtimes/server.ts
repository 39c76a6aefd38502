import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { origin } from "./origin.js";

/** A server for the behaviours: `/b/<how>/<id>/…` does as `how` says, and `/stats/<id>` counts its requests. */
interface RuntimeServer {
  /** The behaviour seen instead of each that failed, as the runtime reported it. */
  readonly reported: Promise<Record<string, string>>;
  close(): Promise<void>;
}

const sent = JSON.stringify({ maskedEmail: "a**" });
const json = { "content-type": "application/json", "x-request-id": "request-42" };
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, content-type, x-trace",
  "access-control-expose-headers": "retry-after, x-request-id",
};

type Give = (request: IncomingMessage, response: ServerResponse, body: string, nth: number) => void;

const ways: Readonly<Record<string, Give>> = {
  ok: (_, response) => response.writeHead(200, { ...cors, ...json }).end(sent),
  echo: ({ headers }, response) =>
    response.writeHead(200, { ...cors, ...json }).end(JSON.stringify({ maskedEmail: headers["x-trace"] })),
  gzip: (_, response) => response.writeHead(200, { ...cors, ...json, "content-encoding": "gzip" }).end(gzipSync(sent)),
  refuse: ({ headers }, response, body) =>
    response
      .writeHead(400, { ...cors, ...json })
      .end(JSON.stringify({ errorCode: "E062108", errorMessage: `${headers.authorization} ${body}` })),
  redirect: (_, response) => response.writeHead(307, { ...cors, location: "/b/ok/redirected/" }).end(),
  "limit-once": (_, response, __, nth) =>
    nth > 1
      ? response.writeHead(200, { ...cors, ...json }).end(sent)
      : response.writeHead(429, { ...cors, ...json, "retry-after": "0" }).end("{}"),
  hang: () => {},
  "hang-in-body": (_, response) => response.writeHead(200, { ...cors, ...json }).write("{"),
  html: (_, response) => response.writeHead(200, { ...cors, ...json }).end("<html>"),
  latin1: (_, response) =>
    response.writeHead(200, { ...cors, ...json }).end(Buffer.from('{"maskedEmail":"\xff"}', "latin1")),
  endless: (_, response) => response.writeHead(200, { ...cors, ...json }).end(" ".repeat(8 * 1024 * 1024)),
  reset: ({ socket }, response, _, nth) =>
    nth === 1 ? response.writeHead(200, { ...cors, ...json }).end(sent) : socket.resetAndDestroy(),
};

/** Starts the server, which also serves the page and the script of a folder. */
export async function startRuntimeServer(folder: string): Promise<RuntimeServer> {
  const seen = new Map<string, { requests: number; readonly sockets: Set<Socket> }>();
  let report = (_differences: Record<string, string>) => {};
  const reported = new Promise<Record<string, string>>((resolve) => {
    report = resolve;
  });
  const server = createServer(async (request, response) => {
    const [, kind, how = "", id = ""] = (request.url ?? "").split("/");
    if (request.method === "OPTIONS") {
      return void response.writeHead(204, cors).end();
    }
    const body = await textOf(request);
    if (kind === "page.html" || kind === "behaviours.js") {
      const type = kind === "page.html" ? "text/html" : "text/javascript";
      return void response.writeHead(200, { "content-type": type }).end(await readFile(join(folder, kind)));
    }
    if (kind === "report") {
      report(JSON.parse(body));
      return void response.writeHead(204, cors).end();
    }
    if (kind === "stats") {
      const { requests = 0, sockets = [] } = seen.get(how) ?? {};
      const open = [...sockets].filter((socket) => !socket.destroyed).length;
      return void response.writeHead(200, { ...cors, ...json }).end(JSON.stringify({ requests, open }));
    }
    const entry = seen.get(id) ?? { requests: 0, sockets: new Set() };
    seen.set(id, entry);
    entry.requests += 1;
    entry.sockets.add(request.socket);
    ways[how]?.(request, response, body, entry.requests);
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), resolve));
  return {
    reported,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
  }
  return text;
}
