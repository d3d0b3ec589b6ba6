import type { PlannedTable } from '../../../shared/plan.ts';
import type { SourceFile, SourceTable } from '../../../shared/source.ts';
import { quoteName } from '../source/quote.ts';
import type { Cell } from './cell.ts';

/** A column of a key by which both sides sort alike. */
export interface KeyPart {
  /** Place of the column in the plan's table. */
  readonly index: number;
  readonly name: string;
  readonly kind: 'integer' | 'text';
}

/**
 * The key by which source and target give their rows in the same order: integers by value, text by bytes.
 * Undefined where there is no key or its order differs (converted values, NOCASE, UTF-16).
 */
export function commonOrder(
  table: SourceTable,
  planned: PlannedTable,
  encoding: SourceFile['encoding'],
): readonly KeyPart[] | undefined {
  const names = planned.primaryKey?.columns ?? [];
  const sameKey = names.join('\0') === table.primaryKey?.columns.join('\0');
  const parts = names.flatMap((name) => keyPart(name, table, planned, encoding) ?? []);
  return sameKey && parts.length > 0 && parts.length === names.length ? parts : undefined;
}

function keyPart(
  name: string,
  table: SourceTable,
  planned: PlannedTable,
  encoding: SourceFile['encoding'],
): KeyPart | undefined {
  const index = planned.columns.findIndex((column) => column.name === name);
  const type = planned.columns[index]?.type.name;
  const collation = table.columns.find((column) => column.name === name)?.collation;
  if (type === 'bigint' || type === 'integer' || type === 'smallint') return { index, name, kind: 'integer' };
  const byBytes = encoding === 'UTF-8' && collation === undefined;
  return (type === 'text' || type === 'varchar') && byBytes ? { index, name, kind: 'text' } : undefined;
}

/** False for a key value that SQLite sorts otherwise than the server sorts what became of it. */
export function isInOrder(part: KeyPart, cell: Cell | undefined): boolean {
  return typeof cell === (part.kind === 'integer' ? 'bigint' : 'string');
}

/** ORDER BY of the server's side. */
export function serverOrder(parts: readonly KeyPart[]): string {
  return parts
    .map(({ name, kind }) => (kind === 'text' ? `${quoteName(name)} COLLATE "C"` : quoteName(name)))
    .join(', ');
}

/** Compares the key values of two rows given as the server's texts, in the plan's column order. */
export function compareKeys(
  parts: readonly KeyPart[],
  one: readonly (string | null | undefined)[],
  other: readonly (string | null | undefined)[],
): number {
  for (const { index, kind } of parts) {
    const order = compareTexts(kind, one[index] ?? '', other[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function compareTexts(kind: KeyPart['kind'], one: string, other: string): number {
  if (one === other) return 0;
  if (kind === 'integer') return BigInt(one) < BigInt(other) ? -1 : 1;
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
