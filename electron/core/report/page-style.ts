import { html } from './markup.ts';

/** The report's look. Logical sides only (`inline-start`), so that it mirrors for right-to-left languages. */
export const pageStyle = html`
:root { --ink: #1b2430; --soft: #5c6a7a; --line: #dfe5ec; --wash: #f5f7fa; --brand: #1f4f8f;
  --good: #18794e; --good-wash: #e8f6ee; --care: #9a5b00; --care-wash: #fdf3e1; --bad: #b3261e; --bad-wash: #fcebea; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; background: #e9edf2; color: var(--ink); line-height: 1.5; font-size: 15px;
  font-family: "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", "Noto Sans Arabic", "Liberation Sans", Arial, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; background: #fff; padding: 3rem 3.5rem; border-radius: 12px;
  box-shadow: 0 1px 3px #1b243022; }
header { display: flex; justify-content: space-between; align-items: flex-end; gap: 2rem; margin-block-end: 1.75rem; }
h1 { font-size: 1.9rem; line-height: 1.15; letter-spacing: -.02em; margin: .2rem 0 0; font-weight: 650; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .7rem; padding-block-end: .4rem; border-block-end: 2px solid var(--ink); font-weight: 650; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; font-weight: 650; }
p { margin: .5rem 0; }
.brand { color: var(--brand); font-weight: 700; letter-spacing: .02em; display: flex; align-items: center; gap: .5rem; }
.soft { color: var(--soft); }
.date { text-align: end; font-size: .87rem; white-space: nowrap; }
.verdict { border-radius: 10px; padding: 1.25rem 1.5rem; display: grid; grid-template-columns: auto 1fr; gap: 0 1.1rem; align-items: center;
  background: var(--wash); border-inline-start: 6px solid var(--soft); break-inside: avoid; }
.verdict svg { inline-size: 2.6rem; block-size: 2.6rem; color: var(--soft); }
.verdict strong { font-size: 1.25rem; line-height: 1.3; display: block; font-weight: 650; }
.verdict p { margin: .2rem 0 0; }
.verdict.good { background: var(--good-wash); border-color: var(--good); } .verdict.good svg, .verdict.good strong { color: var(--good); }
.verdict.care { background: var(--care-wash); border-color: var(--care); } .verdict.care svg, .verdict.care strong { color: var(--care); }
.verdict.bad { background: var(--bad-wash); border-color: var(--bad); } .verdict.bad svg, .verdict.bad strong { color: var(--bad); }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; margin: 1.5rem 0 0; padding: 0; list-style: none; break-inside: avoid; }
.figures li { border-block-start: 1px solid var(--line); padding-block-start: .6rem; color: var(--soft); font-size: .87rem; }
.figures b { display: block; color: var(--ink); font-size: 1.65rem; line-height: 1.2; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.5rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; inline-size: 100%; font-size: .93rem; }
th { text-align: start; font-weight: 600; color: var(--soft); font-size: .8rem; vertical-align: bottom; padding: .3rem .6rem; border-block-end: 1px solid var(--line); }
td { padding: .42rem .6rem; border-block-end: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
.wrap { overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-inline-start: 0; } th:last-child, td:last-child { padding-inline-end: 0; }
tr { break-inside: avoid; } thead { display: table-header-group; }
tfoot { display: table-row-group; } tfoot td { font-weight: 600; border-block-end: 0; }
.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tick { color: var(--good); font-weight: 600; white-space: nowrap; }
.cross { color: var(--soft); white-space: nowrap; }
.care-text { color: var(--care); font-weight: 600; }
code, pre { font-family: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "Noto Sans Mono", "Liberation Mono", monospace; font-size: .84em; }
pre { background: var(--wash); border-radius: 6px; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0 0; direction: ltr; text-align: left; }
.list { list-style: none; margin: 0; padding: 0; }
.list > li { overflow-wrap: anywhere; padding-block: .55rem; border-block-end: 1px solid var(--line); break-inside: avoid; }
.checks > li { display: grid; grid-template-columns: 1.4rem 1fr; }
.checks > li::before { content: "✓"; color: var(--good); font-weight: 700; }
.tag { display: inline-block; font-size: .74rem; font-weight: 650; border-radius: 99px; padding: .08rem .6rem; margin-inline-end: .5rem;
  background: var(--wash); color: var(--soft); vertical-align: .08em; }
.tag.warning { background: var(--care-wash); color: var(--care); } .tag.blocker { background: var(--bad-wash); color: var(--bad); }
.times { display: grid; grid-template-columns: max-content 1fr max-content; gap: .35rem 1rem; align-items: center; font-size: .93rem; break-inside: avoid; }
.times i { display: block; background: var(--brand); opacity: .85; block-size: .6rem; border-radius: 99px; min-inline-size: 3px; }
.times .sum { font-weight: 600; }
footer { margin-block-start: 3rem; padding-block-start: .8rem; border-block-start: 1px solid var(--line); color: var(--soft); font-size: .82rem; }
@media (max-width: 40rem) { main { margin: 0; padding: 1.5rem; border-radius: 0; } .figures { grid-template-columns: repeat(2, 1fr); }
  header { flex-direction: column; align-items: flex-start; gap: .5rem; } .date { text-align: start; white-space: normal; } .wide { overflow-x: auto; } }
@page { size: A4; margin: 16mm 15mm 18mm; }
@media print { body { background: #fff; font-size: 10pt; } main { margin: 0; padding: 0; max-width: none; box-shadow: none; border-radius: 0; }
  h2, h3 { break-after: avoid; } h2 { margin-block-start: 1.8rem; } h1 { font-size: 20pt; } .verdict strong { font-size: 13pt; } .figures b { font-size: 16pt; } }
`;
