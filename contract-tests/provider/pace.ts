/** Spreads calls evenly, so that no more than `perMinute` of them start in a minute. */
export function createPace(
  perMinute: number,
  sleep: (milliseconds: number) => Promise<void>,
  now: () => number = () => performance.now(),
): () => Promise<void> {
  const gap = 60_000 / perMinute;
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const start = Math.max(next, now());
    next = start + gap;
    const wait = start - now();
    if (wait > 0) {
      await sleep(wait);
    }
  };
}
