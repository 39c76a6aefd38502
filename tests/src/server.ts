import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

/** What a server does with one request that has arrived whole. */
export interface Answer {
  /** Whether it refused the request, so that no message was sent. */
  readonly refused?: true;
  readonly give: (socket: Socket) => void;
}

/** A request as it came over the wire. */
export interface Received {
  readonly line: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A server over plain sockets, which can misbehave in ways that an HTTP server cannot. */
export interface TestServer {
  readonly baseUrl: string;
  readonly received: readonly Received[];
  /** How many requests led to a message, for all the client can know. */
  accepted(): number;
  /**
   * Resolves when no connection is left on which a request came. (After an abort Node 20 opens a spare one at once and
   * keeps it for a while, also for a bare `fetch`.)
   */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server that gives these answers in turn, the last one again and again. */
export async function startServer(answers: readonly Answer[]): Promise<TestServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const used = new Set<Socket>();
  let accepted = 0;
  let onIdle = () => {};
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // resets are part of the play
    socket.on("close", () => {
      sockets.delete(socket);
      used.delete(socket);
      if (used.size === 0) {
        onIdle();
      }
    });
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("utf8");
      const request = wholeRequest(text);
      if (!request) {
        return;
      }
      text = "";
      used.add(socket);
      received.push(request);
      const answer = answers[Math.min(received.length, answers.length) - 1];
      if (!answer?.refused) {
        accepted += 1;
      }
      answer?.give(socket);
    });
  });
  const port = await listen(server);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    received,
    accepted: () => accepted,
    idle: () =>
      new Promise((resolve) => {
        onIdle = resolve;
        if (used.size === 0) {
          resolve();
        }
      }),
    close: () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A base URL where nobody listens. */
export async function deadBaseUrl(): Promise<string> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function wholeRequest(text: string): Received | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) {
    return undefined;
  }
  const [line = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Map(
    lines.map((one) => [one.slice(0, one.indexOf(":")).toLowerCase(), one.slice(one.indexOf(":") + 1).trim()]),
  );
  const body = text.slice(end + 4);
  return Buffer.byteLength(body) < Number(headers.get("content-length") ?? 0) ? undefined : { line, headers, body };
}

/** The bytes of an answer, with a `Content-Length` unless the headers say otherwise. */
export function reply(status: number, body: string | Buffer = "", headers: Record<string, string> = {}): Answer {
  const all = { "content-length": String(Buffer.byteLength(body)), connection: "close", ...headers };
  const head = Object.entries(all).filter(([, value]) => value !== "");
  const text = [`HTTP/1.1 ${status} Whatever`, ...head.map(([name, value]) => `${name}: ${value}`), "", ""].join(
    "\r\n",
  );
  return {
    ...((status === 429 || status === 503) && { refused: true }),
    give: (socket) => socket.end(Buffer.concat([Buffer.from(text), Buffer.from(body)])),
  };
}

/** An answer of which only this much ever comes, with what happens then. */
export function partial(text: string, then: (socket: Socket) => void = () => {}): Answer {
  return {
    give: (socket) => {
      if (text) {
        socket.write(text, () => then(socket));
      } else {
        then(socket);
      }
    },
  };
}
