import type { Source, SourceTable } from '../../../shared/source.ts';
import { foldName } from '../source/quote.ts';
import type { AssessmentInput, ScreenedColumn } from './assess.ts';
import { assessColumn } from './assess.ts';
import type { Candidate } from './candidate-types.ts';

/** A table with its columns assessed, in the order of the table. */
export interface ScreenedTable {
  readonly table: SourceTable;
  readonly columns: readonly ScreenedColumn[];
}

const wholeNumbers = new Set(['smallint', 'integer', 'bigint']);
const texts = new Set(['text', 'varchar']);

/**
 * Gives keys and the columns that reference them one type: PostgreSQL compares like with like.
 *
 * Integer keys become bigint. A column whose own type differs from its parent's takes the parent's when
 * every value can, but for those that SQLite numbers by itself.
 */
export async function alignKeys(
  input: AssessmentInput,
  assessed: readonly ScreenedTable[],
): Promise<ScreenedTable[]> {
  const columns = new Map<string, { table: SourceTable; assessed: ScreenedColumn }>();
  for (const { table, columns: own } of assessed) {
    for (const column of own) columns.set(place(table.name, column.column.name), { table, assessed: column });
  }
  const adopt = async (at: string, candidate: Candidate): Promise<void> => {
    const entry = columns.get(at);
    if (!entry) return;
    const again = await assessColumn(input, entry.table, entry.assessed.screened, candidate);
    if (again.rejections.length <= entry.assessed.rejections.length) {
      columns.set(at, { table: entry.table, assessed: again });
    }
  };
  for (const at of integerKeys(input.source, (at) => columns.get(at)?.assessed)) {
    await adopt(at, { type: { name: 'bigint' } });
  }
  const pairs = [...references(input.source)];
  const rowids = new Set(
    input.source.tables.flatMap(({ name, primaryKey }) =>
      primaryKey?.rowidAlias ? primaryKey.columns.map((column) => place(name, column)) : [],
    ),
  );
  // A chain of references is as long as there are pairs at most; each round carries a type one link on.
  for (let round = 0, changed = true; changed && round < pairs.length; round += 1) {
    changed = false;
    for (const { child, parent } of pairs) {
      const own = columns.get(child)?.assessed.reading;
      const wanted = columns.get(parent)?.assessed.reading;
      if (!own || !wanted || comparable(own.type.name, wanted.type.name) || rowids.has(child)) continue;
      await adopt(child, { type: wanted.type, dateOrder: wanted.dateOrder });
      changed = columns.get(child)?.assessed.reading.type.name !== own.type.name || changed;
    }
  }
  return assessed.map(({ table, columns: own }) => ({
    table,
    columns: own.map((column) => columns.get(place(table.name, column.column.name))?.assessed ?? column),
  }));
}

function comparable(one: string, other: string): boolean {
  return one === other || (texts.has(one) && texts.has(other));
}

function place(table: string, column: string): string {
  return JSON.stringify([foldName(table), foldName(column)]);
}

/** Single-column primary keys whose content is whole numbers. */
function integerKeys(source: Source, at: (place: string) => ScreenedColumn | undefined): string[] {
  return source.tables.flatMap(({ name, primaryKey }) => {
    const [column, ...more] = primaryKey?.columns ?? [];
    if (column === undefined || more.length > 0) return [];
    const key = place(name, column);
    return wholeNumbers.has(at(key)?.reading.type.name ?? '') ? [key] : [];
  });
}

function* references(source: Source): Generator<{ child: string; parent: string }> {
  for (const table of source.tables) {
    for (const { columns, parentTable, parentColumns, parentExists } of table.foreignKeys) {
      if (!parentExists || parentColumns.length !== columns.length) continue;
      for (const [position, column] of columns.entries()) {
        const parent = parentColumns[position];
        if (parent !== undefined)
          yield { child: place(table.name, column), parent: place(parentTable, parent) };
      }
    }
  }
}
