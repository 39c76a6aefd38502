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
    // No guess at the time left: the slowest changes go first.
    const line = `${done}/${total} changes`;
    process.stderr.write(live ? `\r\u001b[K${done === total ? "" : line}` : `${line}\n`);
  };
}
