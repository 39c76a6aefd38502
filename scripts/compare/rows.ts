import type { Difference } from "./difference.js";

/** Differences of several operations that are one: the operations, and the first of them in full. */
export interface Row extends Difference {
  readonly operations: readonly string[];
}

/** Differences that several operations share, as they share their schemas, become one row; so do several statuses. */
export function rowsOf(differences: readonly Difference[]): Row[] {
  const perPart = merged(
    differences.map((one) => ({ ...one, operations: [one.operation] })),
    ({ verdict, kind, part, field, message }) => [verdict, kind, part, field, message],
    (row, other) => ({ ...row, operations: [...row.operations, ...other.operations] }),
  );
  return merged(
    perPart,
    ({ verdict, kind, part, field, message, operations, ours, theirs }) => {
      const [, rest] = statusOf(part);
      const place = kind === "status" ? [] : [ours, theirs];
      return [verdict, kind, rest, field, message, ...operations, ...place];
    },
    (row, other) => {
      const [status, rest] = statusOf(row.part);
      return { ...row, part: `response ${status}, ${statusOf(other.part)[0]}${rest}` };
    },
  );
}

function merged(rows: readonly Row[], keyOf: (row: Row) => unknown[], merge: (row: Row, other: Row) => Row): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const known = found.get(key);
    found.set(key, known ? merge(known, row) : row);
  }
  return [...found.values()];
}

/** The statuses that a part names, and the rest of it; all of it is the rest where it names none. */
function statusOf(part: string): [status: string, rest: string] {
  const [, status = "", rest = part] = /^response (.+?)( body| header .*|)$/.exec(part) ?? [];
  return [status, rest];
}
