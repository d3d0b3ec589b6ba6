import { z } from 'zod';
import { ErrorReport } from './errors/index.ts';
import { Finding, NotCarried } from './finding.ts';
import { NamedIndex } from './plan.ts';
import { SourceFile } from './source.ts';

export const Mode = z.enum(['create', 'replace', 'merge']);
export type Mode = z.infer<typeof Mode>;

/** One value, row or block that differs between source and target. */
export const Mismatch = z.strictObject({
  table: z.string(),
  kind: z.enum([
    'value',
    'missing row',
    'extra row',
    'doubled row',
    'count',
    'table',
    'column',
    'constraint',
    'index',
    'identity',
  ]),
  /** Key of the row as text, such as `id=17`; the name of a constraint or an index. */
  key: z.string().optional(),
  column: z.string().optional(),
  /** What each side has; absent where it has nothing of the kind. */
  source: z.string().optional(),
  target: z.string().optional(),
});
export type Mismatch = z.infer<typeof Mismatch>;

export const TableOutcome = z.strictObject({
  table: z.string(),
  sourceRows: z.number().int().nonnegative(),
  /** In the live table once it is live; after a merge these are also rows that the file doesn't have. */
  targetRows: z.number().int().nonnegative(),
  quarantined: z.number().int().nonnegative(),
  /** Rows loaded with some value replaced by NULL as the plan asked; the originals are kept. */
  repaired: z.number().int().nonnegative(),
  /** True only when every value was read back and compared equal. */
  verified: z.boolean(),
  /** Of what was compared: SHA-256 over the digests of the blocks, lower-case hex. */
  digest: z.string().optional(),
  merged: z
    .strictObject({
      inserted: z.number().int().nonnegative(),
      updated: z.number().int().nonnegative(),
      unchanged: z.number().int().nonnegative(),
      /** Rows that only the live table has; nothing is compared with them. */
      kept: z.number().int().nonnegative(),
    })
    .optional(),
});
export type TableOutcome = z.infer<typeof TableOutcome>;

export const IndexOutcome = z.strictObject({
  table: z.string(),
  name: z.string(),
  definition: z.string(),
  reason: z.string(),
});
export type IndexOutcome = z.infer<typeof IndexOutcome>;

export const Phase = z.strictObject({ name: z.string(), ms: z.number().nonnegative() });
export type Phase = z.infer<typeof Phase>;

/** A row, or the values of a row that were replaced by NULL, that the target couldn't take. */
export const QuarantineEntry = z.strictObject({
  table: z.string(),
  key: z.string(),
  column: z.string().optional(),
  reason: z.string(),
  action: z.enum(['quarantined', 'set null']),
  /** The whole row as it was; blobs as `{"base64": …}`, integers beyond 2^53 as strings. */
  row: z.record(z.string(), z.unknown()),
});
export type QuarantineEntry = z.infer<typeof QuarantineEntry>;

const reportFields = {
  runId: z.string(),
  startedAt: z.iso.datetime(),
  source: SourceFile.optional(),
  /** Where it went, without the password. */
  target: z.string(),
  schema: z.string(),
  mode: Mode,
  tables: z.array(TableOutcome),
  indexes: z.array(IndexOutcome),
  namedIndexes: z.array(NamedIndex),
  phases: z.array(Phase),
  /** From its start to its end; phases may run side by side. Absent in reports of earlier versions. */
  ms: z.number().nonnegative().optional(),
  findings: z.array(Finding),
  notCarried: z.array(NotCarried),
  mismatches: z.array(Mismatch),
  /** Where snapshot, quarantine and reports of this run lie. */
  folder: z.string(),
};

export const Outcome = z.enum([
  'verified',
  'verified with quarantine',
  'dry run',
  'refused',
  'failed',
  'cancelled',
  'unknown',
]);
export type Outcome = z.infer<typeof Outcome>;

/** What `rollcall migrate --json` prints and `report.json` holds. */
export const MigrationReport = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('verified'), ...reportFields }),
  z.strictObject({ outcome: z.literal('verified with quarantine'), ...reportFields }),
  z.strictObject({ outcome: z.literal('dry run'), ...reportFields }),
  z.strictObject({ outcome: z.literal('refused'), error: ErrorReport, ...reportFields }),
  z.strictObject({ outcome: z.literal('failed'), error: ErrorReport, ...reportFields }),
  z.strictObject({ outcome: z.literal('cancelled'), error: ErrorReport, ...reportFields }),
  /** The connection was lost during the switch's COMMIT, and no other could be had to see what became of it. */
  z.strictObject({ outcome: z.literal('unknown'), error: ErrorReport, ...reportFields }),
]);
export type MigrationReport = z.infer<typeof MigrationReport>;

/** What `rollcall verify --json` prints. */
export const VerificationReport = z.strictObject({
  outcome: z.enum(['verified', 'verified with quarantine', 'different']),
  source: SourceFile,
  target: z.string(),
  schema: z.string(),
  tables: z.array(TableOutcome),
  mismatches: z.array(Mismatch),
  phases: z.array(Phase),
});
export type VerificationReport = z.infer<typeof VerificationReport>;
