import { z } from 'zod';
import { columnKeys, type NamedIndexState, NewIndex, name } from './indexes.ts';
import { bytes, milliseconds, share } from './quantities.ts';

/** What is to be done with an index, without keeping anybody from reading or writing. */
export const IndexChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), index: NewIndex }),
  z.strictObject({ kind: z.literal('drop'), name }),
  /** Drops what a build that came to no end has left, and nothing that is valid. */
  z.strictObject({ kind: z.literal('clean up'), name }),
  z.strictObject({ kind: z.literal('rebuild'), name }),
]);
export type IndexChange = z.infer<typeof IndexChange>;

/** What it takes to have a named index; nothing where it is there, or can't be. An invalid one is made whole by building it anew. */
export function creationOf({ name, table, columns, state }: NamedIndexState): IndexChange | undefined {
  if (state.kind === 'invalid') return { kind: 'rebuild', name };
  if (state.kind !== 'missing') return undefined;
  return { kind: 'create', index: { name, table, keys: columnKeys(columns) } };
}

/** Where a build is, in the order of PostgreSQL's own phases (manual, "CREATE INDEX Progress Reporting"). */
export const BuildPhase = z.enum([
  'waiting for the table',
  'waiting for writers',
  'reading the table',
  'sorting',
  'writing the index',
  'checking for missed rows',
  'waiting for old transactions',
]);
export type BuildPhase = z.infer<typeof BuildPhase>;

export const BuildStep = z.strictObject({
  phase: BuildPhase,
  /** Of the whole change. */
  fraction: share,
  /** The session that is waited for, by its process on the server. */
  waitsFor: z.number().int().optional(),
});
export type BuildStep = z.infer<typeof BuildStep>;

export const IndexChanged = z.strictObject({
  change: IndexChange,
  ms: milliseconds,
  /** Size of the index now; absent when it is gone. */
  bytes: bytes.optional(),
});
export type IndexChanged = z.infer<typeof IndexChanged>;

/** What `rollcall indexes --create|--drop|--rebuild --json` prints. */
export const IndexChanges = z.strictObject({
  target: z.string(),
  schema: z.string(),
  changes: z.array(IndexChanged),
});
export type IndexChanges = z.infer<typeof IndexChanges>;
