import type { Engine } from '../../../shared/load-measurement.ts';
import type { LoadReport } from '../../../shared/load-test.ts';
import { loadFacts } from './load-facts.ts';
import { figureNames, type NumberRow, numberRows } from './load-numbers.ts';
import { type MedianRow, medianRows, promisedRows, type Toned } from './load-table.ts';
import { engineWords, reasonWords, scenarioWords, sentenceWords } from './load-words.ts';
import { html, type Markup, nothing } from './markup.ts';
import { pageStyle } from './page-style.ts';
import { mark, signs } from './page-summary.ts';
import { english } from './words.ts';

/** A load test as one HTML page: no script, nothing fetched, fit for A4. */
export function loadPage(report: LoadReport): string {
  const rows = medianRows(report);
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rollcall – What the move gained – ${report.id}</title>
<style>${pageStyle}${style}</style>
</head>
<body>
<main>
<header>
<div><div class="brand">${mark} Rollcall</div><h1>What the move gained</h1><div class="soft">SQLite and PostgreSQL, asked the same</div></div>
<div class="date soft">${english.moment(report.startedAt)}</div>
</header>
${summary(report)}
${bars(rows)}
${medians(rows, report.options.engines)}
${numbers(report)}
${promised(report)}
${skipped(report)}
${conditions(report)}
<footer>${english.footer}</footer>
</main>
</body>
</html>
`.text;
}

const style = html`
.gains { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; align-items: center; font-size: .9rem; }
.gains .name { grid-column: 1 / -1; font-weight: 600; margin-block-start: .7rem; break-after: avoid; }
.gains .bar { display: flex; align-items: center; gap: .6rem; }
.gains i { block-size: .7rem; border-radius: 99px; min-inline-size: 3px; background: #b26a00; }
.numbers { font-size: .8rem; } .numbers td, .numbers th { padding-inline: .35rem; }
.gains i.postgres { background: #7d93b2; } .gains i.postgres-indexed { background: var(--brand); }`;

function summary({ outcome, sentences }: LoadReport): Markup {
  const [first, ...others] = sentences.map(sentenceWords);
  const [tone, sign] = outcome === 'complete' ? ['good', signs.tick] : ['plain', signs.bar];
  const line = (sentence: string): Markup => html`<li>${sentence}</li>\n`;
  return html`<section class="verdict ${tone ?? ''}">${sign ?? nothing}<div><strong>${first ?? 'Nothing can be said yet.'}</strong></div></section>
<ul class="list">${others.map(line)}</ul>`;
}

/** On a logarithmic scale from the shortest median: a bar twice as long is many times as slow. */
function bars(rows: readonly MedianRow[]): Markup {
  const known = rows.flatMap(({ cells }) =>
    cells.flatMap(({ ms }) => (ms === undefined || ms <= 0 ? [] : [ms])),
  );
  if (known.length === 0) return nothing;
  const least = Math.log10(Math.min(...known)) - 0.3;
  const most = Math.log10(Math.max(...known));
  const width = (ms: number) => Math.round(((Math.log10(ms) - least) / (most - least)) * 75);
  const fewest = [...Map.groupBy(rows, ({ name }) => name).values()].flatMap((alike) => alike.slice(0, 1));
  const group = ({ name, users, cells }: MedianRow): Markup =>
    html`<span class="name">${name} <span class="soft">${users === 1 ? 'one person' : `${users} people`}</span></span>
${cells.map(({ engine, ms, text }) => html`<span class="soft">${engineWords[engine]}</span><span class="bar">${ms === undefined || ms <= 0 ? nothing : html`<i class="${engine.replace(' ', '-')}" style="inline-size:${width(ms)}%"></i>`}${text}</span>\n`)}`;
  return html`<section><h2>Before and after</h2>
<p class="soft">Half of the answers took at most so long. The scale is logarithmic.</p>
<div class="gains">${fewest.map(group)}</div></section>`;
}

function medians(rows: readonly MedianRow[], engines: readonly Engine[]): Markup {
  const head = engines.map((engine) => html`<th class="n">${engineWords[engine]}</th>`);
  const row = ({ name, users, cells, verdict }: MedianRow): Markup =>
    html`<tr><td>${name}</td><td class="n">${english.number(users)}</td>${cells.map(({ text, failed }) => html`<td class="n">${text}${failed === undefined ? nothing : html`<br><span class="care-text">${failed}</span>`}</td>`)}<td>${toned(verdict)}</td></tr>\n`;
  return html`<section><h2>Half of the answers took at most</h2><div class="wide"><table>
<thead><tr><th>What people do</th><th class="n">People</th>${head}<th>Change</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div></section>`;
}

function numbers(report: LoadReport): Markup {
  const head = figureNames.map((name) => html`<th class="n">${name}</th>`);
  const row = ({ name, engine, figures }: NumberRow): Markup =>
    html`<tr><td>${name}</td><td>${engine}</td>${figures.map(({ text, bounds }) => html`<td class="n">${text}${bounds === undefined ? nothing : html`<br><span class="soft">${bounds}</span>`}</td>`)}</tr>\n`;
  return html`<section><h2>All numbers</h2>
<p class="soft">Times are from the moment a question was due to the end of its answer; what failed is not among them. Below a number, its bounds of 95 % confidence.</p>
<div class="wide"><table class="numbers">
<thead><tr><th>What people do</th><th>On</th>${head}</tr></thead>
<tbody>${numberRows(report).map(row)}</tbody></table></div></section>`;
}

function promised({ expectations }: LoadReport): Markup {
  const rows = promisedRows(expectations);
  if (rows.length === 0) return nothing;
  return html`<section><h2>What the old instructions promised</h2><div class="wide"><table>
<thead><tr><th>What people do</th><th>Promised</th><th>Gain promised</th><th>Gain measured</th><th>Verdict</th></tr></thead>
<tbody>
${rows.map(([name, promise, times, measured, verdict]) => html`<tr><td>${name}</td><td>${promise}</td><td>${times}</td><td>${measured}</td><td>${toned(verdict)}</td></tr>\n`)}
</tbody></table></div></section>`;
}

function skipped({ scenarios }: LoadReport): Markup {
  const lines = scenarios.flatMap((fit) => {
    if (fit.kind === 'fits') return [];
    return [html`<li><b>${scenarioWords(fit.scenario.name)}</b> <bdi>${reasonWords(fit)}</bdi></li>\n`];
  });
  return lines.length === 0
    ? nothing
    : html`<section><h2>What could not be tried</h2><ul class="list">${lines}</ul></section>`;
}

function conditions(report: LoadReport): Markup {
  const fact = ([name, words]: readonly [string, string]): Markup =>
    html`<dt>${name}</dt><dd>${words}</dd>\n`;
  return html`<section><h2>Conditions</h2><dl>${loadFacts(report).map(fact)}</dl></section>`;
}

function toned({ text, tone }: Toned): Markup {
  const look = { good: 'tick', care: 'care-text', plain: 'soft' }[tone];
  return html`<span class="${look}">${text}</span>`;
}
