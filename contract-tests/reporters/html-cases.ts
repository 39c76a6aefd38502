import { forMarkup, oneLine } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import { counted } from "../model/text.js";
import { grouped } from "./causes.js";
import type { Report } from "./report.js";
import { type CaseResult, gradeOf, type ReportedFinding, receivedOf } from "./result.js";

/** How many characters of markup the cases may have, those of a group alone, and how many findings a case shows. */
const most = { all: 4_000_000, group: 1_000_000, findings: 5 };

/** The first things as markup, as many as fit into a size, and a word on the others. */
export function upTo<T>(size: number, noun: string, things: readonly T[], write: (thing: T, index: number) => string) {
  const written: string[] = [];
  let left = size;
  for (const [index, thing] of things.entries()) {
    const text = write(thing, index);
    left -= text.length;
    if (left < 0) {
      break;
    }
    written.push(text);
  }
  const rest = things.length - written.length;
  const note = rest > 0 ? `<p>and ${counted(rest, `more ${noun}`)}: see results.json.</p>` : "";
  return { shown: written.join("\n"), note };
}

/** The anchor of the cases of a check on an operation. */
export function groupId(check: string, operation: string): string {
  return `${check}.${operation.replaceAll(/[^\w-]/g, (sign) => `:${sign.codePointAt(0)}`)}`;
}

/** Every case by check and operation, folded, the groups that did not pass first. */
export function casesSection({ results }: Report): string {
  const groups = grouped(results, ({ check, operation }) => groupId(check, operation));
  const hasPassed = (cases: readonly CaseResult[]) => cases.every(({ outcome }) => outcome === "passed");
  const ordered = [...groups].sort(([, a], [, b]) => Number(hasPassed(a)) - Number(hasPassed(b)));
  const { shown, note } = upTo(most.all, "group", ordered, ([id, cases]) => groupHtml(id, cases));
  return `<section id="cases" aria-labelledby="cases-title">
<h2 id="cases-title">Cases <span class="soft">${results.length}</span></h2>
${shown}${note}
</section>`;
}

function groupHtml(id: string, cases: readonly CaseResult[]): string {
  const [{ check, operation } = { check: "", operation: "" }] = cases;
  const passed = cases.filter(({ outcome }) => outcome === "passed").length;
  const rank = ({ outcome }: CaseResult) => ["failed", "undecided", "not-testable", "passed"].indexOf(outcome);
  const ordered = [...cases].sort((a, b) => rank(a) - rank(b));
  const { shown, note } = upTo(most.group, "case", ordered, caseHtml);
  const count = passed === cases.length ? `${passed} passed` : `${passed} of ${counted(cases.length, "case")} passed`;
  return `<details><summary id="${forMarkup(id)}"><strong>${check} › ${forMarkup(oneLine(operation, 100))}</strong> <span class="soft">${count}</span></summary>
${shown}${note}
</details>`;
}

function caseHtml(result: CaseResult): string {
  const { name, reason, needs, findings } = result;
  const word = gradeOf(result);
  const why = reason === undefined ? "" : `<p>${forMarkup([reason, needs?.join(", ")].filter(Boolean).join(": "))}</p>`;
  const found = findings.slice(0, most.findings).map((one) => described(one, [["severity", one.severity]]));
  return `<details class="${word}"><summary><span class="tag">${word.replace("-", " ")}</span> ${forMarkup(oneLine(name))}</summary>${why}${found.join("")}${exchangeOf(result)}</details>`;
}

/** A finding, with further facts on it whose values are markup already. */
export function described(
  finding: ReportedFinding,
  further: readonly (readonly [name: string, markup: string])[],
): string {
  const { expected, location } = finding;
  const facts = [
    ["contract", `<code>${forMarkup(showLocation(location))}</code>, line ${location.line}`],
    ["expected", forMarkup(expected)],
    ["received", forMarkup(receivedOf(finding))],
    ...further,
  ];
  return `<dl>${facts.map(([name, markup]) => `<dt>${name}</dt><dd>${markup}</dd>`).join("")}</dl>`;
}

/** The request of a case and its response, to be read and copied. */
export function exchangeOf({ curl, response }: CaseResult): string {
  const block = (title: string, text: string) => `<p class="soft">${title}</p><pre>${forMarkup(text)}</pre>`;
  return curl === undefined
    ? '<p class="soft">No request was sent.</p>'
    : `${block("Request", curl)}${response === undefined ? "" : block("Response", response)}`;
}
