import type { SourceColumn } from '../../../shared/source.ts';
import { type DeclaredType, readDeclaredType } from '../values/declared-type.ts';

/** Which storage classes a column holds besides NULL. `numbers`: REAL, or REAL and INTEGER. */
export type Storage = 'nothing' | 'integers' | 'numbers' | 'texts' | 'blobs' | 'mixed';

/** What one pass over a table tells about a column. */
export interface Screened {
  readonly column: SourceColumn;
  readonly declared: DeclaredType;
  nonNull: number;
  storage: Storage;
  /** Whether the bytes of texts were looked at; not in UTF-16 files, nor where no text was expected. */
  readonly bytesSeen: boolean;
  /** Range of a column of integers. */
  min?: bigint;
  max?: bigint;
  /** Whether some REAL is infinite. */
  infinite: boolean;
  /** Longest text or blob in bytes; known for declared lengths only. */
  maxBytes: number;
  /** False when some text isn't valid UTF-8. */
  validUtf8: boolean;
  nulBytes: boolean;
  /** Whether some text has a character that COPY's text format escapes. */
  escapes: boolean;
  /** Every text is a valid date, timestamp or time of day that PostgreSQL reads as it stands. */
  allIso: boolean;
}

export function unscreened(column: SourceColumn, utf8: boolean): Screened {
  const declared = readDeclaredType(column.declaredType);
  return {
    column,
    declared,
    bytesSeen: utf8 && textual.has(declared.kind),
    nonNull: 0,
    storage: 'nothing',
    infinite: false,
    maxBytes: 0,
    validUtf8: true,
    nulBytes: false,
    escapes: false,
    allIso: true,
  };
}

const textual = new Set<DeclaredType['kind']>([
  'text',
  'varchar',
  'date',
  'time',
  'timestamp',
  'json',
  'uuid',
  'none',
]);

/** What a column holds that holds this and that. */
export function bothStorages(one: Storage, other: Storage): Storage {
  if (one === 'nothing' || one === other) return other;
  if (other === 'nothing') return one;
  const both = new Set([one, other]);
  return both.has('integers') && both.has('numbers') ? 'numbers' : 'mixed';
}
