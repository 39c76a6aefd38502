import type { CaseResult } from "../contract-tests/reporters/result.js";
import { nowUnderWay, underWay } from "./under-way.js";

/** Shows how far a run is and how long it will take: on a terminal all the time, elsewhere after 2 s and each 10 s. */
export function createProgress(total: number, perMinute: number | undefined): (result: CaseResult) => void {
  const started = performance.now();
  let done = 0;
  let told = "";
  const live = process.stderr.isTTY === true;
  let due = live ? started : started + 2_000;
  return ({ check, operation }) => {
    done += 1;
    // The cases of an operation come one after the other: it is told once.
    if (told !== `${check} on ${operation}`) {
      told = `${check} on ${operation}`;
      nowUnderWay(`running ${told}`);
    }
    underWay.what = `running ${check} on ${operation}, ${done} of ${total} cases`;
    const now = performance.now();
    // How slow a run at a given pace will be is said at its first case.
    if (now < due && !(done === 1 && perMinute !== undefined)) {
      return;
    }
    due = now + (live ? 100 : 10_000);
    const line = `${done}/${total} ${check} ${operation}${estimate(done, total, now - started, perMinute)}`;
    // On a terminal the line is written over, and gone at the end.
    const overwritten = `\r\u001b[K${done === total ? "" : line}`;
    process.stderr.write(live ? overwritten : `${line}\n`);
  };
}

/** How long the rest will take; empty where that is not worth saying, or not known yet. */
function estimate(done: number, total: number, elapsed: number, perMinute: number | undefined): string {
  // The first few cases take the time of whatever starts with them.
  if (perMinute === undefined && done < 20) {
    return "";
  }
  const each = perMinute === undefined ? elapsed / done : 60_000 / perMinute;
  const left = Math.ceil((each * (total - done)) / 1000);
  return left > 2 ? `, about ${left} s left` : "";
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
