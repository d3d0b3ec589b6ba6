import type { Bloat, IndexVerdict } from '../../../shared/indexes.ts';
import type { Catalog } from './catalog.ts';
import { findSpare, type Heir } from './spare.ts';
import { findUnused } from './unused.ts';

/**
 * Space that isn't needed is worth a word from half of an index on: one that is filled at random is a third empty by
 * nature (manual, "Routine Reindexing"). Below a megabyte it costs nobody anything.
 */
const bloatWorthAWord = { share: 0.5, bytes: 1_048_576 };

/**
 * What is wrong with each index of a schema, by its name; nothing where all is well. Whoever follows all of it at once
 * loses nothing: neither what is looked up, nor what is kept unique, nor what a foreign key is checked by.
 */
export function judgeIndexes(
  ground: Pick<Catalog, 'tables' | 'indexes' | 'foreignKeys'>,
  bloatOf: ReadonlyMap<string, Bloat>,
): ReadonlyMap<string, IndexVerdict[]> {
  const { indexes } = ground;
  const useful = indexes.filter(({ valid }) => valid);
  const spare = findSpare(useful);
  const unused = findUnused(useful, spare, ground);
  return new Map(
    indexes.map((index) => {
      if (!index.valid) return [index.name, [{ kind: index.building ? 'being built' : 'invalid' }]];
      const verdicts = [
        spareVerdict(spare.get(index)),
        unused.get(index),
        bloatVerdict(bloatOf.get(index.name)),
      ];
      return [index.name, verdicts.filter((verdict) => verdict !== undefined)];
    }),
  );
}

function spareVerdict(heir: Heir | undefined): IndexVerdict | undefined {
  if (heir === undefined) return undefined;
  return heir.kind === 'duplicate'
    ? { kind: 'duplicate', of: heir.of.name }
    : { kind: 'covered', by: heir.by.name };
}

function bloatVerdict(bloat: Bloat | undefined): IndexVerdict | undefined {
  if (bloat === undefined) return undefined;
  const { share, bytes } = bloatWorthAWord;
  return bloat.share >= share && bloat.bytes >= bytes ? { kind: 'bloated' } : undefined;
}
