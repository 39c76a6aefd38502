import { type CheckName, checkNames } from "../cases/case.js";
import type { Measured } from "./harness.js";
import { type Mutant, type ProviderName, providerNames } from "./mutant.js";

/** A mutant with its outcome on one provider, as plain data: the source of reports. */
export interface MutantRecord extends Measured, Pick<Mutant, "id" | "effect" | "family" | "operation" | "what"> {
  readonly provider: ProviderName;
  /** Where in the contract's files it was made. */
  readonly location: string;
}

/** The worth of the suite on one provider. */
interface Score {
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
}

/** The score on each provider that was mutated. */
export function scores(records: readonly MutantRecord[]): Score[] {
  return providerNames
    .filter((name) => records.some(({ provider }) => provider === name))
    .map((name) => scoreOn(name, records));
}

export function scoreOn(provider: ProviderName, records: readonly MutantRecord[]): Score {
  const count = (outcome: Measured["outcome"]) =>
    records.filter((one) => one.provider === provider && one.outcome === outcome).length;
  const [killed, survived, falsePositives] = [count("killed"), count("survived"), count("false-positive")];
  const mutants = killed + survived;
  return {
    ...{ provider, mutants, killed, survived },
    mutationScore: mutants === 0 ? 100 : Math.floor((1000 * killed) / mutants) / 10,
    ...{ compatible: count("passed") + falsePositives, falsePositives },
    ...{ equivalent: count("equivalent"), failed: count("failed") },
  };
}

/** The checks that are never alone in killing a mutant: all would be killed without them. */
export function unneeded(records: readonly MutantRecord[]): CheckName[] {
  const killers = records
    .filter(({ outcome }) => outcome === "killed")
    .map(({ findings }) => new Set(findings.map(({ check }) => check)));
  return checkNames.filter((name) => !killers.some((checks) => checks.size === 1 && checks.has(name)));
}
