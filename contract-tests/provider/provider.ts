import { type Json, parseJson } from "../model/json.js";
import type { WireRequest, WireResponse } from "./exchange.js";

/** Whoever answers the requests of the suite. */
export interface Provider {
  readonly url: string;
  readonly projectId: string;
  /** Whether it honours Prism's `Prefer` header. */
  readonly prefer: boolean;
  /** Whether it is a mock that this run started itself: it alone is excused for what it says on its own account. */
  readonly ownMock: boolean;
  /** The one function that every request passes. Rejects with {@link NotSent} for what must not leave the process. */
  readonly send: (request: WireRequest) => Promise<WireResponse>;
  /** Puts made-up people in the place of those in a body; absent where examples may be sent as they are. */
  readonly substitute?: (body: Json) => Json;
}

/** Why a request was kept back. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

export interface ProviderOptions {
  readonly url: string;
  readonly projectId: string;
  readonly prefer: boolean;
  /** Default: false. */
  readonly ownMock?: boolean;
  /** Default: the runtime's own. Sees every request that leaves the process. */
  readonly fetch?: typeof fetch;
  /** Why a request must not be sent, or undefined where it may. */
  readonly guard?: (request: WireRequest) => string | undefined;
  readonly substitute?: (body: Json) => Json;
  /** Waits before a request may go out. */
  readonly pace?: () => Promise<void>;
  /** Waits out a rate limit; absent where an unasked-for 429 is final. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** How long an answer is waited for, in milliseconds: a provider that never answers must not stop the run. */
const patience = 10_000;

/** The longest `Retry-After`, in seconds, that is waited out. */
const longestWait = 120;

export function openProvider({
  url,
  projectId,
  prefer,
  ownMock = false,
  guard,
  substitute,
  pace,
  sleep,
  ...rest
}: ProviderOptions): Provider {
  const fetch = rest.fetch ?? globalThis.fetch;
  const once = async ({ method, url: to, headers, body }: WireRequest): Promise<WireResponse> => {
    await pace?.();
    // Not AbortSignal.timeout: it cannot be cleared, and would keep every exchange in memory until it fires.
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), patience);
    try {
      const { signal } = controller;
      return await read(
        await fetch(to, { method, headers, redirect: "manual", signal, ...(body !== undefined && { body }) }),
      );
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    url,
    projectId,
    prefer,
    ownMock,
    ...(substitute && { substitute }),
    async send(request) {
      const reason = guard?.(request);
      if (reason !== undefined) throw new NotSent(reason);
      const response = await once(request);
      const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
      if (
        response.status !== 429 ||
        request.headers.has("prefer") ||
        !sleep ||
        !(seconds >= 0 && seconds <= longestWait)
      ) {
        return response;
      }
      await sleep(seconds * 1000);
      return once(request);
    },
  };
}

async function read(response: Response): Promise<WireResponse> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parseJson(text) };
}
