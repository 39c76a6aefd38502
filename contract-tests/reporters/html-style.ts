/** The look of the report page: both colour schemes, any width, and a visible focus. */
export const htmlStyle = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --soft: #59636e; --line: #d1d9e0; --raised: #f6f8fa; --good: #116329; --bad: #b3261e; --warn: #7d4e00; --focus: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1318; --text: #e8edf2; --soft: #9aa6b2; --line: #343c46; --raised: #181e25; --good: #56d364; --bad: #ff8f85; --warn: #e9b44c; --focus: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: .2rem 0; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.2rem; }
a { color: var(--focus); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .3rem .6rem; background: var(--page); }
.verdict { display: inline-block; margin: 0; padding: .1rem .7rem; border: 2px solid; border-radius: 2rem; font-weight: 700; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0 0; }
.figures div { min-width: 6.5rem; padding: .5rem .8rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--raised); }
.figures dt { font-size: .8rem; color: var(--soft); }
.figures dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .7rem; text-align: left; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); background: var(--raised); font-weight: 600; min-width: 6rem; }
tbody tr.first > * { border-top: 1px solid var(--line); }
tbody th { position: sticky; left: 0; background: var(--page); font-weight: 600; }
td.none { color: var(--soft); }
.again { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
details { margin: .6rem 0; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: .5rem; }
details > .scroll { margin-top: .6rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.finding { border-left: .35rem solid var(--warn); }
.finding.breaking { border-left-color: var(--bad); }
.tag { padding: 0 .5rem; border: 1px solid; border-radius: 1rem; font-size: .85rem; font-weight: 600; color: var(--warn); }
.breaking .tag { color: var(--bad); }
.finding dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem .9rem; margin: .7rem 0; }
.finding dt, .promise { color: var(--soft); }
.finding dd { margin: 0; overflow-wrap: anywhere; }
.count { color: var(--soft); }
pre { margin: .6rem 0 0; padding: .7rem; overflow-x: auto; border-radius: .4rem; background: var(--raised); font-size: .85rem; }
code { font-size: .9em; overflow-wrap: anywhere; }
tr.breaking td:last-child { color: var(--bad); } tr.lenient td:last-child { color: var(--warn); } tr.passed td:last-child { color: var(--good); }
@media (max-width: 40rem) { tbody th { max-width: 8.5rem; overflow-wrap: anywhere; } .figures div { flex: 1 1 28%; min-width: 0; } .finding dl { grid-template-columns: 1fr; gap: 0; } .finding dd { margin-bottom: .5rem; } }
@media print { .scroll { overflow: visible; } }
`;
