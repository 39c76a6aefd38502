import type { CallState } from "./call-state.js";
import { field } from "./json.js";

/** The two ways in which a call may be ended: its time limit, and its caller. */
interface Deadline {
  /** Aborts with the call's end. */
  readonly signal: AbortSignal;
  /** Milliseconds left. */
  left(): number;
  /** Waits. */
  pause(ms: number): Promise<void>;
}

/**
 * Settles as the work does, or rejects when the time is up or `signal` aborts, even if the work ignores that. An async
 * function, so that the stack shows the caller's line.
 */
export async function within<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  call: CallState,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  // AbortSignal.timeout cannot be cleared, and AbortSignal.any leaves its listeners to the garbage collector.
  const controller = new AbortController();
  const ends = performance.now() + timeoutMs;
  let over: "aborted" | "timeout" | undefined;
  let forget: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pausing: typeof timer;
  try {
    return await new Promise<T>((resolve, reject) => {
      const end = (kind: typeof over, reason?: unknown) => {
        over = kind;
        reject(reason); // before the abort, so that this end wins over the errors that the abort causes
        controller.abort(reason); // the caller's own: to make one takes longer than all else
      };
      timer = setTimeout(end, Math.min(timeoutMs, 2 ** 31 - 1), "timeout"); // a longer one would go off at once
      forget =
        signal &&
        onAbort(signal, () =>
          end(field(signal.reason, "name") === "TimeoutError" ? "timeout" : "aborted", signal.reason),
        );
      if (timeoutMs <= 0) {
        end("timeout"); // before anything is sent
      }
      if (!over) {
        const pause = (ms: number) =>
          new Promise<void>((wake) => {
            pausing = setTimeout(wake, ms);
          });
        work({ signal: controller.signal, left: () => (over ? 0 : ends - performance.now()), pause }).then(
          resolve,
          reject,
        );
      }
    });
  } catch (thrown) {
    call.giveUp();
    const what = signal?.aborted
      ? "Aborted by the signal of the call"
      : `No whole response within ${timeoutMs / 1000} s`;
    // A reason that is a text counts as the code of one: it is kept if it has the form of a code.
    throw over ? call.error(over, what, typeof thrown === "string" ? { code: thrown } : thrown) : thrown;
  } finally {
    clearTimeout(timer);
    clearTimeout(pausing);
    forget?.();
  }
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
