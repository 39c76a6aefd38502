import Table from "cli-table3";
import { type SourceLocation, showLocation } from "../model/source.js";
import type { Mutant } from "./mutant.js";
import { type FamilyScore, type Score, unneeded } from "./score.js";

export interface ReportOptions {
  readonly locate: (at: readonly string[]) => SourceLocation;
  /** The flags that name the contract, for commands to copy. */
  readonly flags: string;
  readonly full: boolean;
  readonly milliseconds: number;
  /** The most that one of the processes kept, in bytes. */
  readonly memory: number;
}

/** The score as people read it. */
export function terminal(score: Score, { locate, flags, full, milliseconds, memory }: ReportOptions): string {
  const { survivors, falseAlarms, measured } = score;
  const breaking = measured.filter(({ mutant }) => mutant.verdict === "breaking").length;
  const compatible = measured.length - breaking;
  const rerun = ({ id }: Mutant) => `    npm run mutation -- --only ${quoted(id)}${flags}`;
  const changed = (mutant: Mutant) =>
    `    ${mutant.operation ?? "any operation"}: ${mutant.what}\n    ${showLocation(locate(mutant.at))}`;
  const lines = [
    table(score.families),
    ...survivors.map((one) => `SURVIVED ${one.id}\n${changed(one)}\n${rerun(one)}`),
    ...falseAlarms.map(({ mutant, notices }) => {
      const seen = notices.map(
        (notice) => `    ${notice.check}: expected ${notice.expected}, received ${notice.received}`,
      );
      return `FALSE ALARM ${mutant.id}\n${changed(mutant)}\n${seen.join("\n")}\n${rerun(mutant)}`;
    }),
    ...(full ? [needs(score)] : []),
    `${breaking - survivors.length} of ${breaking} breaking changes noticed, ` +
      `${falseAlarms.length} false alarm${falseAlarms.length === 1 ? "" : "s"} in ${compatible} compatible ones, ` +
      `in ${(milliseconds / 1000).toFixed(1)} s and at most ${Math.round(memory / 1e6)} MB a core. ${score.notCounted} changes that nobody can meet are not counted.`,
  ];
  return lines.join("\n\n");
}

function table(families: readonly FamilyScore[]): string {
  const made = new Table({ head: ["change", "family", "mutants", "noticed"], style: { head: [], border: [] } });
  for (const { verdict, family, mutants, noticed } of families) made.push([verdict, family, mutants, noticed]);
  return made.toString();
}

function needs(score: Score): string {
  const names = unneeded(score);
  return names.length === 0
    ? "Each check is the only one to notice some change."
    : `No change needs these checks, as others notice it too: ${names.join(", ")}.`;
}

/** The score as programs read it. */
export function json(score: Score, { locate, milliseconds, memory, full }: ReportOptions, seed: number): object {
  return {
    seed,
    full,
    milliseconds: Math.round(milliseconds),
    memory,
    families: score.families,
    survivors: score.survivors.map(({ id }) => id),
    falseAlarms: score.falseAlarms.map(({ mutant }) => mutant.id),
    failures: score.failures,
    notCounted: score.notCounted,
    ...(full && { unneededChecks: unneeded(score) }),
    mutants: score.measured.map(({ mutant, notices }) => ({
      ...{ id: mutant.id, verdict: mutant.verdict, family: mutant.family, operation: mutant.operation ?? null },
      ...{ what: mutant.what, place: showLocation(locate(mutant.at)), noticed: notices.length > 0 },
      // Up to the first finding; all of them in a full run.
      checks: [...new Set(notices.map(({ check }) => check))],
      notices,
    })),
  };
}

function quoted(id: string): string {
  return /^[\w./{}-]+$/.test(id) && !/[{}]/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
}
