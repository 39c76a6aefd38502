import type { CallState } from "./call-state.js";
import { field } from "./json.js";

/** The two ways in which a call may be ended: its time limit, and its caller. */
export interface Deadline {
  /** Aborts with the call's end. */
  readonly signal: AbortSignal;
  /** Throws once the call has ended. To be called by an async function, so that the stack shows the caller's line. */
  check(): void;
  /** Milliseconds left. */
  left(): number;
  /** Settles as the promise does, or rejects when the call ends first, even if the promise ignores signals. */
  within<T>(promise: Promise<T>): Promise<T>;
  /** Waits, until the call ends at most. */
  pause(ms: number): Promise<void>;
  /** Removes timers and listeners. To be called whatever happened. */
  clear(): void;
}

/** Starts the clock of a call that `signal` may end too. */
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined, call: CallState): Deadline {
  // AbortSignal.timeout cannot be cleared, and AbortSignal.any leaves its listeners to the garbage collector.
  const controller = new AbortController();
  const ends = performance.now() + timeoutMs;
  let over: Parameters<CallState["error"]> | undefined;
  let settle = () => {};
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const end = (kind: "aborted" | "timeout", what: string, reason?: unknown) => {
    // A reason that is a text counts as the code of one: it is kept if it has the form of a code.
    over = [kind, what, {}, typeof reason === "string" ? { code: reason } : reason];
    settle(); // before the abort, so that this end wins over the errors that the abort causes
    controller.abort(reason); // the caller's own: to make one takes longer than all else
  };
  const expire = () => end("timeout", `No whole response within ${timeoutMs / 1000} s`);
  const timer = setTimeout(expire, Math.min(timeoutMs, 2 ** 31 - 1)); // a longer one would go off at once
  const forget =
    signal &&
    onAbort(signal, () => {
      const kind = field(signal.reason, "name") === "TimeoutError" ? "timeout" : "aborted";
      end(kind, "Aborted by the signal of the call", signal.reason);
    });
  if (timeoutMs <= 0) {
    expire(); // before anything is sent
  }
  let pausing: ReturnType<typeof setTimeout> | undefined;
  return {
    signal: controller.signal,
    check() {
      if (over) {
        throw call.error(...over);
      }
    },
    left: () => ends - performance.now(),
    // What it settles with when the call has ended is of no use: `check` tells.
    within: (promise) => Promise.race([ended.then(() => Promise.reject()), promise]),
    pause: (ms) =>
      Promise.race([
        ended,
        new Promise<void>((resolve) => {
          pausing = setTimeout(resolve, ms);
        }),
      ]),
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
