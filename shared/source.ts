import { z } from 'zod';

export const Encoding = z.enum(['UTF-8', 'UTF-16le', 'UTF-16be']);
export type Encoding = z.infer<typeof Encoding>;

/** The file as it was when the snapshot was taken. */
export const SourceFile = z.strictObject({
  path: z.string(),
  /** Of the snapshot, in bytes. */
  bytes: z.number().int().nonnegative(),
  pageSize: z.number().int().positive(),
  pageCount: z.number().int().nonnegative(),
  encoding: Encoding,
  /** Journal mode of the original, `wal` or `delete` mostly. */
  journalMode: z.string(),
  /** Lower-case hex digest of the snapshot's bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  userVersion: z.number().int(),
  applicationId: z.number().int(),
});
export type SourceFile = z.infer<typeof SourceFile>;

export const SourceColumn = z.strictObject({
  name: z.string(),
  /** Exactly as declared, `''` when there is none. */
  declaredType: z.string(),
  notNull: z.boolean(),
  /** SQL text of the default, as SQLite stores it. */
  default: z.string().optional(),
  /** Of a column declared with COLLATE; BINARY is left out. */
  collation: z.string().optional(),
  generated: z.strictObject({ sql: z.string(), stored: z.boolean() }).optional(),
});
export type SourceColumn = z.infer<typeof SourceColumn>;

export const SourceKey = z.strictObject({
  name: z.string().optional(),
  /** In key order, not in table order. */
  columns: z.array(z.string()).min(1),
  /** True for `INTEGER PRIMARY KEY`, the alias of the rowid. */
  rowidAlias: z.boolean(),
  autoincrement: z.boolean(),
  /** How the key compares each column, where that isn't as the columns themselves are compared. */
  collations: z.array(z.string()).optional(),
});
export type SourceKey = z.infer<typeof SourceKey>;

export const SourceIndexPart = z.strictObject({
  /** A column of the table, or an expression over its columns. */
  of: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('column'), name: z.string() }),
    z.strictObject({ kind: z.literal('expression'), sql: z.string() }),
  ]),
  descending: z.boolean(),
  /** Collation of this part as SQLite resolved it: BINARY, NOCASE, RTRIM or the application's own. */
  collation: z.string(),
});
export type SourceIndexPart = z.infer<typeof SourceIndexPart>;

export const SourceIndex = z.strictObject({
  name: z.string(),
  unique: z.boolean(),
  /** `constraint`: behind a UNIQUE in the table's own text; `created`: by CREATE INDEX. */
  origin: z.enum(['constraint', 'created']),
  /** Name after CONSTRAINT, when the UNIQUE has one. */
  constraintName: z.string().optional(),
  parts: z.array(SourceIndexPart).min(1),
  /** The WHERE of a partial index. */
  where: z.string().optional(),
  /** CREATE INDEX as written; absent for constraints. */
  sql: z.string().optional(),
});
export type SourceIndex = z.infer<typeof SourceIndex>;

export const ForeignKeyAction = z.enum(['NO ACTION', 'RESTRICT', 'SET NULL', 'SET DEFAULT', 'CASCADE']);
export type ForeignKeyAction = z.infer<typeof ForeignKeyAction>;

export const SourceForeignKey = z.strictObject({
  name: z.string().optional(),
  columns: z.array(z.string()).min(1),
  /** As the schema spells the table, or as the key writes it when there is no such table. */
  parentTable: z.string(),
  /** Resolved: when REFERENCES names none, the parent's primary key; empty when that can't be resolved. */
  parentColumns: z.array(z.string()),
  parentExists: z.boolean(),
  onUpdate: ForeignKeyAction,
  onDelete: ForeignKeyAction,
  deferrable: z.boolean(),
  initiallyDeferred: z.boolean(),
});
export type SourceForeignKey = z.infer<typeof SourceForeignKey>;

export const SourceCheck = z.strictObject({ name: z.string().optional(), sql: z.string() });
export type SourceCheck = z.infer<typeof SourceCheck>;

export const SourceTable = z.strictObject({
  name: z.string(),
  /** `virtual`: a virtual table whose module is loaded and which holds rows of its own. */
  kind: z.enum(['table', 'virtual']),
  sql: z.string(),
  withoutRowid: z.boolean(),
  strict: z.boolean(),
  rows: z.number().int().nonnegative(),
  columns: z.array(SourceColumn).min(1),
  primaryKey: SourceKey.optional(),
  indexes: z.array(SourceIndex),
  foreignKeys: z.array(SourceForeignKey),
  checks: z.array(SourceCheck),
  /** Constraints with an ON CONFLICT other than ABORT, as written. */
  conflictClauses: z.array(z.string()).optional(),
  /** Name to address the rowid by, unless columns shadow all three of its names. Absent for WITHOUT ROWID. */
  rowidName: z.string().optional(),
  /** Highest number that AUTOINCREMENT has given out, as decimal digits (sqlite_sequence). */
  sequence: z.string().optional(),
  /**
   * Why the parser couldn't read `sql`, which is rare. Checks, collations, generated expressions, names of
   * constraints and deferrability are unknown then.
   */
  unreadText: z.string().optional(),
  /** Virtual generated columns whose function only the application has; they aren't among `columns`. */
  unreadableColumns: z.array(z.strictObject({ name: z.string(), sql: z.string() })).optional(),
});
export type SourceTable = z.infer<typeof SourceTable>;

/** What is in the file besides the tables whose rows are copied. */
export const SourceObject = z.strictObject({
  kind: z.enum(['view', 'trigger', 'virtual table', 'shadow table', 'unreadable table']),
  name: z.string(),
  /** Table that a trigger or a shadow table belongs to. */
  table: z.string().optional(),
  sql: z.string(),
  /** For virtual tables: the module after USING, and whether this build of SQLite has it. */
  module: z.strictObject({ name: z.string(), loaded: z.boolean() }).optional(),
});
export type SourceObject = z.infer<typeof SourceObject>;

/** A SQLite file understood: what `rollcall inspect --json` prints. */
export const Source = z.strictObject({
  file: SourceFile,
  /** In the order of sqlite_schema. */
  tables: z.array(SourceTable),
  objects: z.array(SourceObject),
});
export type Source = z.infer<typeof Source>;
