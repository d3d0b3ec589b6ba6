import type { NamedIndex } from '../../../shared/plan.ts';
import type { IndexOutcome, MigrationReport } from '../../../shared/run.ts';
import { html, type Markup, nothing } from './markup.ts';
import { isLive } from './totals.ts';
import type { ReportWords } from './words.ts';

/** The indexes that stand now, and what became of the four of the old system. */
export function indexesSection(report: MigrationReport, words: ReportWords): Markup {
  const { indexes } = words;
  if (!isLive(report)) return nothing;
  if (report.indexes.length === 0 && report.namedIndexes.length === 0) return nothing;
  const head = html`<thead><tr><th>${indexes.name}</th><th>${words.moved.table}</th><th>${indexes.reason}</th></tr></thead>`;
  const built = (index: IndexOutcome): Markup =>
    html`<tr><td><b><bdi>${index.name}</bdi></b></td><td><bdi>${index.table}</bdi></td><td class="soft"><bdi>${words.said.purpose(index)}</bdi></td></tr>\n`;
  const named = (index: NamedIndex): Markup =>
    html`<li><b>${index.name}</b> <code>${index.table} (${index.columns.join(', ')})</code><div>${indexes.outcome(index.outcome)} <span class="soft">– ${indexes.serves(words.said.screen(index))}</span></div></li>\n`;
  return html`<section><h2>${indexes.heading}</h2>
${report.namedIndexes.length === 0 ? nothing : html`<h3>${indexes.named}</h3><ul class="list">${report.namedIndexes.map(named)}</ul>`}
${report.indexes.length === 0 ? nothing : html`<h3>${report.mode === 'merge' ? indexes.ofNew : indexes.all}</h3><table>${head}<tbody>${report.indexes.map(built)}</tbody></table>`}
</section>`;
}
