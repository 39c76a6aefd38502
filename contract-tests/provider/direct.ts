import { Agent, request } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** The part of a response that is read: `fetch` resolves to more. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array> | null;
}

export interface Sent {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string;
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

const agent = new Agent({ keepAlive: true });

/**
 * Sends to a host of this machine by plain HTTP, as `fetch` does at more than twice the processor time: a tenth of a
 * whole run on the mock. Proxies and certificates are left to `fetch`.
 */
export function direct(to: string, { method, headers, body, signal }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const outgoing = request(to, {
      method,
      agent,
      signal,
      headers: { ...usual, ...Object.fromEntries(headers), ...length },
    });
    // The bound is that of their bytes.
    outgoing.maxHeadersCount = 0;
    outgoing.on("error", (cause) => reject(new TypeError("fetch failed", { cause })));
    outgoing.on("response", (incoming) => {
      const received = new Headers();
      for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
        received.append(incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? "");
      }
      const codings = method === "HEAD" ? "" : (received.get("content-encoding") ?? "");
      resolve({ status: incoming.statusCode ?? 0, headers: received, body: decoded(incoming, codings) });
    });
    outgoing.end(body);
  });
}

/** The headers of `fetch` in every request. */
const usual = { accept: "*/*", "accept-language": "*", "accept-encoding": "gzip, deflate", "user-agent": "node" };

// A body that was cut off is read as far as it goes.
const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotli = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

const decoders = new Map([
  ["gzip", () => createGunzip(lenient)],
  ["x-gzip", () => createGunzip(lenient)],
  ["deflate", () => createInflate(lenient)],
  ["br", () => createBrotliDecompress(brotli)],
]);

/** A body without its codings, the last of which was applied last; as it is if one of them is unknown. */
function decoded(body: Readable, codings: string): Readable {
  const names = codings
    .toLowerCase()
    .split(",")
    .flatMap((one) => one.trim() || []);
  if (!names.every((name) => decoders.has(name))) {
    return body;
  }
  const steps = names.reverse().flatMap((name) => decoders.get(name)?.() ?? []);
  // The reader of the last of them meets an error there.
  return steps.reduce<Readable>((from, step) => pipeline(from, step, () => undefined), body);
}
