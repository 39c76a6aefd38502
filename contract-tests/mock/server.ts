import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InputError } from "../model/errors.js";
import { mayHaveBody } from "../model/operation.js";
import type { RawResponse, WireRequest } from "../provider/wire.js";

/** A provider that listens on this machine. */
export interface Listening {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves requests by `node:http`. Port 0 means any free one. A handler that rejects breaks the connection. */
export async function serve(
  handle: (request: WireRequest, reply: ServerResponse) => Promise<void>,
  port = 0,
  host = "127.0.0.1",
): Promise<Listening> {
  const server = createServer((incoming, reply) => {
    void received(incoming)
      .then((request) => handle(request, reply))
      .catch(() => reply.destroy());
  });
  // A connection that is given up while a busy machine keeps the suite waiting would look like a broken one.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  }).catch((reason: unknown) => {
    const why = String(reason).includes("EADDRINUSE")
      ? "it is in use: stop what listens there, or choose another one with --port"
      : String(reason);
    throw new InputError(`The mock cannot listen on ${host} port ${port}: ${why}.`);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function received(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(Buffer.from(chunk));
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) {
      headers.append(name, one);
    }
  }
  return {
    method: incoming.method ?? "GET",
    url: `http://127.0.0.1${incoming.url ?? "/"}`,
    headers,
    body: Buffer.concat(chunks).toString("utf8") || undefined,
  };
}

/** Puts a response onto the wire. */
export function write({ status, headers, text }: RawResponse, reply: ServerResponse): void {
  reply.setHeaders(headers);
  reply.writeHead(status).end(mayHaveBody(status) ? text : undefined);
}
