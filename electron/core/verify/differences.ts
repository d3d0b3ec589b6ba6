import type { PlannedColumn, PlannedTable } from '../../../shared/plan.ts';
import type { Mismatch } from '../../../shared/run.ts';
import type { Cell } from './cell.ts';
import { isSameValue } from './same-value.ts';
import type { SourceRow } from './source-reading.ts';

/** A row of the target as the server printed it. */
export type TargetRow = readonly (string | null)[];

const mostListed = 100;

/** Collects what differs in one table; lists the first hundred and counts all. */
export class Differences {
  readonly mismatches: Mismatch[] = [];
  count = 0;
  private readonly planned: PlannedTable;
  /** How the row address that stands behind the cells is called, in tables without a key. */
  private readonly addressName: string | undefined;

  constructor(planned: PlannedTable, addressName: string | undefined) {
    this.planned = planned;
    this.addressName = addressName;
  }

  add(mismatch: Omit<Mismatch, 'table'>): void {
    this.count += 1;
    if (this.mismatches.length < mostListed) {
      this.mismatches.push({ table: this.planned.name, ...mismatch });
    }
  }

  /** Names each column in which the two differ. */
  compareRows(source: SourceRow, target: TargetRow): void {
    for (const index of this.differingColumns(source, target)) {
      const column = this.planned.columns[index];
      if (column === undefined) continue;
      const [from, to] = cutBoth(showSource(column, source, index), showTarget(column, target[index]));
      this.add({ kind: 'value', ...this.keyOfSource(source), column: column.name, source: from, target: to });
    }
  }

  /** Places of the columns in which the two differ. */
  differingColumns(source: SourceRow, target: TargetRow): number[] {
    return this.planned.columns.flatMap((column, index) => {
      const expected = source.texts[index];
      const found = target[index] ?? null;
      if (expected === found) return [];
      if (expected === null || expected === undefined || found === null) return [index];
      return isSameValue(column.type, source.cells[index] ?? null, expected, found) ? [] : [index];
    });
  }

  missing(source: SourceRow): void {
    const row = this.planned.columns.map((column, index) => showSource(column, source, index));
    this.add({ kind: 'missing row', ...this.keyOfSource(source), source: cut(row.join(', ')) });
  }

  extra(target: TargetRow): void {
    this.add({ kind: 'extra row', ...this.keyOfTarget(target), target: this.showRow(target) });
  }

  /** A row that the source has, but fewer times. */
  doubled(target: TargetRow): void {
    this.add({ kind: 'doubled row', ...this.keyOfTarget(target), target: this.showRow(target) });
  }

  private showRow(target: TargetRow): string {
    return cut(this.planned.columns.map((column, index) => showTarget(column, target[index])).join(', '));
  }

  private keyOfSource(source: SourceRow): { key?: string } {
    if (this.planned.primaryKey !== undefined) return this.keyOf((_, index) => showKey(source, index));
    const address = source.cells[this.planned.columns.length];
    return typeof address === 'bigint' ? { key: `${this.addressName}=${address}` } : {};
  }

  private keyOfTarget(target: TargetRow): { key?: string } {
    return this.keyOf((_, index) => target[index] ?? 'NULL');
  }

  private keyOf(show: (column: PlannedColumn, index: number) => string): { key?: string } {
    const names = this.planned.primaryKey?.columns ?? [];
    const parts = names.flatMap((name) => {
      const index = this.planned.columns.findIndex((column) => column.name === name);
      const column = this.planned.columns[index];
      return column === undefined ? [] : [`${name}=${show(column, index)}`];
    });
    return parts.length === 0 ? {} : { key: cut(parts.join(', ')) };
  }
}

function showKey(source: SourceRow, index: number): string {
  return source.texts[index] ?? showCell(source.cells[index] ?? null);
}

/** As the server should print it; as it stands in the source when there is no such text. Text in quotes. */
function showSource(column: PlannedColumn, source: SourceRow, index: number): string {
  const text = source.texts[index];
  return text === undefined ? showCell(source.cells[index] ?? null) : showTarget(column, text);
}

function showTarget(column: PlannedColumn, text: string | null | undefined): string {
  if (text === null || text === undefined) return 'NULL';
  return column.type.name === 'text' || column.type.name === 'varchar' ? `'${text}'` : text;
}

function showCell(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return `'${cell}'`;
  if (typeof cell === 'bigint' || typeof cell === 'number') return String(cell);
  if (Buffer.isBuffer(cell)) return `\\x${cell.toString('hex')}`;
  return `undecodable text \\x${cell.undecodable.toString('hex')}`;
}

const mostCharacters = 200;
const charactersBefore = 60;

function cut(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters).toWellFormed()}…`;
}

/** Cuts two long texts to the stretch around their first difference. */
function cutBoth(one: string, other: string): [string, string] {
  if (Math.max(one.length, other.length) <= mostCharacters) return [one, other];
  let place = 0;
  while (place < one.length && one.charCodeAt(place) === other.charCodeAt(place)) place += 1;
  const start = Math.max(0, place - charactersBefore);
  return [stretch(one, start), stretch(other, start)];
}

function stretch(text: string, start: number): string {
  const end = start + mostCharacters;
  const middle = text.slice(start, end).toWellFormed();
  return `${start > 0 ? '…' : ''}${middle}${end < text.length ? '…' : ''}`;
}
