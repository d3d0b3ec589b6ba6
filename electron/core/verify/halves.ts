import { quoteName } from '../source/quote.ts';
import type { TableDigest } from './digest-source.ts';

type OrderedDigest = Extract<TableDigest, { kind: 'ordered' }>;

/** Consecutive blocks of a table, and the condition by which the server gives the rows that belong to them. */
export interface Part {
  readonly digest: OrderedDigest;
  /** SQL, to stand behind WHERE. */
  readonly where: string;
}

/** From here on a second stream saves more than its connection costs. */
const rowsWorthTwo = 200_000;

/** A large table with one integer for its key in two halves, which can be read at the same time; else the whole of it. */
export function halvesOf(digest: OrderedDigest): readonly [Part] | readonly [Part, Part] {
  const { blocks, key, rows } = digest;
  const [first, ...others] = key;
  const half = Math.ceil(blocks.length / 2);
  // A bound is whether it is a text, and twice its value.
  const bound = blocks[half - 1]?.span.upTo?.[1];
  const isWhole = typeof bound === 'number' || typeof bound === 'bigint';
  if (rows < rowsWorthTwo || !isWhole || first?.kind !== 'integer' || others.length > 0) {
    return [{ digest, where: 'TRUE' }];
  }
  const part = (from: number, to: number | undefined, operator: '<=' | '>'): Part => ({
    digest: { ...digest, blocks: blocks.slice(from, to) },
    where: `${quoteName(first.name)} ${operator} ${bound}`,
  });
  return [part(0, half, '<='), part(half, undefined, '>')];
}
