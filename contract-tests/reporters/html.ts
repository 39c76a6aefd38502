import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { checkNames } from "../cases/case.js";
import { checks } from "../checks/index.js";
import { forMarkup, oneLine } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import { counted } from "../model/text.js";
import { type Cause, causesOf } from "./causes.js";
import { casesSection, described, exchangeOf, groupId, upTo } from "./html-cases.js";
import { againCommand, type Report, sentencesOf } from "./report.js";
import { type Counts, countOf } from "./result.js";

/** Bounds of the page: how many causes are open, and how many characters each list may have. */
const most = { open: 3, causes: 1_000_000, list: 300_000, rows: 800_000 };

const style = readFileSync(new URL("page.css", import.meta.url), "utf8");

/** Allows this style alone, whatever else should find its way into the page. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** A run as one page that needs nothing beside it: no script, no server, no network, no other file. */
export function html(report: Report): string {
  const { title, verdict, results, gaps, notTried } = report;
  const [word, tone] = {
    OK: ["Passed", "good"] as const,
    FAILED: ["Failed", "bad"] as const,
    INCONCLUSIVE: ["Inconclusive", "warn"] as const,
  }[verdict.word];
  const causes = causesOf(results);
  const sections = [coverageSection(report), causesSection(causes)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${word}: contract suite, ${forMarkup(oneLine(title))}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="verdict ${tone}">${word}</p>
${head(report)}
</header>
<main>
${(causes.length === 0 ? sections : sections.reverse()).join("\n")}
${listSection(
  "gaps",
  "Required by the contract and covered by no case with an outcome",
  gaps.map(
    ({ operation, text, location }) =>
      `<strong>${forMarkup(oneLine(operation, 100))}</strong>: ${forMarkup(oneLine(text))} <code>${forMarkup(showLocation(location))}</code>`,
  ),
)}
${listSection(
  "not-tried",
  "Beyond the limits of generated cases, and not a gap",
  notTried.map((text) => forMarkup(oneLine(text))),
)}
${casesSection(report)}
</main>
</body>
</html>
`;
}

function head({ title, run, results, gaps, verdict, milliseconds, ended, commit }: Report): string {
  const count = countOf(results);
  const at = commit === undefined ? "" : ` at commit <code>${forMarkup(oneLine(commit))}</code>`;
  const figure = (name: string, value: number, tone = "") =>
    `<div class="${value > 0 ? tone : ""}"><dt>${name}</dt><dd>${value}</dd></div>\n`;
  return `<h1>${forMarkup(oneLine(title))}</h1>
<p>The contract suite against <strong>${forMarkup(oneLine(run.target))}</strong>${run.strict ? ", strict" : ""}, in ${(milliseconds / 1000).toFixed(1)} s, on <time datetime="${ended}">${ended.slice(0, 16).replace("T", " ")} UTC</time>${at}.</p>
<p>The same cases again: <code>${forMarkup(oneLine(againCommand(run)))}</code></p>
<p>${forMarkup(oneLine(sentencesOf(verdict).join(" "), 1_800))}</p>
<dl class="figures">
${figure("cases", count.cases)}${figure("passed", count.passed)}${figure("breaking", count.breaking, "bad")}${figure("lenient", count.lenient, "warn")}${figure("no outcome", count.open)}${figure("gaps", gaps.length, "bad")}
</dl>`;
}

function causesSection(causes: readonly Cause[]): string {
  const { shown, note } = upTo(most.causes, "cause", causes, (cause, index) => causeHtml(cause, index < most.open));
  return `<section id="causes" aria-labelledby="causes-title">
<h2 id="causes-title">Findings${causes.length === 0 ? "" : ` by cause <span class="soft">${causes.length}</span>`}</h2>
${causes.length === 0 ? "<p>None.</p>" : shown}
${note}
</section>`;
}

function causeHtml({ check, operation, count, result, finding }: Cause, isOpen: boolean): string {
  const { severity, expected } = finding;
  const cases = counted(count, "case");
  return `<details class="${severity}"${isOpen ? " open" : ""}>
<summary><span class="tag">${severity}</span> <strong>${forMarkup(check)} › ${forMarkup(oneLine(operation, 100))}</strong>: expected ${forMarkup(oneLine(expected))} <span class="soft">(${cases})</span></summary>
${described(finding, [
  ["for example", forMarkup(oneLine(result.name))],
  ["cases", link(result.operation, result.check, cases)],
])}
${exchangeOf(result)}
</details>`;
}

/** A link to the cases of a check on an operation. */
function link(operation: string, check: string, text: string): string {
  return `<a href="#${groupId(check, operation)}">${forMarkup(text)}</a>`;
}

function listSection(id: string, title: string, items: readonly string[]): string {
  if (items.length === 0) {
    return "";
  }
  const { shown, note } = upTo(most.list, "line", items, (item) => `<li>${item}</li>`);
  return `<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <span class="soft">${items.length}</span></h2>
<details${items.length <= 20 ? " open" : ""}><summary>All of them</summary><ul>${shown}</ul>${note}</details>
</section>`;
}

function coverageSection({ rows }: Report): string {
  const { shown, note } = upTo(most.rows, "row", rows, ({ operation, status, cells }) => {
    const numbers = checkNames.map((check) => coverageCell(cells[check], operation, check)).join("");
    return `<tr><th scope="row">${forMarkup(oneLine(operation, 100))}</th><td>${forMarkup(status)}</td>${numbers}</tr>`;
  });
  const columns = checks.map(
    ({ name, description }) =>
      `<th scope="col" title="${forMarkup(description)}">${name.replaceAll("-", "-<wbr>")}</th>`,
  );
  return `<section aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
<p>Cases passed, by operation, status and check; if some did not pass, out of how many. A number leads to its cases.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Cases passed"><table><thead><tr><th scope="col">operation</th><th scope="col">status</th>${columns.join("")}</tr></thead><tbody>${shown}</tbody></table></div>${note}
</section>`;
}

function coverageCell({ cases, passed, breaking, lenient }: Counts, operation: string, check: string): string {
  if (cases === 0) {
    return '<td><span class="soft" aria-label="none">·</span></td>';
  }
  const tone = (breaking > 0 && "bad") || (lenient > 0 && "warn") || (passed === cases && "good") || "";
  return `<td class="${tone}">${link(operation, check, passed === cases ? String(passed) : `${passed} of ${cases}`)}</td>`;
}
