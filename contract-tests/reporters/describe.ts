import type { Case } from "../cases/case.js";
import { caseId } from "../cases/case.js";
import { excerpt } from "../checks/response.js";
import type { CaseOutcome } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";
import type { SourceLocation } from "../model/source.js";
import { showLocation } from "../model/source.js";
import type { Target } from "../provider/target.js";
import { curl } from "./curl.js";
import type { CaseResult } from "./result.js";

/** An outcome as reports show it: no project ID, no field marked secret, and off loopback no accepted answer. */
export function describeOutcome(
  contract: Contract,
  one: Case,
  result: CaseOutcome,
  target: Target,
  locate: (at: readonly string[]) => SourceLocation,
): CaseResult {
  const { outcome, findings, seen, reason, request, response } = result;
  const accepted =
    target.remote && response && response.status < 400 && response.text !== "" ? response.text : undefined;
  const mask = (text: string) => {
    let masked = text.replaceAll(target.projectId, "$DESCOPE_PROJECT_ID");
    for (const recipient of target.recipients ?? []) masked = masked.replaceAll(recipient, "(a recipient)");
    if (accepted !== undefined) masked = masked.replaceAll(excerpt(accepted), "(an accepted answer, not shown)");
    for (const name of contract.table.secretFields ?? [])
      masked = masked.replaceAll(new RegExp(`("${name}"\\s*:\\s*)"[^"]*"?`, "g"), '$1"(not shown)"');
    return masked;
  };
  return {
    id: caseId(one),
    check: one.check,
    operation: one.operation.id,
    name: one.name,
    outcome,
    seen,
    ...(reason !== undefined && { reason: mask(reason) }),
    findings: findings.map(({ severity, expected, received, at }) => ({
      severity,
      expected: mask(expected),
      received: mask(received),
      place: locate(at),
    })),
    ...(findings.length > 0 && request && { curl: mask(curl(request, target.projectId)) }),
  };
}

/** A case with findings, as the terminal and JUnit show it. */
export function describeResult({ check, operation, name, findings, curl: command }: CaseResult): string {
  return [
    `${check} › ${operation} › ${name}`,
    ...findings.flatMap(({ severity, expected, received, place }) => [
      `  ${severity}: expected ${expected}`,
      `    received: ${received}`,
      `    contract: ${showLocation(place)} (line ${place.line})`,
    ]),
    ...(command === undefined ? [] : [command.replaceAll(/^/gm, "  ")]),
  ].join("\n");
}
