import { fourIndexes } from '../postgres/four-indexes.ts';
import type { CatalogIndex } from './catalog.ts';
import { doesTheWorkOf } from './coverage.ts';

/** Who goes on with the work of an index that is spare: one that does the same, or one that does more. */
export type Heir =
  | { readonly kind: 'duplicate'; readonly of: CatalogIndex }
  | { readonly kind: 'covered'; readonly by: CatalogIndex };

/**
 * The indexes that could all go at once, each with the one that does its work and stays: of several that do each
 * other's work the one that would be missed most, where none does more.
 *
 * @param useful valid ones of one schema
 */
export function findSpare(useful: readonly CatalogIndex[]): ReadonlyMap<CatalogIndex, Heir> {
  return new Map(
    useful.flatMap((index): [CatalogIndex, Heir][] => {
      const heir = heirOf(index, useful);
      return heir === undefined ? [] : [[index, heir]];
    }),
  );
}

/** Whoever does more than one who does more does it for this index as well: an heir is never spare itself. */
function heirOf(index: CatalogIndex, useful: readonly CatalogIndex[]): Heir | undefined {
  if (isIrreplaceable(index)) return undefined;
  const others = useful.filter((other) => other !== index && doesTheWorkOf(other, index));
  const alike = others.filter((other) => doesTheWorkOf(index, other));
  const better = others.filter((other) => !alike.includes(other));
  const outdone = better.filter((other) => better.some((rest) => doesMore(rest, other)));
  const by = mostMissed(better.filter((other) => !outdone.includes(other)));
  if (by) return { kind: 'covered', by };
  const of = mostMissed([index, ...alike]);
  return of === undefined || of === index ? undefined : { kind: 'duplicate', of };
}

/**
 * Of a partitioned table only the whole can be spared. What an exclusion constraint keeps out no other index does;
 * a foreign key refers to the very index that it was told, and so do replication and CLUSTER.
 */
function isIrreplaceable(index: CatalogIndex): boolean {
  const { partitionOf, constraint, replicaIdentity, clustered, referredBy } = index;
  const kind = constraint?.kind;
  return (
    partitionOf !== undefined ||
    replicaIdentity ||
    clustered ||
    referredBy.length > 0 ||
    kind === 'primary key' ||
    kind === 'exclusion'
  );
}

function doesMore(other: CatalogIndex, index: CatalogIndex): boolean {
  return doesTheWorkOf(other, index) && !doesTheWorkOf(index, other);
}

/** By what hangs on an index, then by its use, then by its age: of two alike the older one stays. */
export function mostMissed(indexes: readonly CatalogIndex[]): CatalogIndex | undefined {
  return indexes.toSorted((one, other) => (isMissedMore(one, other) ? -1 : 1))[0];
}

function isMissedMore(one: CatalogIndex, other: CatalogIndex): boolean {
  for (const weight of weights) {
    const difference = weight(one) - weight(other);
    if (difference !== 0) return difference > 0;
  }
  return Number(one.oid) < Number(other.oid);
}

const weights: readonly ((index: CatalogIndex) => number)[] = [
  (index) => Number(isIrreplaceable(index)),
  ({ constraint }) => Number(constraint !== undefined),
  ({ name }) => Number(fourIndexes.some((named) => named.name === name)),
  ({ scans }) => scans,
];
