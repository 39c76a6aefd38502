import type { CaseResult } from "../contract-tests/reporters/result.js";
import { nowUnderWay, underWay } from "./under-way.js";

/** Shows, on a terminal or where a run takes more than ten seconds, how far it is and how long it will take. */
export function createProgress(total: number, perMinute: number | undefined): (result: CaseResult) => void {
  const started = performance.now();
  let done = 0;
  let told = "";
  const live = process.stderr.isTTY === true;
  // How slow a run at a given pace will be is said at its first case.
  let shown = live || perMinute !== undefined ? 0 : started;
  return ({ check, operation }) => {
    done += 1;
    // The cases of an operation come one after the other: it is told once.
    if (told !== `${check} on ${operation}`) {
      told = `${check} on ${operation}`;
      nowUnderWay(`running ${told}`);
    }
    underWay.what = `running ${check} on ${operation}, ${done} of ${total} cases`;
    const now = performance.now();
    if (now - shown < (live ? 100 : 10_000)) {
      return;
    }
    shown = now;
    const left = Math.ceil(((now - started) / done) * (total - done) * 0.001);
    const line = `${done}/${total} ${check} ${operation}${left > 2 ? `, about ${left} s left` : ""}`;
    // On a terminal the line is written over, and gone at the end.
    const overwritten = `\r\u001b[K${done === total ? "" : line}`;
    process.stderr.write(live ? overwritten : `${line}\n`);
  };
}

/** Shows, where it takes more than two seconds, how far the cases have been derived; each check goes over each operation. */
export function createDeriving(operations: number): (operation: string, check: string) => void {
  let shown = performance.now();
  const begun = new Map<string, number>();
  return (operation, check) => {
    nowUnderWay(`deriving the cases of ${check} on ${operation}`);
    const count = (begun.get(check) ?? 0) + 1;
    begun.set(check, count);
    if (performance.now() - shown < 2_000) {
      return;
    }
    shown = performance.now();
    process.stderr.write(`Deriving cases: ${check}, operation ${count} of ${operations}\n`);
  };
}
