import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { checkNames } from "../cases/case.js";
import { checks } from "../checks/index.js";
import { forMarkup, oneLine } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import { type Cause, causesOf, counted, grouped } from "./causes.js";
import { casesSection, exchangeOf, groupId } from "./html-cases.js";
import { cellsOf, type Row } from "./matrix.js";
import { againCommand, type Report, sentencesOf } from "./report.js";
import { type Counts, countOf, receivedOf, sumOf } from "./result.js";

/** Bounds of the page: how many causes are open, and how many characters each list may have. */
const most = { open: 3, causes: 1_000_000, gaps: 300_000, rows: 800_000 };

/** The first things as markup, as many as fit into a size. */
function upTo<T>(size: number, things: readonly T[], write: (thing: T, index: number) => string): string[] {
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
  return written;
}

const style = readFileSync(new URL("page.css", import.meta.url), "utf8");

/** Allows this style alone, whatever else should find its way into the page. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** A name that may break before its capitals. */
function breakable(name: string): string {
  return oneLine(name, 100)
    .split(/(?<=[a-z\d])(?=[A-Z])/)
    .map(forMarkup)
    .join("<wbr>");
}

/** A run as one page that needs nothing beside it: no script, no server, no network, no other file. */
export function html(report: Report): string {
  const word = { OK: "Passed", FAILED: "Failed", INCONCLUSIVE: "Inconclusive" }[report.verdict.word];
  const causes = causesOf(report.results);
  const sections = [coverageSection(report), causesSection(causes)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${word}: contract suite, ${forMarkup(oneLine(report.title))}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#causes">Skip to the findings</a>
${head(report, word)}
<main>
${(causes.length === 0 ? sections : sections.reverse()).join("\n")}
${gapsSection(report)}
${notTriedSection(report)}
${casesSection(report)}
</main>
</body>
</html>
`;
}

function head({ title, run, results, gaps, verdict, milliseconds, ended, commit }: Report, word: string): string {
  const count = countOf(results);
  const said = sentencesOf(verdict).join(" ");
  const tone = { OK: "good", FAILED: "bad", INCONCLUSIVE: "warn" }[verdict.word];
  const at = commit === undefined ? "" : ` at commit <code>${forMarkup(oneLine(commit))}</code>`;
  return `<header>
<p class="verdict ${tone}">${word}</p>
<h1>${forMarkup(oneLine(title))}</h1>
<p>The contract suite against <strong>${forMarkup(oneLine(run.target))}</strong>${run.strict ? ", strict" : ""}, in ${(milliseconds / 1000).toFixed(1)} s, on <time datetime="${ended}">${ended.slice(0, 16).replace("T", " ")} UTC</time>${at}.</p>
<p>The same cases again: <code>${forMarkup(oneLine(againCommand(run)))}</code></p>
<p>${forMarkup(oneLine(said, 1_800))}</p>
<dl class="figures">
${figure("cases", count.cases)}${figure("passed", count.passed)}${figure("breaking", count.breaking, "bad")}${figure("lenient", count.lenient, "warn")}${figure("no outcome", count.open)}${figure("gaps", gaps.length, "bad")}
</dl>
</header>`;
}

function figure(name: string, value: number, tone = ""): string {
  return `<div class="${value > 0 ? tone : ""}"><dt>${name}</dt><dd>${value}</dd></div>\n`;
}

function causesSection(causes: readonly Cause[]): string {
  const shown = upTo(most.causes, causes, (cause, index) => causeHtml(cause, index < most.open));
  const left = causes.length - shown.length;
  return `<section id="causes" aria-labelledby="causes-title">
<h2 id="causes-title">Findings${causes.length === 0 ? "" : ` by cause <span class="soft">${causes.length}</span>`}</h2>
${causes.length === 0 ? "<p>None.</p>" : shown.join("\n")}
${left > 0 ? `<p>and ${counted(left, "more cause")}: see the cases below.</p>` : ""}
</section>`;
}

function causeHtml({ check, operation, severity, expected, location, count, sample }: Cause, isOpen: boolean): string {
  const { finding, result } = sample;
  return `<details class="cause ${severity}"${isOpen ? " open" : ""}>
<summary><span class="tag">${severity}</span> <strong>${forMarkup(check)} › ${breakable(operation)}</strong>: expected ${forMarkup(oneLine(expected))} <span class="soft">(${counted(count, "case")})</span></summary>
<dl class="finding"><dt>contract</dt><dd><code>${forMarkup(showLocation(location))}</code>, line ${location.line}</dd><dt>received</dt><dd>${forMarkup(receivedOf(finding))}</dd><dt>for example</dt><dd>${forMarkup(oneLine(result.name))}</dd><dt>cases</dt><dd>${link(result.operation, result.check, counted(count, "case"))}</dd></dl>
${exchangeOf(result)}
</details>`;
}

/** A link to the cases of a check on an operation. */
function link(operation: string, check: string, text: string): string {
  return `<a href="#${groupId(check, operation)}">${forMarkup(text)}</a>`;
}

function gapsSection({ gaps }: Report): string {
  const items = gaps.map(
    ({ operation, text, location }) =>
      `<strong>${breakable(operation)}</strong>: ${forMarkup(oneLine(text))} <code>${forMarkup(showLocation(location))}</code>`,
  );
  return listSection("gaps", "Required by the contract and covered by no case", counted(gaps.length, "gap"), items);
}

function notTriedSection({ notTried }: Report): string {
  const items = notTried.map((text) => forMarkup(oneLine(text)));
  return listSection("not-tried", "Beyond the limits of generated cases", "Not tried, and not a gap", items);
}

function listSection(id: string, title: string, summary: string, items: readonly string[]): string {
  if (items.length === 0) {
    return "";
  }
  const list = upTo(most.gaps, items, (item) => `<li>${item}</li>`);
  const left = items.length - list.length;
  return `<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <span class="soft">${items.length}</span></h2>
<details${items.length <= 20 ? " open" : ""}><summary>${summary}</summary><ul>${list.join("\n")}</ul>${left > 0 ? `<p>and ${left} more: see results.json.</p>` : ""}</details>
</section>`;
}

function coverageSection({ rows }: Report): string {
  const totals = [...grouped(rows, ({ operation }) => operation)].map(([operation, all]): Row => {
    return { operation, status: "", cells: cellsOf((check) => sumOf(all.map(({ cells }) => cells[check]))) };
  });
  return `<section aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
<p>Cases passed, by operation and check; if some did not pass, out of how many. A number leads to its cases.</p>
${coverageTable(totals, false, "Cases passed by operation")}
<details><summary>By documented status</summary>
${coverageTable(rows, true, "Cases passed by operation and status")}
</details>
</section>`;
}

function coverageTable(rows: readonly Row[], hasStatus: boolean, label: string): string {
  const body = upTo(most.rows, rows, ({ operation, status, cells }, index) => {
    const again = rows[index - 1]?.operation === operation;
    const name = breakable(operation);
    const numbers = checkNames.map((check) => coverageCell(cells[check], operation, check)).join("");
    return `<tr${again ? "" : ' class="first"'}><th scope="row">${again ? `<span class="again">${name}</span>` : name}</th>${hasStatus ? `<td>${forMarkup(status)}</td>` : ""}${numbers}</tr>`;
  });
  const left = rows.length - body.length;
  const columns = checks.map(
    ({ name, description }) =>
      `<th scope="col" title="${forMarkup(description)}">${name.replaceAll("-", "-<wbr>")}</th>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr><th scope="col">operation</th>${hasStatus ? '<th scope="col">status</th>' : ""}${columns.join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>${left > 0 ? `<p>and ${counted(left, "more row")}: see results.json.</p>` : ""}`;
}

function coverageCell(cell: Counts, operation: string, check: string): string {
  const { cases, passed } = cell;
  if (cases === 0) {
    return '<td class="none"><span aria-label="none">·</span></td>';
  }
  return `<td class="${toneOf(cell)}">${link(operation, check, passed === cases ? String(passed) : `${passed} of ${cases}`)}</td>`;
}

function toneOf({ cases, passed, breaking, lenient }: Counts): string {
  if (breaking > 0) {
    return "bad";
  }
  if (lenient > 0) {
    return "warn";
  }
  return passed === cases ? "good" : "";
}
