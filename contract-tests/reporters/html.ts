import { checkNames } from "../cases/case.js";
import { checks } from "../checks/index.js";
import { showLocation } from "../model/source.js";
import { htmlStyle } from "./html-style.js";
import type { Cell } from "./matrix.js";
import type { Report } from "./report.js";
import { type CaseResult, type Standing, standing } from "./result.js";

/** A run as one page that needs nothing beside it: no server, no script, no other file. */
export function html(report: Report): string {
  const { title, target, results, gaps, verdict, seed, strict, milliseconds } = report;
  const word = { OK: "Passed", FAILED: "Failed", INCONCLUSIVE: "Inconclusive" }[verdict.word];
  const count = (one: Standing) => results.filter((result) => standing(result) === one).length;
  const found = (["breaking", "lenient"] as const).flatMap((severity) =>
    results.filter((result) => standing(result) === severity),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${word}: contract suite, ${escaped(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<p class="verdict ${verdict.word === "OK" ? "good" : "bad"}">${word}</p>
<h1>${escaped(title)}</h1>
<p>The contract suite against <strong>${escaped(target)}</strong>${strict ? ", strict" : ""}, in ${(milliseconds / 1000).toFixed(1)} s. Seed ${seed}.</p>
<p>${escaped([verdict.inconclusive, verdict.basis].filter(Boolean).join(" "))}</p>
<dl class="figures">
${figure("cases", results.length)}${figure("passed", count("passed"))}${figure("breaking", count("breaking"), "bad")}${figure("lenient", count("lenient"), "warn")}${figure("no outcome", count("undecided") + count("not-testable"))}${figure("gaps", gaps.length, "bad")}
</dl>
</header>
<main>
<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${found.length === 0 ? "<p>None.</p>" : found.map(finding).join("\n")}
${gaps.length === 0 ? "" : `<h3>Required by the contract and covered by no case</h3>\n<ul>${gaps.map((gap) => `<li><strong>${escaped(gap.operation)}</strong>: ${escaped(gap.text)} <code>${escaped(showLocation(gap.place))}</code></li>`).join("")}</ul>`}
</section>
<section aria-labelledby="coverage-title">
<h2 id="coverage-title">Coverage</h2>
<p>Cases passed, by operation, documented status and check; where some did not pass, out of how many.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="coverage-title">${coverage(report)}</div>
</section>
<section aria-labelledby="cases-title">
<h2 id="cases-title">Cases</h2>
${checks
  .map(({ name, description }) =>
    group(
      name,
      description,
      results.filter(({ check }) => check === name),
    ),
  )
  .join("\n")}
</section>
</main>
</body>
</html>
`;
}

function figure(name: string, value: number, tone = ""): string {
  return `<div class="${value > 0 ? tone : ""}"><dt>${name}</dt><dd>${value}</dd></div>\n`;
}

function finding(result: CaseResult): string {
  const { check, operation, name, findings, curl } = result;
  const severity = standing(result);
  return `<details class="finding ${severity}"${severity === "breaking" ? " open" : ""}>
<summary><span class="tag">${severity}</span> ${escaped(check)} › ${escaped(operation)} › ${escaped(name)}</summary>
${findings.map(({ expected, received, place }) => `<dl><dt>expected</dt><dd>${escaped(expected)}</dd><dt>received</dt><dd>${escaped(received)}</dd><dt>contract</dt><dd><code>${escaped(showLocation(place))}</code>, line ${place.line}</dd></dl>`).join("\n")}
${curl === undefined ? "" : `<pre tabindex="0">${escaped(curl)}</pre>`}
</details>`;
}

function coverage({ rows }: Report): string {
  const body = rows.map(({ operation, status, cells }, index) => {
    const again = rows[index - 1]?.operation === operation;
    const cellsHtml = checkNames.map((check) => coverageCell(cells[check])).join("");
    return `<tr${again ? "" : ' class="first"'}><th scope="row">${again ? `<span class="again">${escaped(operation)}</span>` : escaped(operation)}</th><td>${escaped(status)}</td>${cellsHtml}</tr>`;
  });
  const head = checkNames.map((name) => `<th scope="col">${name.replaceAll("-", "-<wbr>")}</th>`).join("");
  return `<table><thead><tr><th scope="col">operation</th><th scope="col">status</th>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table>`;
}

function coverageCell({ cases, passed, breaking, lenient }: Cell): string {
  if (cases === 0) return '<td class="none"><span aria-label="none">·</span></td>';
  const tone = breaking > 0 ? "bad" : lenient > 0 ? "warn" : passed === cases ? "good" : "";
  return `<td class="${tone}">${passed === cases ? passed : `${passed} of ${cases}`}</td>`;
}

function group(name: string, promise: string, results: readonly CaseResult[]): string {
  const rows = results.map(
    (result) =>
      `<tr class="${standing(result)}"><td>${escaped(result.operation)}</td><td>${escaped(result.name)}</td><td>${standing(result)}${result.reason === undefined ? "" : `: ${escaped(result.reason)}`}</td></tr>`,
  );
  return `<details><summary><strong>${name}</strong> <span class="count">${results.length}</span><br><span class="promise">${escaped(promise)}</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="Cases of ${name}"><table><thead><tr><th scope="col">operation</th><th scope="col">case</th><th scope="col">outcome</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div></details>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
