// What the report page does in the browser. It reads the cases from the page itself and asks nobody for anything. Text
// goes into the page as text alone, never as markup.
const { cases, checks, operations } = JSON.parse(document.getElementById("data").textContent);
const filters = document.getElementById("filters");
const list = document.getElementById("list");
const count = document.getElementById("count");
const more = document.getElementById("more");

/** How many cases are put into the page at a time. */
const step = 100;

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

function addOptions(select, names) {
  select.append(...names.map((name) => new Option(name, name)));
}

function code(title, text, canBeCopied) {
  const pre = element("pre", "", text);
  pre.tabIndex = 0;
  const head = element("p", "", element("span", "", title));
  if (canBeCopied) {
    const button = element("button", "", "Copy");
    button.type = "button";
    button.dataset.copy = "";
    head.append(button);
  }
  return element("div", "code", head, pre);
}

function finding([severity, expected, received, location]) {
  const list = element("dl", "finding");
  for (const [term, text] of Object.entries({ severity, expected, received, contract: location })) {
    list.append(element("dt", "", term), element("dd", "", text));
  }
  return list;
}

function entry({ check, operation, name, standing, reason, findings, curl, response, cut }) {
  const title = `${checks[check]} › ${operations[operation]} › ${name}`;
  const details = element("details", `case ${standing}`);
  details.append(element("summary", "", element("span", "tag", standing.replace("-", " ")), ` ${title}`));
  // Only what is opened is built.
  details.addEventListener(
    "toggle",
    () => {
      if (reason) {
        details.append(element("p", "", reason));
      }
      details.append(...(findings ?? []).map(finding));
      if (curl) {
        details.append(code("Request", curl, true));
      }
      if (response) {
        details.append(code("Response", response, false));
      }
      if (cut) {
        details.append(element("p", "soft", "Not on this page, to keep it small: results.json has the request."));
      }
      if (!curl && !cut) {
        details.append(element("p", "soft", "No request was sent."));
      }
    },
    { once: true },
  );
  return details;
}

function matching() {
  const { outcome, check, operation, search } = Object.fromEntries(new FormData(filters));
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return cases.filter((one) => {
    const failed = one.standing === "breaking" || one.standing === "lenient";
    if (outcome === "failed" ? !failed : outcome !== "" && outcome !== one.standing) {
      return false;
    }
    if (check !== "" && checks[one.check] !== check) {
      return false;
    }
    if (operation !== "" && operations[one.operation] !== operation) {
      return false;
    }
    const text = [
      checks[one.check],
      operations[one.operation],
      one.name,
      one.standing,
      one.reason,
      ...(one.findings ?? []).flat(),
    ];
    const all = text.join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

let shown = step;
function show() {
  const found = matching();
  count.textContent = `${found.length} of ${cases.length} cases`;
  list.replaceChildren(...found.slice(0, shown).map(entry));
  more.hidden = found.length <= shown;
}

/** A link such as #cases?check=…&operation=… fills in the filters. */
function followLink() {
  const [name, query] = location.hash.slice(1).split("?");
  if (name !== "cases" || query === undefined) {
    return;
  }
  const wanted = new URLSearchParams(query);
  for (const field of ["outcome", "check", "operation", "search"]) {
    filters.elements.namedItem(field).value = wanted.get(field) ?? "";
  }
  shown = step;
  show();
  document.getElementById("cases").scrollIntoView();
  filters.elements.namedItem("search").focus({ preventScroll: true });
}

async function copy(button) {
  const pre = button.closest(".code").querySelector("pre");
  try {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = "Copied";
  } catch {
    // Without leave to use the clipboard: select it, so that the keyboard copies it.
    getSelection().selectAllChildren(pre);
    button.textContent = "Selected: press Ctrl+C";
  }
  setTimeout(() => {
    button.textContent = "Copy";
  }, 2000);
}

addOptions(filters.elements.namedItem("check"), checks);
addOptions(filters.elements.namedItem("operation"), operations);
filters.addEventListener("input", () => {
  shown = step;
  show();
});
filters.addEventListener("reset", () => setTimeout(show));
filters.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", () => {
  const next = shown;
  shown += step;
  show();
  list.children[next]?.querySelector("summary").focus();
});
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy]") : null;
  if (button) {
    copy(button);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) {
    return;
  }
  event.preventDefault();
  filters.elements.namedItem("search").focus();
});
addEventListener("hashchange", followLink);
for (const one of document.querySelectorAll("[data-script]")) {
  one.hidden = false;
}
if (cases.some(({ standing }) => standing === "breaking" || standing === "lenient")) {
  filters.elements.namedItem("outcome").value = "failed";
}
show();
followLink();
