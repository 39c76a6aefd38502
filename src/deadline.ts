import { DescopeError } from "./error.js";
import { type Mask, safeCause } from "./mask.js";

/** The end that time or a caller can put to a call. */
export interface Deadline {
  /** Aborts with the call's end. */
  readonly signal: AbortSignal;
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
/** Starts the clock of a call that `signals` end too. */
export function startDeadline(timeoutMs: number, signals: readonly AbortSignal[], mask: Mask): Deadline {
  const controller = new AbortController();
  const ends = performance.now() + timeoutMs;
  let pausing: ReturnType<typeof setTimeout> | undefined;
  let end: (error: DescopeError) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = (error) => {
      reject(error); // before the abort, so that this error wins over the one that the abort causes
      controller.abort();
    };
  });
  ended.catch(() => {}); // most calls end without anybody having to wait for this
  const timer = setTimeout(() => {
    end(
      new DescopeError({
        kind: "timeout",
        message: `No whole answer within ${timeoutMs} ms; the message may have been sent.`,
      }),
    );
  }, timeoutMs);
  const abort = (event: Pick<Event, "target">) => {
    const reason: unknown = signals.find((signal) => signal === event.target)?.reason;
    end(new DescopeError({ kind: "aborted", message: "The call was aborted.", cause: safeCause(reason, mask) }));
  };
  for (const signal of signals) {
    if (signal.aborted) abort({ target: signal });
    signal.addEventListener("abort", abort);
  }
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
      for (const signal of signals) signal.removeEventListener("abort", abort);
    },
  };
}
