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
  const built = (index: IndexOutcome): Markup =>
    html`<li><b><bdi>${index.name}</bdi></b> <span class="soft"><bdi>${index.table}</bdi> – <bdi>${index.reason}</bdi></span></li>\n`;
  const named = (index: NamedIndex): Markup =>
    html`<li><b>${index.name}</b> <code>${index.table} (${index.columns.join(', ')})</code><div>${indexes.outcome(index.outcome)} <span class="soft">– ${indexes.serves(index.screen)}</span></div></li>\n`;
  return html`<section><h2>${indexes.heading}</h2>
${report.indexes.length === 0 ? html`<p>${indexes.none}</p>` : html`<ul class="list">${report.indexes.map(built)}</ul>`}
${report.namedIndexes.length === 0 ? nothing : html`<h3>${indexes.named}</h3><ul class="list">${report.namedIndexes.map(named)}</ul>`}
</section>`;
}
