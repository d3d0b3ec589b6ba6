import type { Encoding } from '../../../shared/source.ts';

/** What the first 100 bytes of a SQLite file say ("Database File Format", section 1.3). */
export interface Header {
  readonly pageSize: number;
  /** Undefined where an old SQLite wrote last, which didn't keep the count. */
  readonly pageCount: number | undefined;
  readonly journalMode: 'wal' | 'delete';
  readonly encoding: Encoding;
  readonly userVersion: number;
  readonly applicationId: number;
}

export const headerBytes = 100;
const magic = Buffer.from('SQLite format 3\0');

export function hasMagic(bytes: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

/** Reads a header of at least 100 bytes that has the magic. */
export function parseHeader(bytes: Buffer): Header {
  const rawPageSize = bytes.readUInt16BE(16);
  const countIsValid = bytes.readUInt32BE(24) === bytes.readUInt32BE(92);
  const pageCount = bytes.readUInt32BE(28);
  return {
    pageSize: rawPageSize === 1 ? 65_536 : rawPageSize,
    pageCount: countIsValid && pageCount > 0 ? pageCount : undefined,
    journalMode: bytes[18] === 2 || bytes[19] === 2 ? 'wal' : 'delete',
    encoding: encodings[bytes.readUInt32BE(56)] ?? 'UTF-8',
    userVersion: bytes.readInt32BE(60),
    applicationId: bytes.readInt32BE(68),
  };
}

const encodings: Readonly<Record<number, Encoding>> = { 1: 'UTF-8', 2: 'UTF-16le', 3: 'UTF-16be' };
