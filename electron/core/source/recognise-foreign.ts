import type { ForeignKind } from '../../../shared/errors/source.ts';

/** What a file is that isn't SQLite: a known kind by its first bytes, noise, or neither. */
export type Foreign =
  | { readonly kind: 'known'; readonly is: ForeignKind }
  | { readonly kind: 'random' }
  | { readonly kind: 'other' };

const signatures: readonly { readonly kind: ForeignKind; readonly bytes: string }[] = [
  { kind: 'jpeg', bytes: 'ffd8ff' },
  { kind: 'png', bytes: '89504e470d0a1a0a' },
  { kind: 'gif', bytes: '47494638' },
  { kind: 'pdf', bytes: '255044462d' },
  { kind: 'zip', bytes: '504b0304' },
  { kind: 'packed file', bytes: '1f8b' },
  { kind: 'packed file', bytes: 'fd377a585a00' },
  { kind: 'packed file', bytes: '377abcaf271c' },
  { kind: 'packed file', bytes: '425a68' },
  { kind: 'packed file', bytes: '28b52ffd' },
  { kind: 'old office', bytes: 'd0cf11e0a1b11ae1' },
  { kind: 'access', bytes: '000100005374616e64617264' },
  {
    kind: 'sqlite 2',
    bytes: Buffer.from('** This file contains an SQLite 2').toString('hex'),
  },
  { kind: 'write-ahead log', bytes: '377f0682' },
  { kind: 'write-ahead log', bytes: '377f0683' },
  { kind: 'rollback journal', bytes: 'd9d505f920a163d7' },
  { kind: 'postgresql dump', bytes: Buffer.from('PGDMP').toString('hex') },
];

/**
 * Judges a file that lacks SQLite's magic.
 *
 * Encryption extensions (SQLCipher, SEE, wxSQLite3) encrypt whole pages, so that such a file is a multiple
 * of 512 bytes long and its bytes are uniformly distributed.
 *
 * @param start the first 4,096 bytes, or all when there are fewer
 */
export function recogniseForeign(start: Buffer, size: number): Foreign {
  const beginning = start.toString('hex', 0, 40);
  const signature = signatures.find(({ bytes }) => beginning.startsWith(bytes));
  if (signature) return { kind: 'known', is: signature.kind };
  return size % 512 === 0 && looksRandom(start) ? { kind: 'random' } : { kind: 'other' };
}

/**
 * Chi-squared test of the byte values against an even distribution: 255 on average for random bytes with a
 * deviation of √510 ≈ 23, thousands for text, machine code or tables.
 */
function looksRandom(bytes: Buffer): boolean {
  const seen = new Array<number>(256).fill(0);
  for (const byte of bytes) seen[byte] = (seen[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  const chiSquared = seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquared < 255 + 6 * 23;
}
