import type { IndexChange } from '../../../shared/index-change.ts';
import type { NamedIndexState } from '../../../shared/indexes.ts';

/** What it takes to have a named index; nothing where it is there, or can't be. */
export function creationOf({ name, table, columns, state }: NamedIndexState): IndexChange | undefined {
  if (state.kind === 'invalid') return { kind: 'rebuild', name };
  if (state.kind !== 'missing') return undefined;
  const keys = columns.map((column) => ({ kind: 'column' as const, name: column, descending: false }));
  return { kind: 'create', index: { name, table, keys } };
}
