import { z } from 'zod';
import { Facts } from './facts.ts';

export const Severity = z.enum(['blocker', 'warning', 'note']);
export type Severity = z.infer<typeof Severity>;

/**
 * What can be done with values or rows that the target can't take as they are.
 * `keep as text` makes the column text; `drop constraint` leaves the constraint out and lists it.
 */
export const Resolution = z.enum(['stop', 'quarantine', 'set null', 'keep as text', 'drop constraint']);
export type Resolution = z.infer<typeof Resolution>;

/** A row seen by a check: its key and what was wrong with it, both as text, cut at 200 characters. */
export const Sample = z.strictObject({ key: z.string(), value: z.string() });
export type Sample = z.infer<typeof Sample>;

/** Rows of a table that go with others which they refer to. */
export const RowsAlong = z.strictObject({ table: z.string(), rows: z.number().int().positive() });
export type RowsAlong = z.infer<typeof RowsAlong>;

export const Finding = z.strictObject({
  /** Kebab-case name of the check's outcome, such as `orphan` or `integer-beyond-int4`. */
  code: z.string(),
  severity: Severity,
  table: z.string().optional(),
  /** One column, or several joined with a comma for keys. */
  column: z.string().optional(),
  /** Rows or objects concerned. */
  count: z.number().int().nonnegative(),
  samples: z.array(Sample).max(5),
  /** Empty when there is nothing to choose. */
  resolutions: z.array(Resolution),
  recommended: Resolution.optional(),
  /** What goes into quarantine with the rows; absent where that isn't known. */
  along: z.array(RowsAlong).optional(),
  /** What this means, for somebody who never heard of a data type. */
  sentence: z.string(),
  /** What the sentence mentions besides table, column and count. */
  facts: Facts.optional(),
  /** What somebody may run on the target to put it right. */
  sql: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** Why something isn't carried, for whoever says it in another language. */
export const NotCarriedCode = z.enum([
  'trigger',
  'module',
  'unreadable table',
  'unread text',
  'own function',
  'own collation',
  'conflict clause',
  /** Its SQL has no counterpart that means the same; the reason says which part. */
  'no counterpart',
  'parent missing',
  'columns differ',
  'parent not unique',
  'types differ',
  'key not carried',
  /** The server's own words are in the facts. */
  'refused by server',
  'too large for an index',
  'same on server',
  'left out of the plan',
  'chosen',
]);
export type NotCarriedCode = z.infer<typeof NotCarriedCode>;

/** Something in the source that has no counterpart on the target, shown instead of dropped. */
export const NotCarried = z.strictObject({
  kind: z.enum([
    'view',
    'trigger',
    'virtual table',
    'unreadable table',
    'index',
    'check',
    'default',
    'generated column',
    'foreign key',
    'unique',
    'not null',
    'collation',
    'conflict clause',
  ]),
  name: z.string(),
  table: z.string().optional(),
  sql: z.string(),
  reason: z.string(),
  /** Absent in plans and reports of earlier versions. */
  code: NotCarriedCode.optional(),
  /** What the reason mentions besides name and table. */
  facts: Facts.optional(),
});
export type NotCarried = z.infer<typeof NotCarried>;
