/** What a file is that isn't SQLite: a known kind by its first bytes, noise, or neither. */
export type Foreign =
  | { readonly kind: 'known'; readonly name: string }
  | { readonly kind: 'random' }
  | { readonly kind: 'other' };

const signatures: readonly { readonly name: string; readonly bytes: string }[] = [
  { name: 'a JPEG picture', bytes: 'ffd8ff' },
  { name: 'a PNG picture', bytes: '89504e470d0a1a0a' },
  { name: 'a GIF picture', bytes: '47494638' },
  { name: 'a PDF document', bytes: '255044462d' },
  { name: 'a ZIP archive or an Office document', bytes: '504b0304' },
  { name: 'a gzip archive; unpack it first', bytes: '1f8b' },
  { name: 'an xz archive; unpack it first', bytes: 'fd377a585a00' },
  { name: 'a 7-Zip archive; unpack it first', bytes: '377abcaf271c' },
  { name: 'a bzip2 archive; unpack it first', bytes: '425a68' },
  { name: 'a Zstandard archive; unpack it first', bytes: '28b52ffd' },
  { name: 'an old Office document', bytes: 'd0cf11e0a1b11ae1' },
  { name: 'a Microsoft Access database', bytes: '000100005374616e64617264' },
  {
    name: 'a SQLite 2 database of before 2004',
    bytes: Buffer.from('** This file contains an SQLite 2').toString('hex'),
  },
  { name: "SQLite's write-ahead log; pick the file without -wal", bytes: '377f0682' },
  { name: "SQLite's write-ahead log; pick the file without -wal", bytes: '377f0683' },
  { name: "SQLite's rollback journal; pick the file without -journal", bytes: 'd9d505f920a163d7' },
  { name: 'a PostgreSQL dump', bytes: Buffer.from('PGDMP').toString('hex') },
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
  if (signature) return { kind: 'known', name: signature.name };
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
