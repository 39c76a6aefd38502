import { type Difference, fingerprintOf } from "./difference.js";
import { messageOf } from "./words.js";

/** Differences that one change in the documents makes: the operations, and the first of them in full. */
export interface Row extends Difference {
  readonly message: string;
  readonly operations: readonly string[];
  /** In how many places it is, the one named included. */
  readonly places: number;
  readonly fingerprints: readonly string[];
}

const renamed = "operation-id-changed";

/** Differences that several operations share, as they share their schemas, become one row; so do several statuses. */
export function rowsOf(differences: readonly Difference[]): Row[] {
  const rows = differences.map((one) => ({
    ...one,
    message: messageOf(one),
    operations: [one.operation],
    places: 1,
    fingerprints: [fingerprintOf(one)],
  }));
  const perPart = merged(
    rows,
    // Other names for all operations are one change, whatever each is called.
    ({ verdict, kind, part, field, message }) => [verdict, kind, part, field, kind === renamed ? "" : message],
    (row, other) => ({ ...row, operations: [...row.operations, ...other.operations] }),
  );
  const perStatus = merged(
    perPart,
    ({ verdict, kind, part: { status: _status, our: _our, ...part }, field, message, operations, ours, theirs }) => {
      const place = kind.startsWith("response-status-") ? [] : [ours, theirs];
      return [verdict, kind, part, field, message, ...operations, ...place];
    },
    (row, other) => ({ ...row, part: { ...row.part, status: `${row.part.status}, ${other.part.status}` } }),
  );
  return newFieldsTogether(perCause(perStatus));
}

/** Fields that are new in one object are one row: what matters is that ours does, or does not, let them in. */
function newFieldsTogether(rows: readonly Row[]): Row[] {
  const named = merged(
    rows.map((row) => ({ ...row, names: row.field.slice(-1) })),
    ({ verdict, kind, message, ours, theirs, part, field, operations }, index) => {
      const place = kind.endsWith("-added") ? ours : theirs;
      const isListing = /-field-(?:added|removed)$/.test(kind);
      return isListing ? [verdict, kind, message, place, part, field.slice(0, -1), ...operations] : [index];
    },
    (row, other) => ({ ...row, names: [...row.names, ...other.names] }),
  );
  return named.map(({ names, ...row }) => {
    const rest = names.length > 4 ? [`${names.length - 4} more`] : [];
    return names.length < 2
      ? row
      : { ...row, field: [...row.field.slice(0, -1), [...names.slice(0, 4), ...rest].join(", ")] };
  });
}

/**
 * Differences from one place of each document are one row, wherever it is used: the first use is named, the rest
 * counted.
 */
function perCause(rows: readonly Row[]): Row[] {
  return merged(
    rows,
    ({ verdict, kind, message, ours, theirs, field, part, operations }) => {
      const shared = [ours, theirs].every((pointer) => pointer?.startsWith("#/components/"));
      return shared
        ? [verdict, kind, message, ours, theirs, field.at(-1) ?? ""]
        : [verdict, kind, message, part, field, ...operations];
    },
    (row, other) => ({
      ...row,
      operations: [...new Set([...row.operations, ...other.operations])],
      places: row.places + other.places,
    }),
  );
}

function merged<R extends Pick<Row, "fingerprints">>(
  rows: readonly R[],
  keyOf: (row: R, index: number) => unknown[],
  merge: (row: R, other: R) => R,
): R[] {
  const found = new Map<string, R>();
  for (const [index, row] of rows.entries()) {
    const key = JSON.stringify(keyOf(row, index));
    const known = found.get(key);
    const fingerprints = [...new Set([...(known?.fingerprints ?? []), ...row.fingerprints])];
    found.set(key, { ...(known ? merge(known, row) : row), fingerprints });
  }
  return [...found.values()];
}
