import type { Trace } from "./trace.js";

/** The end that time or the caller can put to a call. */
export interface Deadline {
  /** Aborts with the call's end. */
  readonly signal: AbortSignal;
  /** Rejects at the call's end, with the error. */
  readonly ended: Promise<never>;
  /** Milliseconds left. */
  left(): number;
  /** What the promise comes to, or the error that ended the call first: also when the promise heeds no signal. */
  within<T>(promise: Promise<T>): Promise<T>;
  /** Waits. */
  pause(ms: number): Promise<void>;
  /** Leaves no timer and no listener behind. Call it whatever happened. */
  clear(): void;
}

// AbortSignal.timeout cannot be cleared, and AbortSignal.any leaves its listeners to the garbage collector.
/** Starts the clock of a call that `signal` ends too. */
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined, trace: Trace): Deadline {
  const controller = new AbortController();
  const ends = performance.now() + timeoutMs;
  let reject = (_error: Error) => {};
  const ended = new Promise<never>((_, rejectEnded) => {
    reject = rejectEnded;
  });
  ended.catch(() => {}); // most calls end without anybody having waited for this
  const end = (kind: "timeout" | "aborted", what: string, reason?: unknown) => {
    reject(trace.error(kind, what, {}, reason)); // first, so that this error wins over what others make of the abort
    controller.abort();
  };
  const expire = () => end("timeout", `No whole response within ${timeoutMs / 1000} s`);
  const timer = setTimeout(expire, Math.min(timeoutMs, 2 ** 31 - 1)); // with more it would go off at once
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

/** The calls under way of each signal, which share one listener: Node takes eleven for a leak. */
const underWay = new WeakMap<AbortSignal, Set<() => void> & EventListenerObject>();

/** Calls back when the signal aborts, or has. Gives the function that ends this. */
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
