import { DescopeError } from "./error.js";
import { type Mask, safeCause } from "./mask.js";

/** The end that time or the caller can put to a call. */
export interface Deadline {
  /** Aborts with the call's end. */
  readonly signal: AbortSignal;
  /**
   * The request under way, held on to until the end: Node forgets to abort a fetch whose `Request` has been collected
   * as garbage, and its socket would stay open.
   */
  held?: Request;
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
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined, mask: Mask): Deadline {
  const controller = new AbortController();
  const ends = performance.now() + timeoutMs;
  const ended = new Promise<never>((_, reject) => {
    // The first listener, so that this error wins over what the abort makes of it elsewhere.
    controller.signal.onabort = () => reject(controller.signal.reason);
  });
  ended.catch(() => {}); // most calls end without anybody having waited for this
  const onAbort = () => {
    controller.abort(new DescopeError("aborted", "Aborted", { cause: safeCause(signal?.reason, mask) }));
  };
  const expire = () => controller.abort(new DescopeError("timeout", "Maybe sent: no whole answer"));
  const timer = setTimeout(expire, Math.min(timeoutMs, 2 ** 31 - 1)); // more than a timer can carry goes off at once
  if (timeoutMs <= 0) expire(); // before anything is sent
  let pausing: ReturnType<typeof setTimeout> | undefined;
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  const within = <T>(promise: Promise<T>) => Promise.race([ended, promise]);
  return {
    signal: controller.signal,
    left: () => ends - performance.now(),
    within,
    pause: (ms) =>
      within(
        new Promise((resolve) => {
          pausing = setTimeout(resolve, ms);
        }),
      ),
    clear() {
      clearTimeout(timer);
      clearTimeout(pausing);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}
