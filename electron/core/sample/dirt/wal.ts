import { readFile, rm, writeFile } from 'node:fs/promises';
import SQLite, { type Database } from 'better-sqlite3';

/** Offsets and sizes of SQLite's file format, section 4, "The Write-Ahead Log". */
const HEADER_BYTES = 32;
const HEADER_CHECKED_BYTES = 24;
const FRAME_HEADER_BYTES = 24;
const FRAME_CHECKED_BYTES = 8;
const BIG_ENDIAN_MAGIC = 0x377f0683;

/**
 * Puts the database at `path` into WAL mode and commits what `write` does into `path`-wal only, as an
 * application leaves it that is still running.
 */
export async function leaveInWal<Result>(
  path: string,
  write: (database: Database) => Result,
): Promise<Result> {
  const writer = new SQLite(path);
  let reader: Database | undefined;
  let result: Result;
  try {
    writer.pragma('foreign_keys = OFF');
    writer.pragma('journal_mode = WAL');
    writer.pragma('wal_autocheckpoint = 0');
    // The last connection to close moves the WAL into the file, unless it may only read.
    reader = new SQLite(path, { readonly: true });
    reader.prepare('SELECT count(*) FROM sqlite_schema').get();
    result = writer.transaction(write).immediate(writer);
  } finally {
    writer.close();
    reader?.close();
  }
  await rm(`${path}-shm`, { force: true });
  await sealWithFixedSalts(`${path}-wal`);
  return result;
}

/** SQLite draws the salts of a WAL at random; these are fixed, so that a sample can be made again to the byte. */
async function sealWithFixedSalts(path: string): Promise<void> {
  const wal = await readFile(path);
  const bigEndian = wal.readUInt32BE(0) === BIG_ENDIAN_MAGIC;
  const frameBytes = FRAME_HEADER_BYTES + wal.readUInt32BE(8);
  writeSalts(wal, 16);
  let sum = checksum(wal.subarray(0, HEADER_CHECKED_BYTES), [0, 0], bigEndian);
  writeSum(wal, HEADER_CHECKED_BYTES, sum);

  for (let at = HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    writeSalts(wal, at + FRAME_CHECKED_BYTES);
    sum = checksum(wal.subarray(at, at + FRAME_CHECKED_BYTES), sum, bigEndian);
    sum = checksum(wal.subarray(at + FRAME_HEADER_BYTES, at + frameBytes), sum, bigEndian);
    writeSum(wal, at + 16, sum);
  }
  await writeFile(path, wal);
}

function writeSalts(wal: Buffer, at: number): void {
  wal.writeUInt32BE(1, at);
  wal.writeUInt32BE(2, at + 4);
}

type Sum = readonly [number, number];

function writeSum(wal: Buffer, at: number, [first, second]: Sum): void {
  wal.writeUInt32BE(first, at);
  wal.writeUInt32BE(second, at + 4);
}

/** Section 4.2 of the file format, "Checksum Algorithm". */
function checksum(bytes: Buffer, [first, second]: Sum, bigEndian: boolean): Sum {
  const word = (at: number) => (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  let even = first;
  let odd = second;
  for (let at = 0; at < bytes.length; at += 8) {
    even = (even + word(at) + odd) >>> 0;
    odd = (odd + word(at + 4) + even) >>> 0;
  }
  return [even, odd];
}
