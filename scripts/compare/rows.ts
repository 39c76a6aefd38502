import type { Difference } from "./difference.js";

/** Differences of several operations that are one: the operations, and the first of them in full. */
export interface Row extends Difference {
  readonly operations: readonly string[];
  /** In how many places it stands, the one named included. */
  readonly places: number;
}

/** Differences that several operations share, as they share their schemas, become one row; so do several statuses. */
export function rowsOf(differences: readonly Difference[]): Row[] {
  const perPart = merged(
    differences.map((one) => ({ ...one, operations: [one.operation], places: 1 })),
    ({ verdict, kind, part, field, message }) => [verdict, kind, part, field, message],
    (row, other) => ({ ...row, operations: [...row.operations, ...other.operations] }),
  );
  const perStatus = merged(
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
  return newFieldsTogether(perCause(perStatus));
}

/** Fields that are new in one object are one row: what matters is that ours does, or does not, let them in. */
function newFieldsTogether(rows: readonly Row[]): Row[] {
  const fields = new Map<string, string[]>();
  const keyOf = ({ verdict, kind, message, ours, part, field, operations }: Row, index: number): unknown[] => {
    const around = field.split(".").slice(0, -1).join(".");
    return kind === "field-new" ? [verdict, message, ours, part, around, ...operations] : [index];
  };
  const positions = new Map(rows.map((row, index) => [row, index]));
  const key = (row: Row) => keyOf(row, positions.get(row) ?? 0);
  for (const row of rows) {
    fields.set(JSON.stringify(key(row)), [...(fields.get(JSON.stringify(key(row))) ?? []), row.field]);
  }
  return merged(rows, key, (row) => row).map((row) => {
    const all = fields.get(JSON.stringify(key(row))) ?? [];
    const [first = "", ...more] = all;
    const names = more.slice(0, 3).map((field) => field.split(".").at(-1) ?? field);
    const rest = more.length > 3 ? [`${more.length - 3} more`] : [];
    return more.length > 0 ? { ...row, field: [first, ...names, ...rest].join(", ") } : row;
  });
}

/** What comes from one place of each document is one row, wherever it is used: the first use is named, the rest counted. */
function perCause(rows: readonly Row[]): Row[] {
  return merged(
    rows,
    (row) => {
      const { verdict, kind, message, ours, theirs, field, part } = row;
      const shared = [ours, theirs].every((pointer) => pointer?.startsWith("#/components/"));
      const last = field.split(".").at(-1);
      return shared
        ? [verdict, kind, message, ours, theirs, last]
        : [verdict, kind, message, part, field, ...row.operations];
    },
    (row, other) => ({
      ...row,
      operations: [...new Set([...row.operations, ...other.operations])],
      places: row.places + other.places,
    }),
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
