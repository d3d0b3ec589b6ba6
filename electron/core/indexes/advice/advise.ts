import type pg from 'pg';
import type { AdviceWanted, IndexAdvice, NewIndex } from '../../../../shared/indexes.ts';
import type { StageContext } from '../../../../shared/progress.ts';
import type { Target } from '../../../../shared/target.ts';
import { cancellable, connect } from '../../postgres/connect.ts';
import { type ScratchContext, withScratchSchema } from '../../postgres/scratch-schema.ts';
import { readCatalog } from '../catalog.ts';
import { requireSelect } from '../explain/require-select.ts';
import { withHypothetical } from '../trial/hypothetical.ts';
import { trialOnCopy } from '../trial/on-copy.ts';
import type { Trial } from '../trial/trial.ts';
import { candidateIndexes } from './candidates.ts';
import { type Choice, chooseIndexes, type Weighed } from './choose.ts';
import { readDistinct } from './read-distinct.ts';
import { readStatements } from './read-statements.ts';
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
  let leftover: readonly string[] = [];
  const context: ScratchContext = {
    ...stage,
    onLeftover: (schemas) => {
      leftover = schemas;
    },
  };
  const client = await connect(target, { signal: context.signal, applicationName: 'rollcall indexes' });
  try {
    const asking = <T>(work: () => Promise<T>) => cancellable(client, target, context.signal, work);
    const statements = await asking(() => statementsOf(client, wanted));
    if ('kind' in statements) return statements;
    const catalog = await asking(() => readCatalog(client, schema));
    const { queries, uses, written, unread } = await understand(statements, schema, catalog.tables);
    const distinct = await asking(() => readDistinct(client, schema, catalog.tables));
    const candidates = candidateIndexes(uses, catalog, distinct);
    const { how, choice } = await tryOut(client, target, schema, { queries, candidates, written }, context);
    return {
      kind: 'advice',
      how,
      queries: queries.length,
      unreadable: unread + choice.unreadable,
      tried: candidates.length,
      advised: choice.advised,
      leftover: [...leftover],
    };
  } finally {
    await client.end();
  }
}

type Absent = Extract<IndexAdvice, { kind: 'no statistics' }>;

async function statementsOf(client: pg.Client, wanted: AdviceWanted): Promise<readonly Statement[] | Absent> {
  if (wanted.kind === 'counted') return await readStatements(client);
  await requireSelect(wanted.sql);
  return [{ sql: wanted.sql, calls: 1, totalMs: undefined, rows: 0 }];
}

interface Material {
  readonly queries: readonly Weighed[];
  readonly candidates: readonly NewIndex[];
  /** Rows that were written into each table in the time in which the queries were counted. */
  readonly written: ReadonlyMap<string, number>;
}

interface TriedOut {
  readonly how: Trial['how'];
  readonly choice: Choice;
}

async function tryOut(
  client: pg.Client,
  target: Target,
  schema: string,
  { queries, candidates, written }: Material,
  context: ScratchContext,
): Promise<TriedOut> {
  if (candidates.length === 0) return { how: 'copy', choice: { advised: [], unreadable: 0 } };
  const choose = async (trial: Trial, advance: (share: number) => void): Promise<TriedOut> => {
    const rowsWritten = (table: string) => written.get(table) ?? 0;
    const choice = await chooseIndexes(trial, queries, candidates, rowsWritten, (done, total) =>
      advance(done / total),
    );
    return { how: trial.how, choice };
  };
  const supposed = await cancellable(client, target, context.signal, () =>
    withHypothetical(client, schema, (trial) =>
      choose(trial, (share) => context.advance({ done: share, total: 1 })),
    ),
  );
  if (supposed) return supposed.result;
  const tables = [...new Set(queries.flatMap((query) => query.tables))];
  const request = { target, schema, tables, copies: { tried: { without: [], added: [] } } };
  const copying: ScratchContext = {
    ...context,
    advance: ({ done, total }) => context.advance({ done: total > 0 ? done / total / 2 : 0.5, total: 1 }),
  };
  return await withScratchSchema(request, copying, ({ schemaOf }) =>
    cancellable(client, target, context.signal, async () =>
      choose(await trialOnCopy(client, schemaOf('tried'), candidates), (share) =>
        context.advance({ done: (1 + share) / 2, total: 1 }),
      ),
    ),
  );
}
