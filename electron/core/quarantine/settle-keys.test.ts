import { expect, it } from 'vitest';
import { type Understood, understand } from '../../testing/understand.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { quarantineBadRows } from '../plan/resolve.ts';
import { preflight } from '../preflight/preflight.ts';
import { BadRows } from './bad-rows.ts';
import type { QuarantineInput } from './quarantine-input.ts';
import { settleKeys } from './settle-keys.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

async function inputOf({ db, source }: Understood): Promise<QuarantineInput> {
  const { tables: assessed, findings } = await preflight({ db, source, renamed: [] }, quiet);
  const plan = quarantineBadRows(await buildPlan({ source, assessed }), findings);
  return { db, source, plan, assessed, badRows: new BadRows(db), wholeKeys: new Set() };
}

/** Milliseconds between the wish to stop and the end. */
async function stoppedAfter(work: (signal: AbortSignal) => Promise<unknown>): Promise<number> {
  const cancel = new AbortController();
  let asked = 0;
  setTimeout(() => {
    asked = performance.now();
    cancel.abort();
  }, 300);
  await expect(work(cancel.signal)).rejects.toThrow('aborted');
  return performance.now() - asked;
}

it('stops within a second in a table of a million rows, before the copy and in it', {
  timeout: 120_000,
}, async () => {
  await using file = await understand(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, at TIMESTAMP UNIQUE);
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
     INSERT INTO t SELECT i, strftime('%Y-%m-%d %H:%M:%S', i * 61, 'unixepoch') FROM n`,
  );
  const input = await inputOf(file);
  expect(await stoppedAfter((signal) => settleKeys(input, signal))).toBeLessThan(1000);
  const { db, source } = file;
  const look = (signal: AbortSignal) => preflight({ db, source, renamed: [] }, { ...quiet, signal });
  expect(await stoppedAfter(look)).toBeLessThan(1000);
});

it.each([
  ['a rowid', ''],
  ['no rowid', 'WITHOUT ROWID'],
])(
  'follows a chain of references to its end in one go, in a table with %s',
  { timeout: 60_000 },
  async (_, kind) => {
    await using file = await understand(
      `PRAGMA foreign_keys = OFF;
     CREATE TABLE t (id INTEGER NOT NULL, above INTEGER REFERENCES t, PRIMARY KEY (id)) ${kind};
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
     INSERT INTO t SELECT i, i + 1 FROM n;
     INSERT INTO t VALUES (40000, NULL), (40001, 40000)`,
    );
    const input = await inputOf(file);
    const started = performance.now();
    await settleKeys(input, quiet.signal);
    expect(input.badRows.quarantined('t')).toBe(30_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  },
);
