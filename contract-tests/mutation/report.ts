import Table from "cli-table3";
import { grouped } from "../reporters/causes.js";
import { shellWord } from "../reporters/curl.js";
import { type MutantRecord, scoreOn, scores, unneeded } from "./score.js";

interface ReportOptions {
  /** The flags that name the contract, for commands to copy. */
  readonly flags: string;
  /** Whether every case ran on every mutant, so that it shows which checks the score needs. */
  readonly full: boolean;
  readonly milliseconds: number;
}

/** The score as people read it. */
export function terminal(records: readonly MutantRecord[], { flags, full, milliseconds }: ReportOptions): string {
  const found = records.filter(({ outcome }) => outcome === "survived" || outcome === "false-positive");
  return [
    familyTable(records),
    ...found.map((one) => entry(one, flags)),
    ...(full ? [needs(records)] : []),
    ...equivalents(records),
    scoreTable(records),
    `In ${(milliseconds / 1000).toFixed(1)} s.`,
  ].join("\n\n");
}

function entry({ outcome, provider, id, operation, what, location, findings }: MutantRecord, flags: string): string {
  const title = outcome === "survived" ? "SURVIVED" : "FALSE POSITIVE";
  return [
    `${title} on ${provider}: ${id}`,
    `    ${operation}: ${what}`,
    `    ${location}`,
    ...findings.map((one) => `    ${one.check} ${one.case}: expected ${one.expected}, received ${one.received}`),
    `    npm run mutation -- --provider ${provider} --only ${shellWord(id)}${flags}`,
  ].join("\n");
}

function familyTable(records: readonly MutantRecord[]): string {
  const providers = scores(records).map(({ provider }) => provider);
  const counting = records.filter(({ outcome }) => outcome !== "equivalent" && outcome !== "failed");
  const families = [...grouped(counting, ({ effect, family }) => JSON.stringify([effect, family])).values()];
  const rows = families.map((own) => {
    const cells = providers.map((provider) => {
      const { mutants, killed, compatible, falsePositives } = scoreOn(provider, own);
      return mutants + compatible === 0 ? "·" : `${killed + falsePositives} of ${mutants + compatible}`;
    });
    return [own[0]?.effect ?? "", own[0]?.family ?? "", ...cells];
  });
  rows.sort(([one = ""], [other = ""]) => one.localeCompare(other));
  return table(["effect", "family", ...providers.map((provider) => `found on ${provider}`)], rows);
}

function scoreTable(records: readonly MutantRecord[]): string {
  const head = ["provider", "mutants", "killed", "survived", "mutation score"];
  return table(
    [...head, "compatible", "false positives", "equivalent"],
    scores(records).map((one) => {
      const { provider, mutants, killed, survived, mutationScore, compatible, falsePositives, equivalent } = one;
      // No breaking mutants: no percentage.
      const score = mutants === 0 ? "·" : `${mutationScore} %`;
      return [provider, mutants, killed, survived, score, compatible, falsePositives, equivalent];
    }),
  );
}

function table(head: string[], rows: readonly (string | number)[][]): string {
  const made = new Table({ head, style: { head: [], border: [] } });
  made.push(...rows);
  return made.toString();
}

/** How many mutants are equivalent for which reason; mutation.json names each. */
function equivalents(records: readonly MutantRecord[]): string[] {
  const equivalent = records.filter(({ outcome }) => outcome === "equivalent");
  const reasons = grouped(equivalent, ({ provider, reason }) => `on ${provider}: ${reason}`);
  const lines = [...reasons].map(([reason, { length }]) => `  ${String(length).padStart(5)} ${reason}`);
  return lines.length === 0 ? [] : [["Equivalent mutants, which do not count:", ...lines].join("\n")];
}

function needs(records: readonly MutantRecord[]): string {
  const names = unneeded(records);
  return names.length === 0
    ? "Each check is the only one to kill some mutant."
    : `No mutant needs these checks, as others kill it too: ${names.join(", ")}.`;
}
