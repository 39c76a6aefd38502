import { Agent, request as send } from "node:http";
import type { Forward, RawResponse, WireRequest } from "./wire.js";

/** The measurement itself went wrong: nothing that the suite has found or missed. */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
}

/** Where the suite is told that the provider is; what goes there is taken to whichever mock is meant. */
export const providerUrl = "http://127.0.0.1:4010";

/** The way to a mock. A mock that breaks down is a {@link ToolFailure}, and never a response of a provider. */
export function openLink(mockUrl: string): { forward: Forward; close: () => void } {
  const { hostname, port } = new URL(mockUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const forward: Forward = (request) =>
    new Promise((resolve, reject) => {
      const { pathname, search } = new URL(request.url);
      const failed = (error: Error) => reject(new ToolFailure(`the mock did not respond: ${error.message}`));
      const outgoing = send(
        { agent, hostname, port, method: request.method, path: pathname + search, headers: lengthOf(request) },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.once("error", failed);
          incoming.once("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            const raw = { status: incoming.statusCode ?? 0, headers: kept(incoming.headers), text };
            if (brokeDown(raw)) {
              failed(new Error(text));
            } else {
              resolve(raw);
            }
          });
        },
      );
      outgoing.once("error", failed);
      outgoing.end(request.body);
    });
  return { forward, close: () => agent.destroy() };
}

function lengthOf({ headers, body }: WireRequest): Record<string, string> {
  return {
    ...Object.fromEntries(headers),
    ...(body !== undefined && { "content-length": `${Buffer.byteLength(body)}` }),
  };
}

/** Of the connection and the clock; and what Prism has to say, which no other provider would. */
const notTheProviders = ["connection", "keep-alive", "content-length", "transfer-encoding", "date", "sl-violations"];

function kept(incoming: NodeJS.Dict<string | string[]>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming)) {
    if (notTheProviders.includes(name)) {
      continue;
    }
    for (const one of [value ?? []].flat()) {
      headers.append(name, one);
    }
  }
  return headers;
}

function brokeDown({ status, headers }: RawResponse): boolean {
  return status >= 500 && headers.get("content-type")?.startsWith("application/problem+json") === true;
}
