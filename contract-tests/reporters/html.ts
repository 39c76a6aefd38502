import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { checkNames } from "../cases/case.js";
import { checks } from "../checks/index.js";
import { forMarkup, forScript, oneLine } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import { type Cause, causesOf, counted, countStandings } from "./causes.js";
import type { Cell, Row } from "./matrix.js";
import { pageData } from "./page-data.js";
import type { Report } from "./report.js";

/** How much the page holds beside its cases: the first are open, and each list ends at so many characters. */
const most = { open: 3, causes: 1_000_000, gaps: 300_000, rows: 800_000 };

/** What is written of the first things, up to a size. */
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
const script = readFileSync(new URL("page.js", import.meta.url), "utf8");

/** Lets this style and this script work and nothing else, whatever else should find its way into the page. */
const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** A run as one page that needs nothing beside it: no server, no network, no other file. */
export function html(report: Report): string {
  const { title, verdict } = report;
  const word = { OK: "Passed", FAILED: "Failed", INCONCLUSIVE: "Inconclusive" }[verdict.word];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${word}: contract suite, ${forMarkup(oneLine(title))}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#causes">Skip to the findings</a>
${head(report, word)}
<main>
${coverageSection(report)}
${causesSection(report)}
${gapsSection(report)}
${notTriedSection(report)}
${casesSection()}
</main>
<script type="application/json" id="data">${forScript(pageData(report))}</script>
<script>${script}</script>
</body>
</html>
`;
}

function head(
  { title, run: { target, seed, strict }, results, gaps, verdict, milliseconds }: Report,
  word: string,
): string {
  const count = countStandings(results);
  const said = [verdict.inconclusive, verdict.basis].filter((text) => text !== undefined).join(" ");
  const tone = { OK: "good", FAILED: "bad", INCONCLUSIVE: "warn" }[verdict.word];
  return `<header>
<p class="verdict ${tone}">${word}</p>
<h1>${forMarkup(oneLine(title))}</h1>
<p>The contract suite against <strong>${forMarkup(oneLine(target))}</strong>${strict ? ", strict" : ""}, in ${(milliseconds / 1000).toFixed(1)} s. Seed ${seed}.</p>
<p>${forMarkup(oneLine(said, 600))}</p>
<dl class="figures">
${figure("cases", results.length)}${figure("passed", count.passed)}${figure("breaking", count.breaking, "bad")}${figure("lenient", count.lenient, "warn")}${figure("no outcome", count.undecided + count["not-testable"])}${figure("gaps", gaps.length, "bad")}
</dl>
</header>`;
}

function figure(name: string, value: number, tone = ""): string {
  return `<div class="${value > 0 ? tone : ""}"><dt>${name}</dt><dd>${value}</dd></div>\n`;
}

function causesSection({ results }: Report): string {
  const causes = causesOf(results);
  const shown = upTo(most.causes, causes, (cause, index) => causeHtml(cause, index < most.open));
  const left = causes.length - shown.length;
  return `<section id="causes" aria-labelledby="causes-title">
<h2 id="causes-title">Findings${causes.length === 0 ? "" : ` by cause <span class="soft">${causes.length}</span>`}</h2>
${causes.length === 0 ? "<p>None.</p>" : shown.join("\n")}
${left > 0 ? `<p>and ${counted(left, "more cause")}: search the cases below.</p>` : ""}
</section>`;
}

function causeHtml(cause: Cause, isOpen: boolean): string {
  const { check, operation, severity, expected, location, count, sample } = cause;
  const { received, quote } = sample.finding;
  const { name, curl, response } = sample.result;
  return `<details class="cause ${severity}"${isOpen ? " open" : ""}>
<summary><span class="tag">${severity}</span> <strong>${forMarkup(check)} › ${forMarkup(oneLine(operation))}</strong>: expected ${forMarkup(oneLine(expected))} <span class="soft">(${counted(count, "case")})</span></summary>
<dl class="finding"><dt>received</dt><dd>${forMarkup(quote === undefined ? received : `${received}: ${quote}`)}</dd><dt>contract</dt><dd><code>${forMarkup(showLocation(location))}</code>, line ${location.line}</dd><dt>for example</dt><dd>${forMarkup(oneLine(name))}</dd><dt>cases</dt><dd>${link(`${severity} ${expected}`, operation, check, counted(count, "case"))}</dd></dl>
${curl === undefined ? "" : block("Request", curl, true)}
${response === undefined ? "" : block("Response", response, false)}
</details>`;
}

function block(title: string, text: string, canBeCopied: boolean): string {
  const button = canBeCopied ? '<button type="button" data-copy data-script hidden>Copy</button>' : "";
  return `<div class="code"><p><span>${title}</span>${button}</p><pre tabindex="0">${forMarkup(text)}</pre></div>`;
}

/** A link that fills in the filters of the cases. */
function link(search: string, operation: string, check: string, text: string): string {
  const query = new URLSearchParams({ ...(search !== "" && { search }), operation, check });
  return `<a href="#cases?${forMarkup(query.toString())}">${forMarkup(text)}</a>`;
}

function gapsSection({ gaps }: Report): string {
  if (gaps.length === 0) {
    return "";
  }
  const list = upTo(
    most.gaps,
    gaps,
    ({ operation, text, location }) =>
      `<li><strong>${forMarkup(oneLine(operation))}</strong>: ${forMarkup(oneLine(text))} <code>${forMarkup(showLocation(location))}</code></li>`,
  );
  const left = gaps.length - list.length;
  return `<section aria-labelledby="gaps-title">
<h2 id="gaps-title">Required by the contract and covered by no case <span class="soft">${gaps.length}</span></h2>
<details${gaps.length <= 20 ? " open" : ""}><summary>${counted(gaps.length, "gap")}</summary><ul>${list.join("\n")}</ul>${left > 0 ? `<p>and ${left} more: see results.json.</p>` : ""}</details>
</section>`;
}

function notTriedSection({ notTried }: Report): string {
  if (notTried.length === 0) {
    return "";
  }
  const list = upTo(most.gaps, notTried, (text) => `<li>${forMarkup(oneLine(text))}</li>`);
  const left = notTried.length - list.length;
  return `<section aria-labelledby="not-tried-title">
<h2 id="not-tried-title">Beyond the bounds on what is generated <span class="soft">${notTried.length}</span></h2>
<details${notTried.length <= 20 ? " open" : ""}><summary>Not tried, and no gap</summary><ul>${list.join("\n")}</ul>${left > 0 ? `<p>and ${left} more: see results.json.</p>` : ""}</details>
</section>`;
}

function coverageSection({ rows }: Report): string {
  const byOperation = new Map<string, Row[]>();
  for (const row of rows) {
    byOperation.set(row.operation, [...(byOperation.get(row.operation) ?? []), row]);
  }
  const totals = [...byOperation].map(([operation, all]): Row => ({ operation, status: "", cells: sumOf(all) }));
  return `<section aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
<p>Cases passed, by operation and check; where some did not pass, out of how many. A number leads to its cases.</p>
${coverageTable(totals, false, "coverage-title")}
<details><summary id="statuses-title">By documented status</summary>
${coverageTable(rows, true, "statuses-title")}
</details>
</section>`;
}

function sumOf(rows: readonly Row[]): Row["cells"] {
  const sum = (check: (typeof checkNames)[number]): Cell =>
    rows
      .map(({ cells }) => cells[check])
      .reduce((a, b) => ({
        cases: a.cases + b.cases,
        passed: a.passed + b.passed,
        lenient: a.lenient + b.lenient,
        breaking: a.breaking + b.breaking,
        open: a.open + b.open,
      }));
  return Object.fromEntries(checkNames.map((check) => [check, sum(check)])) as Row["cells"];
}

function coverageTable(rows: readonly Row[], hasStatus: boolean, label: string): string {
  const body = upTo(most.rows, rows, ({ operation, status, cells }, index) => {
    const again = rows[index - 1]?.operation === operation;
    const name = forMarkup(oneLine(operation, 100));
    const numbers = checkNames.map((check) => coverageCell(cells[check], operation, check)).join("");
    return `<tr${again ? "" : ' class="first"'}><th scope="row">${again ? `<span class="again">${name}</span>` : name}</th>${hasStatus ? `<td>${forMarkup(status)}</td>` : ""}${numbers}</tr>`;
  });
  const left = rows.length - body.length;
  const columns = checks.map(
    ({ name, description }) =>
      `<th scope="col" title="${forMarkup(description)}">${name.replaceAll("-", "-<wbr>")}</th>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-labelledby="${label}"><table><thead><tr><th scope="col">operation</th>${hasStatus ? '<th scope="col">status</th>' : ""}${columns.join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>${left > 0 ? `<p>and ${counted(left, "more row")}: see results.json.</p>` : ""}`;
}

function coverageCell(cell: Cell, operation: string, check: string): string {
  const { cases, passed } = cell;
  if (cases === 0) {
    return '<td class="none"><span aria-label="none">·</span></td>';
  }
  return `<td class="${toneOf(cell)}">${link("", operation, check, passed === cases ? String(passed) : `${passed} of ${cases}`)}</td>`;
}

function toneOf({ cases, passed, breaking, lenient }: Cell): string {
  if (breaking > 0) {
    return "bad";
  }
  if (lenient > 0) {
    return "warn";
  }
  return passed === cases ? "good" : "";
}

function casesSection(): string {
  const outcomes = ["failed", "breaking", "lenient", "undecided", "not-testable", "passed"];
  const options = outcomes.map((name) => `<option value="${name}">${name.replace("-", " ")}</option>`).join("");
  return `<section id="cases" aria-labelledby="cases-title">
<h2 id="cases-title">Cases</h2>
<noscript><p>The list of cases needs JavaScript; results.json holds them too.</p></noscript>
<form id="filters" class="filters" data-script hidden>
<label>Search (press /)<input type="search" name="search" autocomplete="off" spellcheck="false"></label>
<label>Outcome<select name="outcome"><option value="">all</option>${options}</select></label>
<label>Check<select name="check"><option value="">all</option></select></label>
<label>Operation<select name="operation"><option value="">all</option></select></label>
<button type="reset">Reset</button>
</form>
<p id="count" class="soft" aria-live="polite"></p>
<div id="list"></div>
<button type="button" id="more" hidden>Show more</button>
</section>`;
}
