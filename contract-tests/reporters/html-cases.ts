import { forMarkup, oneLine } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import { counted, grouped } from "./causes.js";
import type { Report } from "./report.js";
import { type CaseResult, receivedOf, standing } from "./result.js";

/** How many characters of cases the page holds: beyond the first number without requests and responses. */
const most = { details: 2_500_000, all: 4_500_000, findings: 5 };

/** The anchor of the cases of a check on an operation. */
export function groupId(check: string, operation: string): string {
  return `${check}.${operation.replaceAll(/[^\w-]/g, (sign) => `:${sign.codePointAt(0)}`)}`;
}

/** Every case by check and operation, folded, the groups that did not pass first. */
export function casesSection({ results }: Report): string {
  const groups = grouped(results, ({ check, operation }) => groupId(check, operation));
  const failed = (cases: readonly CaseResult[]) => cases.filter(({ outcome }) => outcome !== "passed").length;
  const ordered = [...groups].sort(([, a], [, b]) => Number(failed(b) > 0) - Number(failed(a) > 0));
  let left = most.all;
  const shown = ordered.map(([id, cases]) => {
    const text = groupHtml(id, cases, most.all - left < most.details);
    left -= text.length;
    return left < 0 ? "" : text;
  });
  const note = left < 0 ? "<p>Not all cases are on this page, to keep it small: results.json has them.</p>" : "";
  return `<section id="cases" aria-labelledby="cases-title">
<h2 id="cases-title">Cases <span class="soft">${results.length}</span></h2>
${shown.join("\n")}${note}
</section>`;
}

function groupHtml(id: string, cases: readonly CaseResult[], isWhole: boolean): string {
  const [{ check, operation } = { check: "", operation: "" }] = cases;
  const passed = cases.filter(({ outcome }) => outcome === "passed").length;
  const rank = ({ outcome }: CaseResult) => ["failed", "undecided", "not-testable", "passed"].indexOf(outcome);
  const body = [...cases].sort((a, b) => rank(a) - rank(b)).map((one) => caseHtml(one, isWhole));
  const count = passed === cases.length ? `${passed} passed` : `${passed} of ${counted(cases.length, "case")} passed`;
  return `<details><summary id="${forMarkup(id)}"><strong>${check} › ${forMarkup(oneLine(operation, 100))}</strong> <span class="soft">${count}</span></summary>
${body.join("\n")}
</details>`;
}

function caseHtml(result: CaseResult, isWhole: boolean): string {
  const { name, reason, needs, findings } = result;
  const word = standing(result);
  const parts = [
    ...(reason === undefined ? [] : [`<p>${forMarkup([reason, needs?.join(", ")].filter(Boolean).join(": "))}</p>`]),
    ...findings
      .slice(0, most.findings)
      .map(
        (finding) =>
          `<dl class="finding"><dt>severity</dt><dd>${finding.severity}</dd><dt>expected</dt><dd>${forMarkup(finding.expected)}</dd><dt>received</dt><dd>${forMarkup(receivedOf(finding))}</dd><dt>contract</dt><dd>${forMarkup(showLocation(finding.location))} (line ${finding.location.line})</dd></dl>`,
      ),
    isWhole
      ? exchangeOf(result)
      : '<p class="soft">Not on this page, to keep it small: results.json has the request.</p>',
  ];
  return `<details class="case ${word}"><summary><span class="tag">${word.replace("-", " ")}</span> ${forMarkup(oneLine(name))}</summary>${parts.join("")}</details>`;
}

/** The request of a case and its response, to be read and copied. */
export function exchangeOf({ curl, response }: CaseResult): string {
  const block = (title: string, text: string) => `<p class="soft">${title}</p><pre>${forMarkup(text)}</pre>`;
  return curl === undefined
    ? '<p class="soft">No request was sent.</p>'
    : `${block("Request", curl)}${response === undefined ? "" : block("Response", response)}`;
}
