import type { CaseResult } from "../contract-tests/reporters/result.js";

/** Shows, on a terminal or when cases come slowly, how far a run is and how long it will take. */
export function createProgress(total: number, perMinute: number | undefined): (result: CaseResult) => void {
  const started = performance.now();
  let done = 0;
  let shown = 0;
  return ({ check, operation }) => {
    done += 1;
    const now = performance.now();
    const live = process.stderr.isTTY === true;
    if (now - shown < (live ? 100 : 10_000) || (!live && perMinute === undefined)) return;
    shown = now;
    const left = Math.ceil(((now - started) / done) * (total - done) * 0.001);
    const line = `${done}/${total} ${check} ${operation}${left > 2 ? `, about ${left} s left` : ""}`;
    process.stderr.write(live ? `\r\u001b[K${done === total ? "" : line}` : `${line}\n`);
    if (live && done === total) process.stderr.write("\r\u001b[K");
  };
}
