import pg from 'pg';
import { rollcallError } from '../../../../shared/errors/index.ts';
import type { ExplainedQuery, QueryToExplain } from '../../../../shared/explain.ts';
import type { Target } from '../../../../shared/target.ts';
import { actingRelation } from '../../postgres/acting-relation.ts';
import { cancellable, connect } from '../../postgres/connect.ts';
import { explainPostgresError } from '../../postgres/errors.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { rolledBack } from '../../postgres/rolled-back.ts';
import { actingFunction } from '../../scenarios/acting-function.ts';
import { relationPathsOf } from '../../scenarios/parse-tree.ts';
import { quoteName } from '../../source/quote.ts';
import { drawOnServer } from '../draw-on-server.ts';
import { genericPlan, measurePlan } from './ask-plan.ts';
import { planSentences } from './plan-sentences.ts';
import { planSteps } from './plan-steps.ts';
import { requireSelect } from './require-select.ts';

export interface WrittenQuery {
  readonly sql: string;
  /** For $1, $2 …; without them a query with parameters is planned and not run. */
  readonly values?: readonly (string | null)[] | undefined;
}

/** Seconds that a query may take. */
export const explainSeconds = 30;

/** SQLSTATE query_canceled: the time-out's, where nobody has cancelled. */
const timedOut = '57014';
/** Classes of SQLSTATE that tell of the connection and not of the query. */
const ofConnection = /^(?:08|57P|28|53)/;

/**
 * Explains what was asked for: a query as it was written, or that of a scenario with values from the server's rows.
 *
 * @throws RollcallError what `explainQuery` and `drawOnServer` throw
 */
export async function explainAsked(
  target: Target,
  schema: string,
  query: QueryToExplain,
  signal: AbortSignal,
): Promise<ExplainedQuery> {
  if (query.kind === 'sql') return explainQuery(target, schema, query, signal);
  const client = await connect(target, { signal, applicationName: 'rollcall explain' });
  try {
    const { sql, draws } = await cancellable(client, target, signal, () =>
      drawOnServer(client, schema, query.name),
    );
    return await explainQuery(target, schema, { sql, values: draws[0] }, signal);
  } finally {
    await client.end();
  }
}

/**
 * Runs a SELECT, in a transaction that can only read and is rolled back, and tells step by step what took how long.
 * A query with parameters and without values is planned for any values, and not run. Nor is one that calls a function
 * that may do what neither undoes.
 *
 * @throws RollcallError query-syntax, query-not-a-select, query-acts, query-values, query-refused, query-too-slow;
 *   `cancelled` within a second of the abort
 */
export async function explainQuery(
  target: Target,
  schema: string,
  { sql: written, values }: WrittenQuery,
  signal: AbortSignal,
): Promise<ExplainedQuery> {
  const { sql, parameters, tree } = await requireSelect(written);
  if (values !== undefined && values.length !== parameters) {
    throw rollcallError('query-values', { wanted: parameters, given: values.length });
  }
  const isGeneric = parameters > 0 && values === undefined;
  // A connection of its own: what a function may do to its session ends with it.
  const client = await connect(target, { signal, applicationName: 'rollcall explain' });
  try {
    const plan = await cancellable(client, target, signal, () =>
      inReadOnly(client, target, schema, async () => {
        if (isGeneric) return await genericPlan(client, sql, parameters);
        const acting =
          (await actingFunction(client, tree, 'STABLE')) ??
          (await actingRelation(client, relationPathsOf(tree), 'STABLE'))?.function;
        if (acting !== undefined) throw rollcallError('query-acts', { function: acting });
        return await measurePlan(client, sql, values ?? []);
      }),
    );
    const { 'Planning Time': planningMs, 'Execution Time': executionMs } = plan;
    const { steps, slowest } = planSteps(plan);
    const notes = steps.flatMap((step) => step.notes);
    return {
      sql,
      ...(values === undefined ? {} : { values: [...values] }),
      how: isGeneric ? 'generic' : 'measured',
      parameters,
      ...(planningMs === undefined ? {} : { planningMs }),
      ...(executionMs === undefined ? {} : { executionMs }),
      steps,
      slowest,
      sentences: planSentences(plan, notes, await loadGrammar()),
    };
  } finally {
    await client.end();
  }
}

async function inReadOnly<T>(
  client: pg.Client,
  target: Target,
  schema: string,
  work: () => Promise<T>,
): Promise<T> {
  const within = async () => {
    await client.query(
      `SET LOCAL statement_timeout = '${explainSeconds}s'; SET LOCAL lock_timeout = '2s'; SET LOCAL row_security = on;
       SET LOCAL search_path = ${quoteName(schema)}, public`,
    );
    return await work();
  };
  try {
    return await rolledBack(client, within, 'BEGIN READ ONLY');
  } catch (error) {
    throw explainRefusal(error, target);
  }
}

function explainRefusal(error: unknown, target: Target): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = '', message } = error;
  if (code === timedOut) return rollcallError('query-too-slow', { seconds: explainSeconds }, error);
  if (ofConnection.test(code)) return explainPostgresError(error, target);
  return rollcallError('query-refused', { message: message.replace(/\.$/, '') }, error);
}
