import { codeOf, isLoopback, neverByProxy } from "../model/network.js";
import type { Operation } from "../model/operation.js";
import { readJson } from "../model/strict-json.js";
import { direct, type Received, type Sent } from "./direct.js";
import type { RequestPlan } from "./plan.js";
import type { Target } from "./target.js";
import type { WireRequest, WireResponse } from "./wire.js";

/** A provider that the suite sends requests to. */
export interface Provider
  extends Required<Pick<Target, "ownMock">>,
    Pick<Target, "url" | "projectId" | "credential" | "refreshJwt" | "prefer"> {
  /**
   * The one function that every request passes. Rejects with {@link NotSent} if the request must not leave the process.
   */
  readonly send: (request: WireRequest) => Promise<WireResponse>;
  /** Puts synthetic identities in the place of those of a plan; absent where examples may be sent as they are. */
  readonly substitute?: ((operation: Operation, plan: RequestPlan) => RequestPlan) | undefined;
}

/** Why a request was kept back. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/** What a provider is asked by, each absent for what the runtime has, or for none. */
interface Effects extends Pick<Provider, "substitute"> {
  /** Default: the runtime's own, or {@link direct}. Sees every request that leaves the process. */
  readonly fetch?: ((to: string, request: Sent) => Promise<Received>) | undefined;
  /** Why a request must not be sent, or undefined if it may. */
  readonly guard?: (request: WireRequest) => string | undefined;
  /** Tells the time in milliseconds. Default: the runtime's own clock. */
  readonly now?: () => number;
  /** Waits before a request may go out. */
  readonly pace?: (() => Promise<void>) | undefined;
  /** Waits out a rate limit; absent if an unasked-for 429 is final. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** The most that is read and waited for. Beyond a bound the response is a finding, never a crash or an endless run. */
export const bounds = {
  /** How long a whole response is waited for, in milliseconds. */
  milliseconds: 10_000,
  /** The same for our own mock: long, because only its start or a slow machine can delay it, never the contract. */
  ofOwnMock: 120_000,
  /** The largest body that is read, in bytes, after decompression. */
  bodyBytes: 10 * 1024 * 1024,
  /** How long a whole run may take, in milliseconds, its pace included: a provider that is slow each time must end, too. */
  runMilliseconds: 2 * 60 * 60 * 1000,
} as const;

/** A response went beyond one of the {@link bounds}, or did not come within it; the message names it. */
export class BoundExceeded extends Error {
  override readonly name = "BoundExceeded";

  constructor(
    bound: string,
    readonly received = "one beyond it",
  ) {
    super(bound);
  }
}

/** The longest `Retry-After`, in seconds, that is waited out. */
const longestWait = 120;

/** Opens a target for requests of this process. */
export function openProvider({
  fetch: given,
  now = () => performance.now(),
  guard,
  substitute,
  pace,
  sleep,
  headers: more = [],
  ...target
}: Pick<Target, "url" | "projectId" | "credential" | "refreshJwt" | "headers" | "prefer" | "ownMock"> &
  Effects): Provider {
  const { url, ownMock = false } = target;
  neverByProxy(url);
  const plain = isLoopback(new URL(url)) && url.startsWith("http:");
  const fetch = given ?? (plain ? direct : globalThis.fetch);
  const opened = now();
  const patience = ownMock ? bounds.ofOwnMock : bounds.milliseconds;
  const once = async ({ method, url: to, headers: own, body }: WireRequest): Promise<WireResponse> => {
    await pace?.();
    const headers = new Headers(own);
    for (const [name, value] of more.filter(([one]) => !own.has(one))) {
      headers.set(name, value);
    }
    // Not AbortSignal.timeout: it cannot be cleared, and would keep every exchange in memory until it fires.
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), patience);
    try {
      const { signal } = controller;
      return await read(
        await fetch(to, { method, headers, redirect: "manual", signal, ...(body !== undefined && { body }) }),
      );
    } catch (error) {
      if (controller.signal.aborted) {
        throw new BoundExceeded(`${patience / 1000} s`, "none by then");
      }
      throw /HEADERS?_OVERFLOW$/.test(codeOf(error) ?? "") ? new BoundExceeded("16 KiB of headers") : error;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    ...target,
    ownMock,
    substitute,
    async send(request) {
      const reason = guard?.(request);
      if (reason !== undefined) {
        throw new NotSent(reason);
      }
      if (now() - opened > bounds.runMilliseconds) {
        throw new BoundExceeded(`${bounds.runMilliseconds / 60_000} minutes from the run's start`, "none by then");
      }
      const response = await once(request);
      const seconds = retryAfter(response.headers);
      const wait = response.status === 429 && !request.headers.has("prefer") && seconds <= longestWait;
      if (!wait || !sleep) {
        return response;
      }
      await sleep(seconds * 1000);
      return { ...(await once(request)), waitedOut: response };
    },
  };
}

/** How long a provider asks to wait, in seconds: it says so in seconds or as a date. NaN if it does not. */
export function retryAfter(headers: Headers, now = Date.now()): number {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  if (!/^[A-Z][a-z]{2}, .* GMT$/.test(text)) {
    return Number.NaN;
  }
  return Math.max(0, Math.ceil((Date.parse(text) - now) / 1000));
}

async function read(response: Received): Promise<WireResponse> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > bounds.bodyBytes) {
      throw new BoundExceeded(`${bounds.bodyBytes / 1024 / 1024} MiB of body`);
    }
    chunks.push(chunk);
  }
  return { status: response.status, headers: response.headers, ...readJson(Buffer.concat(chunks)) };
}
