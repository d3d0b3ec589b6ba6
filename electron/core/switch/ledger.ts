import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Plan } from '../../../shared/plan.ts';
import type { Mode, QuarantineEntry } from '../../../shared/run.ts';

/** What the target remembers of a run. */
export interface LedgerEntry {
  readonly runId: string;
  readonly startedAt: string;
  readonly sourceName: string;
  readonly sourceSha256: string;
  readonly schema: string;
  readonly mode: Mode;
  readonly plan: Plan;
}

const createLedger = `
  CREATE SCHEMA IF NOT EXISTS rollcall;
  CREATE TABLE IF NOT EXISTS rollcall.run (
    id text PRIMARY KEY,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT now(),
    source_name text NOT NULL,
    source_sha256 text NOT NULL,
    schema_name text NOT NULL,
    mode text NOT NULL,
    plan json NOT NULL
  );
  CREATE TABLE IF NOT EXISTS rollcall.quarantine (
    run text NOT NULL REFERENCES rollcall.run (id),
    table_name text NOT NULL,
    row_key text NOT NULL,
    column_name text,
    reason text NOT NULL,
    action text NOT NULL,
    source_row json NOT NULL
  );
  CREATE INDEX IF NOT EXISTS quarantine_run_table ON rollcall.quarantine (run, table_name);
`;

/** Writes the run and its quarantine; within the caller's transaction. */
export async function writeLedger(
  client: pg.Client,
  entry: LedgerEntry,
  quarantine: AsyncIterable<QuarantineEntry>,
): Promise<void> {
  await client.query(createLedger);
  await client.query(
    `INSERT INTO rollcall.run (id, started_at, source_name, source_sha256, schema_name, mode, plan)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.runId,
      entry.startedAt,
      entry.sourceName,
      entry.sourceSha256,
      entry.schema,
      entry.mode,
      JSON.stringify(entry.plan),
    ],
  );
  const lines = Readable.from(
    (async function* () {
      for await (const line of quarantine) yield Buffer.from(copyLine(entry.runId, line));
    })(),
  );
  const copy =
    'COPY rollcall.quarantine (run, table_name, row_key, column_name, reason, action, source_row) FROM STDIN';
  await pipeline(lines, client.query(copyFrom(copy)));
}

function copyLine(run: string, { table, key, column, reason, action, row }: QuarantineEntry): string {
  const fields = [run, table, key, column, reason, action, JSON.stringify(row)];
  return `${fields.map((field) => (field === undefined ? '\\N' : escapeField(field))).join('\t')}\n`;
}

/** NUL has no place in PostgreSQL's text; within the row's JSON it is written \u0000 and stands. */
function escapeField(field: string): string {
  return field
    .replaceAll('\0', '\u2400')
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
