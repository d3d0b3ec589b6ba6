import type { MigrationReport, QuarantineEntry } from '../../../shared/run.ts';
import { html, type Markup, nothing } from './markup.ts';
import type { QuarantineGroup, QuarantineSummary } from './quarantine-summary.ts';
import { isLive } from './totals.ts';
import type { ReportWords } from './words.ts';

/** Reasons with their counts, then the first rows themselves. */
export function quarantineSection(
  report: MigrationReport,
  summary: QuarantineSummary,
  words: ReportWords,
): Markup {
  const { quarantine } = words;
  if (summary.count === 0) {
    return isLive(report)
      ? html`<section><h2>${quarantine.heading}</h2><p>${quarantine.none}</p></section>`
      : nothing;
  }
  return html`<section><h2>${quarantine.heading}</h2>
<p>${isLive(report) ? quarantine.explanation : quarantine.explanationNotLive}</p>
${reasons(summary, words)}
<h3>${quarantine.rowsHeading}</h3>
${entries(summary, words)}
</section>`;
}

function reasons(summary: QuarantineSummary, words: ReportWords): Markup {
  const { quarantine, moved } = words;
  const line = (group: QuarantineGroup): Markup =>
    html`<tr><td><bdi>${group.table}</bdi></td><td>${why(group, words)}</td><td>${quarantine.actions[group.action]}</td><td class="n">${words.number(group.count)}</td></tr>\n`;
  const others =
    summary.ungrouped === 0
      ? nothing
      : html`<tr><td></td><td>${quarantine.others}</td><td></td><td class="n">${words.number(summary.ungrouped)}</td></tr>\n`;
  return html`<table>
<thead><tr><th>${moved.table}</th><th>${quarantine.reason}</th><th>${quarantine.action}</th><th class="n">${quarantine.count}</th></tr></thead>
<tbody>
${summary.groups.map(line)}${others}</tbody></table>`;
}

function entries(summary: QuarantineSummary, words: ReportWords): Markup {
  const { quarantine, checks, moved } = words;
  const line = (entry: QuarantineEntry): Markup =>
    html`<tr><td><bdi>${entry.table}</bdi><br><span class="soft"><bdi>${entry.key}</bdi></span></td>
<td>${why(entry, words)}</td><td class="wrap">${rowAsItWas(entry.row)}</td></tr>\n`;
  const more = summary.count - summary.entries.length;
  return html`<div class="wide"><table>
<thead><tr><th>${moved.table}, ${checks.key.toLowerCase()}</th><th>${quarantine.reason}</th><th>${quarantine.row}</th></tr></thead>
<tbody>
${summary.entries.map(line)}</tbody></table></div>
${more > 0 ? html`<p class="soft">${quarantine.more(more)}</p>` : nothing}`;
}

/** Columns that hold what lets somebody log in; the page is made to be printed and passed on. */
const secretColumn = /passw|pwd|secret|token|salt|(^|_)hash($|_)/i;

/** Each value is isolated by itself: one name in Arabic must not turn the order of the rest around. */
function rowAsItWas(row: QuarantineEntry['row']): Markup {
  const values = Object.entries(row).map(([column, value], i) => {
    const separator = i === 0 ? nothing : html` · `;
    return html`${separator}<span class="soft"><bdi>${column}</bdi></span> <bdi>${secretColumn.test(column) ? '•••' : shown(value)}</bdi>`;
  });
  return html`${values}`;
}

function shown(value: unknown): string {
  return cut(typeof value === 'string' && value !== '' ? value : JSON.stringify(value));
}

const longestValue = 120;

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** Most reasons begin with the column that they speak of. */
function why({ column, reason }: Pick<QuarantineEntry, 'column' | 'reason'>, { said }: ReportWords): Markup {
  const because = said.because(reason);
  const named = column === undefined || because.startsWith(`${column}: `);
  return html`${named ? nothing : html`<b><bdi>${column}</bdi></b>: `}<bdi>${because}</bdi>`;
}
