import type { Trace } from "./trace.js";

/** The two ways in which a call may be ended: its time limit, and its caller. */
export interface Deadline {
  /** Aborts with the call's end. */
  readonly signal: AbortSignal;
  /** Rejects at the call's end, with the error. */
  readonly ended: Promise<never>;
  /** Milliseconds left. */
  left(): number;
  /** Settles as the promise does, or rejects when the call ends first, even if the promise ignores signals. */
  within<T>(promise: Promise<T>): Promise<T>;
  /** Waits. */
  pause(ms: number): Promise<void>;
  /** Removes timers and listeners. To be called whatever happened. */
  clear(): void;
}

/** Starts the clock of a call that `signal` may end too. */
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined, trace: Trace): Deadline {
  // AbortSignal.timeout cannot be cleared, and AbortSignal.any leaves its listeners to the garbage collector.
  const controller = new AbortController();
  const ends = performance.now() + timeoutMs;
  let reject = (_error: Error) => {};
  const ended = new Promise<never>((_, rejectEnded) => {
    reject = rejectEnded;
  });
  ended.catch(() => {}); // nobody waits for this in most calls
  const end = (kind: "timeout" | "aborted", what: string, reason?: unknown) => {
    reject(trace.error(kind, what, {}, reason)); // before the abort, so that this error wins over those that the abort causes
    controller.abort();
  };
  const expire = () => end("timeout", `No whole response within ${timeoutMs / 1000} s`);
  const timer = setTimeout(expire, Math.min(timeoutMs, 2 ** 31 - 1)); // a longer one would go off at once
  const forget = signal && onAbort(signal, () => end("aborted", "Aborted by the signal of the call", signal.reason));
  if (timeoutMs <= 0) {
    expire(); // before anything is sent
  }
  let pausing: ReturnType<typeof setTimeout> | undefined;
  const within = <T>(promise: Promise<T>) => Promise.race([ended, promise]);
  return {
    signal: controller.signal,
    ended,
    within,
    left: () => ends - performance.now(),
    pause: (ms) =>
      within(
        new Promise((resolve) => {
          pausing = setTimeout(resolve, ms);
        }),
      ),
    clear() {
      clearTimeout(timer);
      clearTimeout(pausing);
      forget?.();
    },
  };
}

/** The calls in progress on each signal. They share one listener, since Node warns of a leak at eleven. */
const underWay = new WeakMap<AbortSignal, Set<() => void> & EventListenerObject>();

/** Calls back once the signal aborts, or at once if it has. Returns a function that stops listening. */
function onAbort(signal: AbortSignal, callBack: () => void): () => void {
  const calls =
    underWay.get(signal) ??
    Object.assign(new Set<() => void>(), { handleEvent: () => calls.forEach((call) => void call()) });
  underWay.set(signal, calls.add(callBack));
  signal.addEventListener("abort", calls);
  if (signal.aborted) {
    callBack();
  }
  return () => {
    calls.delete(callBack);
    if (!calls.size) {
      signal.removeEventListener("abort", calls);
    }
  };
}
