import type { MigrationReport, Mismatch } from '../../../shared/run.ts';
import { html, type Markup, nothing } from './markup.ts';
import { isLive, totals } from './totals.ts';
import type { ReportWords } from './words.ts';

/** What was proved, or the differences that were found. A run that ended before has nothing to say here. */
export function checksSection(report: MigrationReport, words: ReportWords): Markup {
  const { checks } = words;
  if (report.mismatches.length > 0) {
    return html`<section><h2>${checks.heading}</h2>${differences(report.mismatches, words)}</section>`;
  }
  if (!isLive(report)) return nothing;
  const { sourceRows, targetRows, compared, kept, quarantined } = totals(report.tables);
  const passed = (name: string, words: string): Markup =>
    html`<li><span><b>${name}.</b> ${words}</span></li>\n`;
  const accounted =
    report.mode === 'merge'
      ? checks.rows.merged(sourceRows, quarantined, kept)
      : checks.rows.passed(sourceRows, targetRows, quarantined);
  const live = report.tables.filter(({ merged }) => merged !== undefined).length;
  const structure =
    live > 0
      ? checks.structure.merged(report.tables.length - live, live)
      : checks.structure.passed(report.indexes.length);
  return html`<section><h2>${checks.heading}</h2><ul class="list checks">
${passed(checks.values.name, checks.values.passed(compared, report.tables.length))}${passed(checks.rows.name, accounted)}${passed(checks.structure.name, structure)}</ul></section>`;
}

function differences(mismatches: readonly Mismatch[], words: ReportWords): Markup {
  const { checks, moved } = words;
  const rows = mismatches.map(
    (
      mismatch,
    ) => html`<tr><td><bdi>${mismatch.table}</bdi><br><span class="soft">${checks.kinds[mismatch.kind]}</span></td>
<td><bdi>${mismatch.key ?? ''}</bdi></td><td><bdi>${mismatch.column ?? ''}</bdi></td>
<td class="wrap"><code><bdi>${mismatch.source ?? '–'}</bdi></code></td><td class="wrap"><code><bdi>${mismatch.target ?? '–'}</bdi></code></td></tr>\n`,
  );
  return html`<h3>${checks.different}</h3><div class="wide"><table>
<thead><tr><th>${moved.table}</th><th>${checks.key}</th><th>${checks.column}</th><th>${checks.inFile}</th><th>${checks.inTarget}</th></tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}
