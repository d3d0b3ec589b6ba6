import { basename } from 'node:path';
import type { MigrationReport } from '../../../shared/run.ts';
import { html, type Markup, nothing } from './markup.ts';
import { totals } from './totals.ts';
import type { ReportWords } from './words.ts';

/** The product's mark: a class register with one tick. */
export const mark = html`<svg width="22" height="22" viewBox="0 0 22 22" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="2.5" y="2.5" width="17" height="17" rx="3.5"/><path d="M6 8h3M6 14h3M12 8.2l1.6 1.6L16.5 6.6M12.2 14h4"/></svg>`;

export const signs = {
  tick: html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M7.5 12.4l3 3 6-6.4"/></svg>`,
  bar: html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M8 12h8"/></svg>`,
  mark: html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M12 7v6M12 16.6v.2"/></svg>`,
};

const looks = {
  verified: { tone: 'good', sign: signs.tick },
  'verified with quarantine': { tone: 'care', sign: signs.tick },
  'dry run': { tone: 'plain', sign: signs.bar },
  refused: { tone: 'bad', sign: signs.mark },
  failed: { tone: 'bad', sign: signs.mark },
  cancelled: { tone: 'plain', sign: signs.bar },
  unknown: { tone: 'bad', sign: signs.mark },
} as const satisfies Record<MigrationReport['outcome'], { tone: string; sign: Markup }>;

/** The headline. Green is for `verified` alone. */
export function verdict(report: MigrationReport, words: ReportWords): Markup {
  const { tone, sign } = looks[report.outcome];
  return html`<section class="verdict ${tone}">${sign}<div><strong>${headline(report, words)}</strong>${verdictDetail(report, words)}</div></section>`;
}

function headline({ outcome, notCarried }: MigrationReport, words: ReportWords): string {
  const unread = notCarried.filter(({ kind }) => kind === 'unreadable table').map(({ name }) => name);
  return outcome === 'verified with quarantine' && unread.length > 0
    ? words.verdictUnread(unread)
    : words.verdict[outcome];
}

function verdictDetail(report: MigrationReport, words: ReportWords): Markup {
  const { compared, kept, quarantined, repaired } = totals(report.tables);
  const detail = `${words.verdictDetail(compared, report.tables.length)}${kept > 0 ? ` ${words.verdictKeptRows(kept)}` : ''}`;
  switch (report.outcome) {
    case 'verified':
      return html`<p>${detail}</p>`;
    case 'verified with quarantine':
      return html`<p>${detail} ${words.verdictQuarantine(quarantined, repaired)}. ${words.verdictKept}</p>`;
    case 'dry run':
      return nothing;
    case 'refused':
    case 'failed':
    case 'cancelled':
    case 'unknown': {
      const { detail, code } = report.error;
      const { what, todo } = words.said.error(report.error);
      const original = detail === undefined ? nothing : html`<pre dir="auto">${detail}</pre>`;
      return html`<p><bdi>${what}</bdi> <bdi>${todo}</bdi></p>${original}<p class="soft"><code>${code}</code></p>`;
    }
  }
}

export function figures(report: MigrationReport, words: ReportWords): Markup {
  if (report.tables.length === 0) return nothing;
  const { sourceRows, targetRows, quarantined } = totals(report.tables);
  const figure = (value: string, label: string): Markup => html`<li><b>${value}</b>${label}</li>`;
  return html`<ul class="figures">
${figure(words.number(sourceRows), words.figures.sourceRows)}
${figure(words.number(targetRows), words.figures.targetRows)}
${figure(words.number(quarantined), words.figures.quarantined)}
${figure(words.seconds(duration(report)), words.figures.duration)}
</ul>`;
}

export function factsSection(report: MigrationReport, words: ReportWords): Markup {
  const { facts } = words;
  const fact = (label: string, value: Markup): Markup => html`<dt>${label}</dt><dd>${value}</dd>`;
  const { source } = report;
  const ofFile =
    source === undefined
      ? fact(facts.file, html`${facts.unreadFile}`)
      : html`${fact(facts.file, html`<bdi title="${source.path}">${basename(source.path)}</bdi>`)}
${fact(facts.size, html`${words.bytes(source.bytes)}`)}
${fact(facts.encoding, html`${source.encoding}`)}
${fact(facts.sha256, html`<code>${source.sha256}</code>`)}`;
  return html`<section><h2>${facts.heading}</h2><dl>
${ofFile}
${fact(facts.target, html`<bdi>${report.target}</bdi>`)}
${fact(facts.schema, html`<bdi>${report.schema}</bdi>`)}
${fact(facts.mode, html`${facts.modes[report.mode]}`)}
${fact(facts.run, html`<code><bdi>${report.runId}</bdi></code>`)}
${fact(facts.folder, html`<bdi>${report.folder}</bdi>`)}
</dl></section>`;
}

export function timesSection(report: MigrationReport, words: ReportWords): Markup {
  if (report.phases.length === 0) return nothing;
  const longest = Math.max(...report.phases.map((phase) => phase.ms), 1);
  const lines = report.phases.map(
    ({ name, ms }) =>
      html`<span>${words.times.phase(name)}</span><i style="inline-size:${((ms / longest) * 100).toFixed(1)}%"></i><span class="n">${words.seconds(ms)}</span>`,
  );
  return html`<section><h2>${words.times.heading}</h2><div class="times">
${lines}
<span class="sum">${words.times.total}</span><span></span><span class="n sum">${words.seconds(duration(report))}</span>
</div></section>`;
}

function duration(report: MigrationReport): number {
  return report.phases.reduce((sum, phase) => sum + phase.ms, 0);
}
