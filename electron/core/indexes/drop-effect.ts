import { rollcallError } from '../../../shared/errors/index.ts';
import type { DropEffect, DropWarning, NamedIndexState } from '../../../shared/indexes.ts';
import type { CatalogIndex } from './catalog.ts';
import { doesTheWorkOf } from './coverage.ts';
import { type KeyIndexes, keysServedAlone } from './foreign-keys.ts';
import { screensServed } from './named-state.ts';

/** What it would mean to drop an index: whether it can go for itself, and what nothing else would do then. */
export function dropEffect(
  index: CatalogIndex,
  keys: KeyIndexes,
  named: readonly NamedIndexState[],
): DropEffect {
  const { constraint, partitionOf, partitioned, referredBy, replicaIdentity, valid, building, table } = index;
  const [referring] = referredBy;
  if (constraint) return { kind: 'constraint', constraint: constraint.name };
  if (partitionOf !== undefined) return { kind: 'partition', of: partitionOf };
  if (partitioned) return { kind: 'partitioned', table };
  if (referring !== undefined) return { kind: 'needed', by: referring };
  if (replicaIdentity) return { kind: 'needed', by: `REPLICA IDENTITY of ${table}` };
  if (!valid) return building ? { kind: 'being built' } : { kind: 'possible', warnings: [] };
  return { kind: 'possible', warnings: warningsOf(index, keys, named) };
}

function warningsOf(index: CatalogIndex, keys: KeyIndexes, named: readonly NamedIndexState[]): DropWarning[] {
  const { unique, scans, lastScan, clustered } = index;
  const others = keys.indexes.filter((other) => other !== index && other.valid);
  const isReplaced = others.some((other) => doesTheWorkOf(other, index));
  const servedElsewhere = new Set(others.flatMap((other) => screensServed(other, named)));
  const screens = screensServed(index, named).filter((name) => !servedElsewhere.has(name));
  return [
    ...(unique && !isReplaced ? [{ kind: 'enforces uniqueness' } as const] : []),
    ...screens.flatMap((name): DropWarning[] => {
      const screen = named.find((state) => state.name === name)?.screen;
      return screen === undefined ? [] : [{ kind: 'serves screen', index: name, screen }];
    }),
    ...keysServedAlone(index, keys).map(
      ({ name, parent }): DropWarning => ({ kind: 'serves foreign key', key: name, parent }),
    ),
    ...(scans > 0 && !isReplaced
      ? [{ kind: 'in use', scans, ...(lastScan === undefined ? {} : { lastScan }) } as const]
      : []),
    ...(clustered ? [{ kind: 'orders the table' } as const] : []),
  ];
}

/**
 * Makes sure that an index can be dropped for itself.
 *
 * @throws RollcallError index-of-constraint, index-of-partition, index-partitioned, index-needed, index-being-built
 */
export function requireDroppable(name: string, effect: DropEffect): void {
  switch (effect.kind) {
    case 'possible':
      return;
    case 'constraint':
      throw rollcallError('index-of-constraint', { name, constraint: effect.constraint });
    case 'partition':
      throw rollcallError('index-of-partition', { name, parent: effect.of });
    case 'partitioned':
      throw rollcallError('index-partitioned', { table: effect.table });
    case 'needed':
      throw rollcallError('index-needed', { name, by: effect.by });
    case 'being built':
      throw rollcallError('index-being-built', { name });
  }
}
