import { InputError } from "../model/errors.js";

/** A part of a run: the first, second, … of so many. Counted from 1, as Vitest does. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** All of a run. */
export const whole: Shard = { index: 1, count: 1 };

/** Reads `1/2`. Throws {@link InputError} for anything else. */
export function readShard(text: string): Shard {
  const [, index, count] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index > count) {
    throw new InputError(`--shard takes a part of a whole such as 1/2, not ${JSON.stringify(text)}.`);
  }
  return { index, count };
}

/** The items of a shard. Every item is in exactly one shard; neighbours, which take about as long, are in different ones. */
export function inShard<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, place) => place % count === index - 1);
}

/** Throws {@link InputError} where a shard of a run is missing or given twice. */
export function mustBeComplete(shards: readonly Shard[]): void {
  const count = shards[0]?.count ?? 0;
  const missing = Array.from({ length: count }, (_, place) => place + 1).filter(
    (index) => shards.filter((shard) => shard.index === index).length !== 1,
  );
  if (missing.length > 0) {
    throw new InputError(`Each of the ${count} shards has to be there once: look at ${missing.join(", ")}.`);
  }
}
