import { z } from 'zod';
import { rollcallError } from '../../../shared/errors/index.ts';
import { Plan } from '../../../shared/plan.ts';
import type { Target } from '../../../shared/target.ts';
import { connect } from '../postgres/connect.ts';

/** What the target's ledger says of the last run into a schema. */
export interface PastRun {
  readonly plan: Plan;
  /** Rows that only the server refused, which no look at the file would tell. */
  readonly refused: readonly { readonly table: string; readonly key: string; readonly reason: string }[];
}

const Row = z.object({ id: z.string(), plan: z.unknown() });

/** @throws RollcallError `ledger-unreadable` when a run is there but written by another version */
export async function readPastRun(
  { target, schema }: { target: Target; schema: string },
  signal: AbortSignal,
): Promise<PastRun | undefined> {
  const client = await connect(target, { signal });
  try {
    const ledger = await client.query("SELECT to_regclass('rollcall.run') IS NOT NULL AS there");
    if (ledger.rows[0]?.there !== true) return undefined;
    const { rows } = await client.query(
      'SELECT id, plan FROM rollcall.run WHERE schema_name = $1 ORDER BY finished_at DESC LIMIT 1',
      [schema],
    );
    if (rows.length === 0) return undefined;
    const { id, plan } = Row.parse(rows[0]);
    const parsed = Plan.safeParse(plan);
    if (!parsed.success) throw rollcallError('ledger-unreadable', { runId: id }, parsed.error);
    const refused = await client.query<PastRun['refused'][number]>(
      `SELECT table_name AS "table", row_key AS key, reason FROM rollcall.quarantine
        WHERE run = $1 AND action = 'quarantined'`,
      [id],
    );
    return { plan: parsed.data, refused: refused.rows };
  } finally {
    await client.end();
  }
}
