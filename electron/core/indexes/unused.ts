import type { IndexVerdict } from '../../../shared/indexes.ts';
import type { Catalog, CatalogIndex } from './catalog.ts';
import { serves } from './foreign-keys.ts';
import { namedIndexStates, screensServed } from './named-state.ts';
import { type Heir, mostMissed } from './spare.ts';

type Unused = Extract<IndexVerdict, { kind: 'unused' }>;

/** What one of several indexes has to be there for, although no query has come by it yet. */
interface Duty {
  readonly what: NonNullable<Unused['keptFor']>;
  readonly isDoneBy: (index: CatalogIndex) => boolean;
}

/** By what the duties of indexes are known. */
type Ground = Pick<Catalog, 'tables' | 'indexes' | 'foreignKeys'>;

/**
 * The indexes that no query has used, in such a way that all could go at once for which nothing is said to be kept:
 * the uses of spare ones fall to their heirs, and of several that do a duty one stays. A part of a partitioned table's
 * index stays as long as the whole does.
 *
 * @param useful valid ones
 */
export function findUnused(
  useful: readonly CatalogIndex[],
  spare: ReadonlyMap<CatalogIndex, Heir>,
  ground: Ground,
): ReadonlyMap<CatalogIndex, Unused> {
  const wholeOf = (index: CatalogIndex): CatalogIndex => {
    const whole = useful.find(({ name }) => name === index.partitionOf);
    return whole === undefined ? index : wholeOf(whole);
  };
  const inherited = new Set(
    [...spare].flatMap(([{ scans }, heir]) =>
      scans === 0 ? [] : [wholeOf(heir.kind === 'duplicate' ? heir.of : heir.by)],
    ),
  );
  const idle = useful.filter((index) => isIdle(index) && !inherited.has(index));
  const kept = new Map<CatalogIndex, Unused['keptFor']>();
  for (const { what, isDoneBy } of dutiesIn(ground)) {
    const doers = useful
      .filter(isDoneBy)
      .map(wholeOf)
      .filter((index) => !spare.has(index));
    const isDoneAnyway = doers.some((index) => kept.has(index) || !idle.includes(index));
    const keeper = isDoneAnyway ? undefined : mostMissed(doers);
    if (keeper !== undefined) kept.set(keeper, what);
  }
  return new Map(
    idle.map((index) => {
      const keptFor = kept.get(index);
      return [index, { kind: 'unused', ...(keptFor === undefined ? {} : { keptFor }) }];
    }),
  );
}

/** What keeps rows unique works at every write, and what CLUSTER goes by at night, without any query. */
function isIdle(index: CatalogIndex): boolean {
  const { scans, unique, constraint, replicaIdentity, clustered, partitionOf } = index;
  const hasUse = scans > 0 || unique || constraint !== undefined || replicaIdentity || clustered;
  return !hasUse && partitionOf === undefined;
}

function dutiesIn({ tables, indexes, foreignKeys }: Ground): Duty[] {
  return [
    ...foreignKeys.map(
      (key): Duty => ({
        what: { kind: 'foreign key', name: key.name },
        isDoneBy: (index) => serves(index, key),
      }),
    ),
    ...namedIndexStates({ tables, indexes }).map(
      (state): Duty => ({
        what: { kind: 'screen', index: state.name, screen: state.screen },
        isDoneBy: (index) => screensServed(index, [state]).length > 0,
      }),
    ),
  ];
}
