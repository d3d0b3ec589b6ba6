import { z } from 'zod';
import { bytes, count, share } from './quantities.ts';

/** Of an index, a table or a column: as long as PostgreSQL's identifiers are. */
export const name = z.string().min(1).max(63);

/** What a constraint needs its index for; such an index goes only with its constraint. */
export const IndexConstraint = z.strictObject({
  name: z.string(),
  kind: z.enum(['primary key', 'unique', 'exclusion']),
});
export type IndexConstraint = z.infer<typeof IndexConstraint>;

/** Space that an index takes and doesn't need. `estimated`: from the planner's statistics, without reading it. */
export const Bloat = z.strictObject({
  bytes,
  /** Of the index's size. */
  share,
  how: z.enum(['measured', 'estimated']),
});
export type Bloat = z.infer<typeof Bloat>;

/** What is wrong with an index. */
export const IndexVerdict = z.discriminatedUnion('kind', [
  /** A build or a drop that came to no end left it: no query uses it, and writes may still pay for it. */
  z.strictObject({ kind: z.literal('invalid') }),
  z.strictObject({ kind: z.literal('being built') }),
  /** The other one does all that it does, at the same cost. */
  z.strictObject({ kind: z.literal('duplicate'), of: z.string() }),
  /** The other one does all that it does, and more. */
  z.strictObject({ kind: z.literal('covered'), by: z.string() }),
  /** No query has used it since counting began. `keptFor`: nothing else would do this if it were dropped. */
  z.strictObject({
    kind: z.literal('unused'),
    keptFor: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('foreign key'), name: z.string() }),
        /** A screen of the school application that hasn't been opened yet; `index` is the named index for it. */
        z.strictObject({ kind: z.literal('screen'), index: z.string(), screen: z.string() }),
      ])
      .optional(),
  }),
  z.strictObject({ kind: z.literal('bloated') }),
]);
export type IndexVerdict = z.infer<typeof IndexVerdict>;

/** What would be missed without an index. */
export const DropWarning = z.discriminatedUnion('kind', [
  /** Doubles that it keeps out could come in. */
  z.strictObject({ kind: z.literal('enforces uniqueness') }),
  /** A screen of the school application is made quick by it; its name is that of the named index. */
  z.strictObject({ kind: z.literal('serves screen'), index: z.string(), screen: z.string() }),
  /** Deleting a row of the parent would read the whole table. */
  z.strictObject({ kind: z.literal('serves foreign key'), key: z.string(), parent: z.string() }),
  z.strictObject({ kind: z.literal('in use'), scans: count, lastScan: z.iso.datetime().optional() }),
  /** CLUSTER orders the table by it. */
  z.strictObject({ kind: z.literal('orders the table') }),
]);
export type DropWarning = z.infer<typeof DropWarning>;

/** Whether an index may be dropped for itself, and what would be missed then. */
export const DropEffect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('possible'), warnings: z.array(DropWarning) }),
  z.strictObject({ kind: z.literal('constraint'), constraint: z.string() }),
  /** Of the whole partitioned table. */
  z.strictObject({ kind: z.literal('partition'), of: z.string() }),
  /** The index of a whole partitioned table can't be dropped without keeping others from it. */
  z.strictObject({ kind: z.literal('partitioned'), table: z.string() }),
  /** Foreign keys of other tables refer to what it keeps unique, or replication tells rows apart by it. */
  z.strictObject({ kind: z.literal('needed'), by: z.string() }),
  z.strictObject({ kind: z.literal('being built') }),
]);
export type DropEffect = z.infer<typeof DropEffect>;

