import type Database from 'better-sqlite3';
import type { Encoding } from '../../../shared/source.ts';
import { changedCopy, rewriteSchema } from './changed-copy.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';
import { isText, spell } from './text-bytes.ts';

/**
 * Copies a snapshot whose names aren't all texts, as an old program in Latin-1 leaves them behind: nothing in JavaScript
 * or PostgreSQL has such a name, so nothing could be asked for by it. The snapshot stays as it is: it is the backup.
 *
 * @returns the copy, at `copyPath`, with names by `spell`, which differ as the bytes do; the snapshot where all names
 * are texts
 */
export async function spelledCopy(snapshot: Snapshot, copyPath: string): Promise<Snapshot> {
  if (!hasGarbledNames(snapshot)) return snapshot;
  return changedCopy(snapshot, copyPath, (db) =>
    rewriteSchema(db, () => {
      for (const part of nameParts(db)) spellPart(db, part, snapshot.file.encoding);
    }),
  );
}

/** A column of a table of SQLite's own that names things. */
interface NamePart {
  readonly table: 'sqlite_schema' | 'sqlite_sequence';
  readonly column: 'name' | 'tbl_name' | 'sql';
}

const schemaParts: readonly NamePart[] = (['name', 'tbl_name', 'sql'] as const).map((column) => ({
  table: 'sqlite_schema',
  column,
}));

function hasGarbledNames(snapshot: Snapshot): boolean {
  const db = openSnapshot(snapshot);
  try {
    return schemaParts.some((part) => garbledIn(db, part, snapshot.file.encoding).length > 0);
  } finally {
    db.close();
  }
}

/** SQLite keeps the highest key of an AUTOINCREMENT by the name of its table. */
function nameParts(db: Database.Database): readonly NamePart[] {
  const counted = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get();
  return counted === undefined ? schemaParts : [{ table: 'sqlite_sequence', column: 'name' }, ...schemaParts];
}

interface Garbled {
  readonly rowid: number;
  readonly bytes: Uint8Array;
}

function garbledIn(db: Database.Database, { table, column }: NamePart, encoding: Encoding): Garbled[] {
  return db
    .prepare<[], Garbled>(
      `SELECT rowid, CAST(${column} AS BLOB) AS bytes FROM main.${table} WHERE ${column} IS NOT NULL`,
    )
    .all()
    .filter(({ bytes }) => !isText(bytes, encoding));
}

function spellPart(db: Database.Database, part: NamePart, encoding: Encoding): void {
  const write = db.prepare<[string, number]>(`UPDATE ${part.table} SET ${part.column} = ? WHERE rowid = ?`);
  for (const { rowid, bytes } of garbledIn(db, part, encoding)) write.run(spell(bytes, encoding), rowid);
}
