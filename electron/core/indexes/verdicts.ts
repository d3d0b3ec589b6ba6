import type { Bloat, IndexVerdict } from '../../../shared/indexes.ts';
import { fourIndexes } from '../postgres/four-indexes.ts';
import type { Catalog, CatalogIndex } from './catalog.ts';
import { doesTheWorkOf } from './coverage.ts';
import { type KeyIndexes, keysServedAlone } from './foreign-keys.ts';

/**
 * Space that isn't needed is worth a word from half of an index on: one that is filled at random is a third empty by
 * nature (manual, "Routine Reindexing"). Below a megabyte it costs nobody anything.
 */
const bloatWorthAWord = { share: 0.5, bytes: 1_048_576 };

/** What is wrong with each index of a schema, by its name; nothing where all is well. */
export function judgeIndexes(
  { indexes, foreignKeys }: Pick<Catalog, 'indexes' | 'foreignKeys'>,
  bloatOf: ReadonlyMap<string, Bloat>,
): ReadonlyMap<string, IndexVerdict[]> {
  const useful = indexes.filter(({ valid }) => valid);
  return new Map(
    indexes.map((index) => {
      if (!index.valid) return [index.name, [{ kind: index.building ? 'being built' : 'invalid' }]];
      const verdicts = [
        spare(index, useful),
        unused(index, { indexes: useful, foreignKeys }),
        bloated(bloatOf.get(index.name)),
      ];
      return [index.name, verdicts.filter((verdict) => verdict !== undefined)];
    }),
  );
}

/** Of several that do each other's work all but one are spare: the one that would be missed most stays. */
function spare(index: CatalogIndex, useful: readonly CatalogIndex[]): IndexVerdict | undefined {
  if (isIrreplaceable(index)) return undefined;
  const others = useful.filter((other) => other !== index && doesTheWorkOf(other, index));
  const alike = others.filter((other) => doesTheWorkOf(index, other));
  const better = others.filter((other) => !alike.includes(other));
  const best = better.find((other) => better.every((rest) => rest === other || !doesMore(rest, other)));
  if (best) return { kind: 'covered', by: best.name };
  const [kept] = [index, ...alike].toSorted((one, other) => (isMissedMore(one, other) ? -1 : 1));
  return kept === undefined || kept === index ? undefined : { kind: 'duplicate', of: kept.name };
}

/**
 * Of a partitioned table only the whole can be spared. What an exclusion constraint keeps out no other index does,
 * and replication goes by the very index that it was told.
 */
function isIrreplaceable({ partitionOf, constraint, replicaIdentity }: CatalogIndex): boolean {
  const kind = constraint?.kind;
  return partitionOf !== undefined || replicaIdentity || kind === 'primary key' || kind === 'exclusion';
}

function doesMore(other: CatalogIndex, index: CatalogIndex): boolean {
  return doesTheWorkOf(other, index) && !doesTheWorkOf(index, other);
}

/** By what hangs on an index, then by its use, then by its age: of two alike the older one stays. */
function isMissedMore(one: CatalogIndex, other: CatalogIndex): boolean {
  for (const weight of weights) {
    const difference = weight(one) - weight(other);
    if (difference !== 0) return difference > 0;
  }
  return Number(one.oid) < Number(other.oid);
}

const weights: readonly ((index: CatalogIndex) => number)[] = [
  (index) => Number(isIrreplaceable(index)),
  ({ referredBy }) => Number(referredBy.length > 0),
  ({ constraint }) => Number(constraint !== undefined),
  ({ name }) => Number(fourIndexes.some((named) => named.name === name)),
  ({ clustered }) => Number(clustered),
  ({ scans }) => scans,
];

/** What keeps rows unique works at every write, whether or not a query ever uses it. */
function unused(index: CatalogIndex, keys: KeyIndexes): IndexVerdict | undefined {
  const { scans, unique, constraint, replicaIdentity, partitionOf } = index;
  if (scans > 0 || unique || constraint || replicaIdentity || partitionOf !== undefined) return undefined;
  const [key] = keysServedAlone(index, keys);
  return { kind: 'unused', ...(key === undefined ? {} : { foreignKey: key.name }) };
}

function bloated(bloat: Bloat | undefined): IndexVerdict | undefined {
  if (bloat === undefined) return undefined;
  const { share, bytes } = bloatWorthAWord;
  return bloat.share >= share && bloat.bytes >= bytes ? { kind: 'bloated' } : undefined;
}
