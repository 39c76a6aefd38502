import { isObject, parseJson } from "../model/json.js";
import { type Cause, causeKey, causesOf } from "./causes.js";
import type { Report } from "./report.js";

/** What of an earlier report a later one is held against. */
export interface EarlierReport {
  readonly target: string;
  /** The causes of its findings, as texts of {@link causeKey}, each with what it says. */
  readonly causes: ReadonlyMap<string, EarlierCause>;
  /** The cases that came to an outcome. */
  readonly cases: ReadonlySet<string>;
}

interface EarlierCause {
  readonly text: string;
  readonly cases: string[];
}

/** What has changed since an earlier report on the same target. */
export interface Changes {
  /** The keys of causes that were not there, though a case that shows them now had an outcome then. */
  readonly fresh: readonly string[];
  /** What was found then and is not found any more, though a case that showed it came to an outcome. */
  readonly gone: readonly string[];
}

/** Reads an earlier `results.json`; undefined where it is not one, or is of another version. */
export function readEarlier(text: string): EarlierReport | undefined {
  const json = parseJson(text);
  if (!isObject(json) || typeof json.target !== "string" || !Array.isArray(json.results)) {
    return undefined;
  }
  const causes = new Map<string, EarlierCause>();
  const cases = new Set<string>();
  for (const result of json.results) {
    const read = readResult(result);
    if (!read) {
      return undefined;
    }
    if (read.decided) {
      cases.add(read.id);
    }
    for (const { key, text } of read.findings) {
      const known = causes.get(key);
      if (known) {
        known.cases.push(read.id);
      } else {
        causes.set(key, { text, cases: [read.id] });
      }
    }
  }
  return { target: json.target, causes, cases };
}

interface EarlierResult {
  readonly id: string;
  /** Whether the case came to an outcome. */
  readonly decided: boolean;
  readonly findings: readonly EarlierFinding[];
}

interface EarlierFinding {
  readonly key: string;
  readonly text: string;
}

function readResult(result: unknown): EarlierResult | undefined {
  if (!isObject(result) || typeof result.id !== "string" || !Array.isArray(result.findings)) {
    return undefined;
  }
  const findings = result.findings.map((finding) => readFinding(result, finding));
  if (!findings.every((finding) => finding !== undefined)) {
    return undefined;
  }
  return { id: result.id, decided: result.outcome === "passed" || result.outcome === "failed", findings };
}

function readFinding(result: Record<string, unknown>, finding: unknown): EarlierFinding | undefined {
  if (!isObject(finding) || !isObject(finding.location)) {
    return undefined;
  }
  const { severity, expected } = finding;
  const { file, pointer, line } = finding.location;
  if (severity !== "breaking" && severity !== "lenient") {
    return undefined;
  }
  if (typeof expected !== "string" || typeof file !== "string" || typeof pointer !== "string") {
    return undefined;
  }
  const check = String(result.check);
  const operation = String(result.operation);
  return {
    key: causeKey({ check, operation }, { severity, expected, location: { file, pointer, line: Number(line) } }),
    text: `${check} › ${operation}: expected ${expected} (line ${Number(line)} of ${file})`,
  };
}

/** What is new in a report since an earlier one, and what is gone; undefined where that one was on another target. */
export function changesSince(
  earlier: EarlierReport,
  { target, results }: Omit<Report, "changes">,
): Changes | undefined {
  if (target !== earlier.target) {
    return undefined;
  }
  const causes = causesOf(results);
  const now = new Set(causes.map(({ key }) => key));
  const decided = new Set(
    results.filter(({ outcome }) => outcome === "passed" || outcome === "failed").map(({ id }) => id),
  );
  const isFresh = ({ key, cases }: Cause) => !earlier.causes.has(key) && cases.some((id) => earlier.cases.has(id));
  return {
    fresh: causes.filter(isFresh).map(({ key }) => key),
    gone: [...earlier.causes]
      .filter(([key, { cases }]) => !now.has(key) && cases.some((id) => decided.has(id)))
      .map(([, { text }]) => text),
  };
}
