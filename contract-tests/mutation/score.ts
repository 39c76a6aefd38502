import { type CheckName, checkNames } from "../cases/case.js";
import type { Notice } from "./harness.js";
import type { Mutant, Verdict } from "./mutant.js";
import type { MutantResult } from "./result.js";

/** A change that was measured. */
export interface Measured {
  readonly mutant: Mutant;
  readonly notices: readonly Notice[];
}

export interface FamilyScore {
  readonly verdict: Verdict;
  readonly family: string;
  readonly mutants: number;
  readonly noticed: number;
}

export interface Score {
  readonly measured: readonly Measured[];
  readonly families: readonly FamilyScore[];
  /** Breaking changes that the suite did not notice. */
  readonly survivors: readonly Mutant[];
  /** Compatible changes that it took for breaking. */
  readonly falseAlarms: readonly Measured[];
  readonly failures: readonly { readonly id: string; readonly reason: string }[];
  readonly notCounted: number;
}

/** Puts results together: what should have been noticed and was not, and the other way round. */
export function score(mutants: readonly Mutant[], results: readonly MutantResult[]): Score {
  const byId = new Map(results.map((result) => [result.id, result]));
  const measured = mutants.flatMap((mutant): Measured[] => {
    const result = byId.get(mutant.id);
    return result?.kind === "measured" ? [{ mutant, notices: result.notices }] : [];
  });
  const families = new Map<string, FamilyScore>();
  for (const { mutant, notices } of measured) {
    const { verdict, family } = mutant;
    const key = `${verdict} ${family}`;
    const before = families.get(key) ?? { verdict, family, mutants: 0, noticed: 0 };
    const { length } = notices;
    families.set(key, { ...before, mutants: before.mutants + 1, noticed: before.noticed + Math.min(1, length) });
  }
  return {
    measured,
    families: [...families.values()].sort((left, right) =>
      left.verdict < right.verdict ? -1 : left.verdict > right.verdict ? 1 : 0,
    ),
    survivors: measured
      .filter(({ mutant, notices }) => mutant.verdict === "breaking" && notices.length === 0)
      .map(({ mutant }) => mutant),
    falseAlarms: measured.filter(({ mutant, notices }) => mutant.verdict === "compatible" && notices.length > 0),
    failures: results.flatMap((result) => (result.kind === "failed" ? [result] : [])),
    notCounted: results.filter(({ kind }) => kind === "not-counted").length,
  };
}

/** The checks that are alone in noticing nothing at all: every change would be noticed without them. */
export function unneeded({ measured }: Score): CheckName[] {
  const alone = new Set(
    measured
      .filter(({ mutant }) => mutant.verdict === "breaking")
      .map(({ notices }) => [...new Set(notices.map(({ check }) => check))])
      .flatMap((checks) => (checks.length === 1 ? checks : [])),
  );
  return checkNames.filter((name) => !alone.has(name));
}
