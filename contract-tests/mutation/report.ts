import Table from "cli-table3";
import type { MutantRecord } from "./record.js";
import { type Score, scores, unneeded } from "./score.js";

export interface ReportOptions {
  /** The flags that name the contract, for commands to copy. */
  readonly flags: string;
  /** Whether every case ran on every mutant, so that it shows which checks the score needs. */
  readonly full: boolean;
  readonly milliseconds: number;
  /** The most that one of the processes kept, in bytes. */
  readonly memory: number;
}

/** The score as people read it. */
export function terminal(
  records: readonly MutantRecord[],
  { flags, full, milliseconds, memory }: ReportOptions,
): string {
  const made = scores(records);
  const found = records.filter(({ outcome }) => outcome === "survived" || outcome === "false-positive");
  return [
    familyTable(made),
    ...found.map((one) => entry(one, flags)),
    ...(full ? [needs(records)] : []),
    ...equivalents(records),
    scoreTable(made),
    `In ${(milliseconds / 1000).toFixed(1)} s, at most ${Math.round(memory / 1e6)} MB a core.`,
  ].join("\n\n");
}

function entry({ outcome, provider, id, operation, what, location, findings }: MutantRecord, flags: string): string {
  const title = outcome === "survived" ? "SURVIVED" : "FALSE POSITIVE";
  return [
    `${title} on ${provider}: ${id}`,
    `    ${operation}: ${what}`,
    `    ${location}`,
    ...findings.map((one) => `    ${one.check} ${one.case}: expected ${one.expected}, received ${one.received}`),
    `    npm run mutation -- --provider ${provider} --only ${quoted(id)}${flags}`,
  ].join("\n");
}

function familyTable(made: readonly Score[]): string {
  const table = new Table({
    head: ["effect", "family", ...made.map(({ provider }) => `found on ${provider}`)],
    style: { head: [], border: [] },
  });
  const keys = new Map(made.flatMap(({ families }) => families).map((one) => [`${one.effect} ${one.family}`, one]));
  for (const { effect, family } of [...keys.values()].sort((a, b) => a.effect.localeCompare(b.effect))) {
    const cells = made.map(({ families }) => {
      const own = families.find((one) => one.effect === effect && one.family === family);
      return own ? `${own.found} of ${own.mutants}` : "·";
    });
    table.push([effect, family, ...cells]);
  }
  return table.toString();
}

function scoreTable(made: readonly Score[]): string {
  const table = new Table({
    head: [
      "provider",
      "mutants",
      "killed",
      "survived",
      "mutation score",
      "compatible",
      "false positives",
      "equivalent",
    ],
    style: { head: [], border: [] },
  });
  for (const one of made) {
    const { provider, mutants, killed, survived, mutationScore, compatible, falsePositives, equivalent } = one;
    // No breaking mutants: no percentage.
    const score = mutants === 0 ? "·" : `${mutationScore} %`;
    table.push([provider, mutants, killed, survived, score, compatible, falsePositives, equivalent]);
  }
  return table.toString();
}

/** How many mutants are equivalent for which reason; mutation.json names each. */
function equivalents(records: readonly MutantRecord[]): string[] {
  const reasons = new Map<string, number>();
  for (const { outcome, provider, reason } of records) {
    if (outcome !== "equivalent") {
      continue;
    }
    const key = `on ${provider}: ${reason}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  if (reasons.size === 0) {
    return [];
  }
  const lines = [...reasons].map(([reason, count]) => `  ${String(count).padStart(5)} ${reason}`);
  return [`Equivalent mutants, which do not count:\n${lines.join("\n")}`];
}

function needs(records: readonly MutantRecord[]): string {
  const names = unneeded(records);
  return names.length === 0
    ? "Each check is the only one to kill some mutant."
    : `No mutant needs these checks, as others kill it too: ${names.join(", ")}.`;
}

function quoted(id: string): string {
  return /^[\w./-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
}
