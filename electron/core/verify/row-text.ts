import type { PlannedTable } from '../../../shared/plan.ts';
import { canonicalFor } from './canonical.ts';
import type { Cell } from './cell.ts';
import { escapeField, noField, nullField } from './copy-text.ts';

/** A row of the source as the server would print it. */
export interface RowText {
  /** Canonical text of each column, null for NULL, undefined where the value has none. */
  texts(row: readonly Cell[]): (string | null | undefined)[];
  /** The line that COPY would write, with its newline. */
  line(row: readonly Cell[]): string;
}

export function rowText(planned: PlannedTable, zone: string | undefined): RowText {
  const columns = planned.columns.map((column) => canonicalFor(column, zone));
  const fields = planned.columns.map((column, index) => {
    const canonical = columns[index];
    if (!canHoldSpecials.has(column.type.name)) return canonical;
    return (cell: Cell) => {
      const text = canonical?.(cell);
      return text === undefined ? undefined : escapeField(text);
    };
  });
  return {
    texts: (row) => columns.map((canonical, index) => textOf(canonical, row[index])),
    line: (row) => {
      let line = '';
      for (let index = 0; index < fields.length; index += 1) {
        const cell = row[index] ?? null;
        if (index > 0) line += '\t';
        line += cell === null ? nullField : (fields[index]?.(cell) ?? noField);
      }
      return `${line}\n`;
    },
  };
}

/** Types whose text may hold a character that COPY escapes. */
const canHoldSpecials: ReadonlySet<string> = new Set(['text', 'varchar', 'jsonb', 'bytea']);

function textOf(canonical: (cell: Cell) => string | undefined, cell: Cell | undefined) {
  return cell === null || cell === undefined ? null : canonical(cell);
}
