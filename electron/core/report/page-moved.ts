import type { MigrationReport, TableOutcome } from '../../../shared/run.ts';
import { html, type Markup, nothing } from './markup.ts';
import { isLive } from './totals.ts';
import type { ReportWords } from './words.ts';

/** A column of figures, shown only where some table has something to say in it. */
interface Figure {
  readonly heading: string;
  readonly of: (table: TableOutcome) => number;
  readonly always: boolean;
}

/** Table by table: rows on either side, and whether they were compared. */
export function movedSection(report: MigrationReport, words: ReportWords): Markup {
  const { moved } = words;
  const { tables } = report;
  const heading = isLive(report) ? moved.heading : moved.headingNothing;
  if (tables.length === 0)
    return isLive(report) ? html`<section><h2>${heading}</h2><p>${moved.none}</p></section>` : nothing;

  const figures = figuresOf(words).filter(
    ({ of, always }) => always || tables.some((table) => of(table) > 0),
  );
  const number = (n: number): Markup => html`<td class="n">${words.number(n)}</td>`;
  const rows = tables.map(
    (table) =>
      html`<tr><td><bdi>${table.table}</bdi></td>${figures.map(({ of }) => number(of(table)))}${compared(table, words)}</tr>\n`,
  );
  const sums = figures.map(({ of }) => number(tables.reduce((sum, table) => sum + of(table), 0)));
  return html`<section><h2>${heading}</h2><div class="wide"><table>
<thead><tr><th>${moved.table}</th>${figures.map((figure) => html`<th class="n">${figure.heading}</th>`)}<th>${moved.checked}</th></tr></thead>
<tbody>
${rows}</tbody>
<tfoot><tr><td>${moved.total}</td>${sums}<td></td></tr></tfoot>
</table></div></section>`;
}

function figuresOf({ moved }: ReportWords): readonly Figure[] {
  return [
    { heading: moved.sourceRows, of: (table) => table.sourceRows, always: true },
    { heading: moved.targetRows, of: (table) => table.targetRows, always: true },
    { heading: moved.inserted, of: (table) => table.merged?.inserted ?? 0, always: false },
    { heading: moved.updated, of: (table) => table.merged?.updated ?? 0, always: false },
    { heading: moved.unchanged, of: (table) => table.merged?.unchanged ?? 0, always: false },
    { heading: moved.kept, of: (table) => table.merged?.kept ?? 0, always: false },
    { heading: moved.quarantined, of: (table) => table.quarantined, always: true },
    { heading: moved.repaired, of: (table) => table.repaired, always: false },
  ];
}

function compared(table: TableOutcome, { moved }: ReportWords): Markup {
  if (!table.verified) return html`<td class="cross">${moved.notCompared}</td>`;
  return html`<td class="tick">✓ ${table.merged === undefined ? moved.equal : moved.holds}</td>`;
}
