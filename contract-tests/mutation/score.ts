import { type CheckName, checkNames } from "../cases/case.js";
import { type Effect, type ProviderName, providerNames } from "./mutant.js";
import type { MutantOutcome, MutantRecord } from "./record.js";

interface FamilyScore {
  readonly effect: Effect;
  readonly family: string;
  readonly mutants: number;
  /** The killed ones among breaking mutants, and those with a false positive among compatible ones. */
  readonly found: number;
}

/** The worth of the suite on one provider. */
export interface Score {
  readonly provider: ProviderName;
  /** Breaking mutants that are not equivalent: killed and survived ones together. */
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  /** Killed mutants as a percentage of all that count, rounded down to a tenth: 100 means every single one. */
  readonly mutationScore: number;
  readonly compatible: number;
  readonly falsePositives: number;
  readonly equivalent: number;
  readonly failed: number;
  readonly families: readonly FamilyScore[];
}

/** The score on each provider that was mutated. */
export function scores(records: readonly MutantRecord[]): Score[] {
  return providerNames.flatMap((provider) => {
    const own = records.filter((one) => one.provider === provider);
    return own.length === 0 ? [] : [scoreOf(provider, own)];
  });
}

function scoreOf(provider: ProviderName, records: readonly MutantRecord[]): Score {
  const count = (outcome: MutantOutcome) => records.filter((one) => one.outcome === outcome).length;
  const [killed, survived, falsePositives] = [count("killed"), count("survived"), count("false-positive")];
  return {
    ...{ provider, mutants: killed + survived, killed, survived },
    mutationScore: killed + survived === 0 ? 100 : Math.floor((1000 * killed) / (killed + survived)) / 10,
    ...{ compatible: count("passed") + falsePositives, falsePositives },
    ...{ equivalent: count("equivalent"), failed: count("failed"), families: familiesOf(records) },
  };
}

function familiesOf(records: readonly MutantRecord[]): FamilyScore[] {
  const families = new Map<string, FamilyScore>();
  for (const { effect, family, outcome } of records) {
    if (outcome === "equivalent" || outcome === "failed") {
      continue;
    }
    const before = families.get(`${effect} ${family}`) ?? { effect, family, mutants: 0, found: 0 };
    const found = outcome === "killed" || outcome === "false-positive" ? 1 : 0;
    families.set(`${effect} ${family}`, { ...before, mutants: before.mutants + 1, found: before.found + found });
  }
  const rank = ({ effect }: FamilyScore) => (effect === "breaking" ? 0 : 1);
  return [...families.values()].sort((left, right) => rank(left) - rank(right));
}

/** The checks that are never alone in killing a mutant: all would be killed without them. */
export function unneeded(records: readonly MutantRecord[]): CheckName[] {
  const alone = new Set(
    records
      .filter(({ outcome }) => outcome === "killed")
      .map(({ findings }) => [...new Set(findings.map(({ check }) => check))])
      .flatMap((checks) => (checks.length === 1 ? checks : [])),
  );
  return checkNames.filter((name) => !alone.has(name));
}
