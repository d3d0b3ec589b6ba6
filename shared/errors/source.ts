import type { Explanation } from './catalogue.ts';

type Path = { path: string };

/** What a file is, that isn't SQLite's, by its first bytes. */
export const foreignKinds = {
  jpeg: 'a JPEG picture',
  png: 'a PNG picture',
  gif: 'a GIF picture',
  pdf: 'a PDF document',
  zip: 'a ZIP archive or an Office document',
  'old office': 'an old Office document',
  'packed file': 'a packed file; unpack it first',
  access: 'a Microsoft Access database',
  'sqlite 2': 'a SQLite 2 database of before 2004',
  'write-ahead log': "SQLite's write-ahead log; pick the file without -wal",
  'rollback journal': "SQLite's rollback journal; pick the file without -journal",
  'postgresql dump': 'a PostgreSQL dump',
} as const;
export type ForeignKind = keyof typeof foreignKinds;

/** Errors about the SQLite file and the copy that is made of it. */
export const sourceErrors = {
  'source-not-found': ({ path }: Path): Explanation => ({
    what: `There is no file at ${path}.`,
    todo: 'Check the path, or pick the file again.',
  }),
  'source-is-folder': ({ path }: Path): Explanation => ({
    what: `${path} is a folder, not a database file.`,
    todo: 'Pick the database file inside it, usually app.db.',
  }),
  'source-is-device': ({ path }: Path): Explanation => ({
    what: `${path} is a pipe, socket or device, not a file.`,
    todo: 'Pick the database file itself, usually app.db.',
  }),
  'source-empty-file': ({ path }: Path): Explanation => ({
    what: `${path} is an empty file of 0 bytes.`,
    todo: 'Pick the database that the school application really uses; its settings name the path.',
  }),
  'not-sqlite': ({ path, looksLike }: Path & { looksLike?: ForeignKind | undefined }): Explanation => ({
    what: `${path} is not a SQLite database${looksLike ? `; it looks like ${foreignKinds[looksLike]}` : ''}.`,
    todo: 'Pick the database file of the school application, usually app.db.',
  }),
  'source-encrypted': ({ path }: Path): Explanation => ({
    what: `${path} is not a readable SQLite database; its contents look random, so it may be encrypted.`,
    todo: 'Save an unencrypted copy with the program that encrypted it (SQLCipher: sqlcipher_export) and pick that copy.',
  }),
  'source-truncated': ({
    path,
    expected,
    actual,
  }: Path & { expected: number; actual: number }): Explanation => ({
    what: `${path} is cut short: its header promises ${expected} bytes, and there are only ${actual}.`,
    todo: 'Copy the file again from where it came, or take an older backup.',
  }),
  'source-corrupt': ({ path, damage }: Path & { damage: readonly string[] }): Explanation => ({
    what: `${path} is damaged${damage.length > 0 ? `: ${damage.join('; ')}` : ''}.`,
    todo: 'Take an undamaged backup, or rescue what is left with the command "sqlite3 app.db .recover" into a new file.',
  }),
  'source-index-damaged': ({ path, damage }: Path & { damage: readonly string[] }): Explanation => ({
    what: `In ${path} an index doesn't agree with its table: ${damage.join('; ')}.`,
    todo: 'Take an undamaged backup; or make a copy, let the command "sqlite3 copy.db REINDEX" build its indexes anew from the rows, see whether no row is missing, and pick the copy.',
  }),
  'source-unreadable': ({ path }: Path): Explanation => ({
    what: `This account is not allowed to read ${path}.`,
    todo: 'Ask for read permission on the file and its folder, or start Rollcall under the account that owns them.',
  }),
  'source-locked': ({ path, seconds }: Path & { seconds: number }): Explanation => ({
    what: `Another program has kept ${path} locked for ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    todo: 'Stop the school application or wait for it to finish, then start again.',
  }),
  'source-held': ({ path }: Path): Explanation => ({
    what: `Another program has ${path} open and lets nobody else read it.`,
    todo: 'Close that program, then start again.',
  }),
  'source-read-failed': ({ path }: Path): Explanation => ({
    what: `The disk or network share failed while ${path} was being read.`,
    todo: 'Copy the file to a local disk and pick that copy; if copying fails too, the disk needs attention.',
  }),
  'source-has-no-tables': ({ path }: Path): Explanation => ({
    what: `${path} is a SQLite database without any table to move.`,
    todo: 'Pick the database that the school application really uses; its settings name the path.',
  }),
  'snapshot-not-writable': ({ path }: Path): Explanation => ({
    what: `The copy of the database could not be written to ${path}.`,
    todo: 'Choose a folder that exists, that this account may write to, and that holds no file of that name yet.',
  }),
  'disk-full-local': ({
    folder,
    needed,
    free,
  }: {
    folder: string;
    needed: number;
    free: number;
  }): Explanation => ({
    what: `The disk of ${folder} is too full for the copy of the database: it takes ${needed} bytes, and ${free} are free.`,
    todo: 'Free some space, or choose a folder on another disk.',
  }),
  'name-not-changed': ({ table, name }: { table: string; name: string }): Explanation => ({
    what: `${name} in table ${table} needs another name on PostgreSQL, and SQLite itself can't rename it.`,
    todo: 'Make a copy of the file, rename it there together with the keys that mention it, and move the copy.',
  }),
} as const;
