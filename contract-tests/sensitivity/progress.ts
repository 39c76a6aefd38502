/** Shows on stderr how far a run is: in place on a terminal, else a line now and then. */
export function createProgress(total: number, started = performance.now()): () => void {
  let done = 0;
  let shown = started;
  return () => {
    done += 1;
    const now = performance.now();
    const live = process.stderr.isTTY === true;
    if (done < total && now - shown < (live ? 100 : 10_000)) return;
    shown = now;
    const left = Math.ceil((((now - started) / done) * (total - done)) / 1000);
    const line = `${done}/${total} changes${left > 2 ? `, about ${left} s left` : ""}`;
    process.stderr.write(live ? `\r\u001b[K${done === total ? "" : line}` : `${line}\n`);
  };
}
