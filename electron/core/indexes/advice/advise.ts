import type pg from 'pg';
import type { AdviceWanted, IndexAdvice } from '../../../../shared/index-advice.ts';
import type { StageContext } from '../../../../shared/progress.ts';
import type { Target } from '../../../../shared/target.ts';
import { cancellable, connect } from '../../postgres/connect.ts';
import { readCatalog } from '../catalog.ts';
import { requireSelect } from '../explain/require-select.ts';
import { rememberLeftover } from '../trial/copy-context.ts';
import { candidateIndexes } from './candidates.ts';
import { findComputed } from './find-computed.ts';
import { readDistinct } from './read-distinct.ts';
import { type NoAdvice, readStatements } from './read-statements.ts';
import { tryOut } from './try-out.ts';
import { type Statement, understand } from './understand.ts';

/**
 * Says which indexes would help the queries that the server has counted, or one that a person pasted. Candidates are
 * made from what the queries look for, and tried as if they were there: by the extension hypopg, else on a copy of the
 * tables. Nothing is created on the live tables.
 *
 * @throws RollcallError query-syntax, query-not-a-select and their like for a pasted query; scratch-denied;
 *   `cancelled` within a second of the abort
 */
export async function adviseIndexes(
  target: Target,
  schema: string,
  wanted: AdviceWanted,
  stage: StageContext,
): Promise<IndexAdvice> {
  const { context, leftover } = rememberLeftover(stage);
  const client = await connect(target, { signal: context.signal, applicationName: 'rollcall indexes' });
  try {
    const asking = <T>(work: () => Promise<T>) => cancellable(client, target, context.signal, work);
    const statements = await asking(() => statementsOf(client, wanted));
    if ('kind' in statements) return statements;
    const catalog = await asking(() => readCatalog(client, schema));
    const { queries, uses, written, unread } = await understand(statements, schema, catalog.tables);
    const distinct = await asking(() => readDistinct(client, schema, catalog.tables));
    const computed = await asking(() => findComputed(client, schema, queries, catalog.tables));
    const candidates = candidateIndexes({ uses, computed }, catalog, distinct);
    const { how, choice } = await tryOut(client, target, schema, { queries, candidates, written }, context);
    return {
      kind: 'advice',
      how,
      queries: queries.length,
      unreadable: unread + choice.unreadable,
      tried: candidates.length,
      advised: choice.advised,
      leftover: leftover(),
    };
  } finally {
    await client.end();
  }
}

async function statementsOf(
  client: pg.Client,
  wanted: AdviceWanted,
): Promise<readonly Statement[] | NoAdvice> {
  if (wanted.kind === 'counted') return await readStatements(client);
  const { sql } = await requireSelect(wanted.sql);
  return [{ sql, calls: 1, totalMs: undefined, rows: 0 }];
}
