import type { Selection } from "../checks/derive.js";
import type { LeftOutCases } from "../coverage/covered.js";
import type { SourceLocation } from "../model/source.js";
import { shellWord } from "./curl.js";
import type { Row } from "./matrix.js";
import type { CaseResult } from "./result.js";

/** A goal of the contract that no case covered. */
interface Gap {
  readonly operation: string;
  readonly text: string;
  readonly location: SourceLocation;
}

/** The conclusion of a run, and the sentences that say why. */
interface RunVerdict {
  readonly exitCode: 0 | 1 | 2;
  readonly word: "OK" | "FAILED" | "INCONCLUSIVE";
  /** Whether gaps fail the run: only if everything was run, on a provider that everything can be sent to. */
  readonly gated: boolean;
  /** Why the run is inconclusive, in one sentence. */
  readonly inconclusive?: string;
  /** The basis of the verdict, in one sentence. */
  readonly basis: string;
  /** The values that would decide cases which stayed undecided, in one sentence. */
  readonly advice?: string;
}

/** The sentences of a verdict. */
export function sentencesOf({ inconclusive, basis, advice }: RunVerdict): string[] {
  return [inconclusive, basis, advice].filter((text) => text !== undefined);
}

/** A part of a run: the first, second, … of so many. Counted from 1, as Vitest does. */
interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The identity of a run. It travels with the results: only shards of one run are merged. */
export interface RunFacts {
  /** A digest of the contract. */
  readonly contract: string;
  readonly seed: number;
  readonly strict: boolean;
  /** The provider, as reports name it. */
  readonly target: string;
  readonly provider: {
    readonly remote: boolean;
    readonly ownMock: boolean;
    readonly harmlessOnly: boolean;
    /** The environment variable of the bearer, if it was not set: what was sent was made up. */
    readonly bearerNotSet?: string;
  };
  /** The part of the suite that the run is limited to. */
  readonly selection: Selection;
  /** Further flags that the same cases need, such as `--contract` with its file. */
  readonly further?: readonly string[];
  /** How many cases all shards have together. */
  readonly total: number;
  readonly leftOut: readonly LeftOutCases[];
  readonly shard: Shard;
}

/** Everything that a run found: what all reports are made from. */
export interface Report {
  readonly title: string;
  readonly run: RunFacts;
  readonly verdict: RunVerdict;
  /** From the start of the command, or under watch of the run; of merged shards the time of their cases. */
  readonly milliseconds: number;
  /** When it ended, by ISO 8601 in UTC. */
  readonly ended: string;
  /** The commit of the working tree, if there is one. */
  readonly commit?: string;
  readonly rows: readonly Row[];
  readonly gaps: readonly Gap[];
  /** The parts beyond the bounds on generated cases, a line each: not a gap. */
  readonly notTried: readonly string[];
  readonly results: readonly CaseResult[];
}

/** The command that runs the same cases again. */
export function againCommand({ seed, target, provider, strict, selection, further = [] }: RunFacts): string {
  const { operation, check } = selection;
  const flags = [
    ...(provider.ownMock ? [] : ["--target", target]),
    ...(strict && !provider.ownMock ? ["--strict"] : []),
    ...(operation === undefined ? [] : ["--operation", operation]),
    ...(check === undefined ? [] : ["--check", check]),
    ...further,
    "--seed",
    String(seed),
  ];
  return `npm run contract -- ${flags.map(shellWord).join(" ")}`;
}