/** An index as it is on the server. Counts are since `countedSince` of its report. */
export const LiveIndex = z.strictObject({
  name: z.string(),
  table: z.string(),
  /** Access method: btree, gin and so on. */
  method: z.string(),
  /** As CREATE INDEX has them: columns or expressions, with DESC, collation and operator class where not the usual. */
  parts: z.array(z.string()).min(1),
  included: z.array(z.string()),
  where: z.string().optional(),
  unique: z.boolean(),
  constraint: IndexConstraint.optional(),
  definition: z.string(),
  bytes,
  scans: count,
  tuplesRead: count,
  tuplesFetched: count,
  /** PostgreSQL 16 and later. */
  lastScan: z.iso.datetime().optional(),
  /** Absent where neither measuring nor estimating was possible. */
  bloat: Bloat.optional(),
  /** Names of the named indexes whose work it does, its own among them. */
  serves: z.array(z.string()),
  verdicts: z.array(IndexVerdict),
  drop: DropEffect,
});
export type LiveIndex = z.infer<typeof LiveIndex>;

/** A column by its name as it is. */
const ColumnKey = z.strictObject({ kind: z.literal('column'), name, descending: z.boolean() });
export type ColumnKey = z.infer<typeof ColumnKey>;

/** What a B-tree is sorted by: a column, or what is computed from columns of the table. */
export const IndexKey = z.discriminatedUnion('kind', [
  ColumnKey,
  z.strictObject({ kind: z.literal('expression'), sql: z.string().min(1).max(10_000) }),
]);
export type IndexKey = z.infer<typeof IndexKey>;

/** Plain columns in ascending order. */
export function columnKeys(columns: readonly string[]): ColumnKey[] {
  return columns.map((column) => ({ kind: 'column', name: column, descending: false }));
}

/** An index to be built. */
export const NewIndex = z.strictObject({ name, table: name, keys: z.array(IndexKey).min(1).max(32) });
export type NewIndex = z.infer<typeof NewIndex>;

/** One of the four named indexes as it stands on the server. */
export const NamedIndexState = z.strictObject({
  name: z.string(),
  table: z.string(),
  columns: z.array(z.string()).min(1),
  screen: z.string(),
  scenario: z.string(),
  state: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('there') }),
    z.strictObject({ kind: z.literal('served'), by: z.string() }),
    z.strictObject({ kind: z.literal('missing') }),
    z.strictObject({ kind: z.literal('invalid') }),
    z.strictObject({ kind: z.literal('being built') }),
    z.strictObject({ kind: z.literal('does not apply'), missing: z.string() }),
    /** An index of that name is over something else. */
    z.strictObject({ kind: z.literal('name taken'), over: z.string() }),
  ]),
});
export type NamedIndexState = z.infer<typeof NamedIndexState>;

/** A foreign key whose columns no index begins with, in whatever order. */
export const BareForeignKey = z.strictObject({
  name: z.string(),
  table: z.string(),
  /** Of `table`, as the planner last counted or guessed them. */
  rows: count.optional(),
  columns: z.array(z.string()).min(1),
  parent: z.string(),
  /** The index that would help. */
  index: NewIndex,
});
export type BareForeignKey = z.infer<typeof BareForeignKey>;

/** What `rollcall indexes --json` prints. */
export const IndexReport = z.strictObject({
  takenAt: z.iso.datetime(),
  /** Without the password. */
  target: z.string(),
  schema: z.string(),
  /** Names of all schemas that have tables. */
  schemas: z.array(z.string()),
  /** Version of the server, as it says it. */
  server: z.string(),
  /** When the server's counters of this database were last set to zero; absent when they never were. */
  countedSince: z.iso.datetime().optional(),
  /**
   * Who else may use the indexes and counts that apart: standbys that follow this server, or the primary that this one
   * follows. What is unused here may be in use there.
   */
  alsoUsedBy: z.enum(['standbys', 'primary']).optional(),
  /** Whether the server tells when an index was used last: PostgreSQL 16 and later. */
  tellsLastScan: z.boolean(),
  named: z.array(NamedIndexState),
  indexes: z.array(LiveIndex),
  bareForeignKeys: z.array(BareForeignKey),
});
export type IndexReport = z.infer<typeof IndexReport>;

/** Whether the schema has nothing that an index could be made for. */
export function hasNoTables({ schema, schemas, indexes }: IndexReport): boolean {
  return indexes.length === 0 && !schemas.includes(schema);
}
