import type { ColumnPlace } from '../../../shared/plan.ts';
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
  const columns = new AlignedColumns(input, assessed);
  for (const at of integerKeys(input.source, (at) => columns.at(at))) {
    await columns.adopt(at, { type: { name: 'bigint' } });
  }
  await columns.follow([...references(input.source)]);
  return columns.tables();
}

/** The same after some columns were given another type: what references them follows, and nothing else changes. */
export async function followKeys(
  input: AssessmentInput,
  assessed: readonly ScreenedTable[],
  changed: readonly ColumnPlace[],
): Promise<ScreenedTable[]> {
  const own = new Set(changed.map(({ table, column }) => place(table, column)));
  const reached = new Set(own);
  const pairs: Reference[] = [];
  // Sets are walked together with what is added to them meanwhile.
  for (const parent of reached) {
    for (const pair of references(input.source)) {
      if (pair.parent !== parent || own.has(pair.child)) continue;
      pairs.push(pair);
      reached.add(pair.child);
    }
  }
  const columns = new AlignedColumns(input, assessed);
  await columns.follow(pairs);
  return columns.tables();
}

/** The assessed columns by their places, some of them with another type than at first. */
class AlignedColumns {
  readonly #input: AssessmentInput;
  readonly #assessed: readonly ScreenedTable[];
  readonly #columns = new Map<string, { table: SourceTable; assessed: ScreenedColumn }>();

  constructor(input: AssessmentInput, assessed: readonly ScreenedTable[]) {
    this.#input = input;
    this.#assessed = assessed;
    for (const { table, columns } of assessed) {
      for (const column of columns) {
        this.#columns.set(place(table.name, column.column.name), { table, assessed: column });
      }
    }
  }

  at(at: string): ScreenedColumn | undefined {
    return this.#columns.get(at)?.assessed;
  }

  tables(): ScreenedTable[] {
    return this.#assessed.map(({ table, columns }) => ({
      table,
      columns: columns.map((column) => this.at(place(table.name, column.column.name)) ?? column),
    }));
  }

  /** Takes a type for a column that refuses no more values than its own does. */
  async adopt(at: string, candidate: Candidate): Promise<void> {
    const entry = this.#columns.get(at);
    if (!entry) return;
    const again = await assessColumn(this.#input, entry.table, entry.assessed.screened, candidate);
    if (again.rejections.length <= entry.assessed.rejections.length) {
      this.#columns.set(at, { table: entry.table, assessed: { ...again, asked: 'by a key' } });
    }
  }

  /** Gives children the types of their parents. */
  async follow(pairs: readonly Reference[]): Promise<void> {
    const rowids = new Set(
      this.#input.source.tables.flatMap(({ name, primaryKey }) =>
        primaryKey?.rowidAlias ? primaryKey.columns.map((column) => place(name, column)) : [],
      ),
    );
    // A chain of references is as long as there are pairs at most; each round carries a type one link on.
    for (let round = 0, changed = true; changed && round < pairs.length; round += 1) {
      changed = false;
      for (const { child, parent } of pairs) {
        const own = this.at(child)?.reading;
        const wanted = this.at(parent)?.reading;
        if (!own || !wanted || comparable(own.type.name, wanted.type.name) || rowids.has(child)) continue;
        await this.adopt(child, { type: wanted.type, dateOrder: wanted.dateOrder });
        changed = this.at(child)?.reading.type.name !== own.type.name || changed;
      }
    }
  }
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

/** A column that references another, by their places. */
interface Reference {
  readonly child: string;
  readonly parent: string;
}

function* references(source: Source): Generator<Reference> {
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
