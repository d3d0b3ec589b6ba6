import type pg from 'pg';
import { RollcallError } from '../../../../shared/errors/index.ts';
import type { NewIndex } from '../../../../shared/indexes.ts';
import type { Target } from '../../../../shared/target.ts';
import { cancellable } from '../../postgres/connect.ts';
import { type ScratchContext, withScratchSchema } from '../../postgres/scratch-schema.ts';
import { inHalves } from '../trial/copy-context.ts';
import { withHypothetical } from '../trial/hypothetical.ts';
import { trialOnCopy } from '../trial/on-copy.ts';
import type { Trial } from '../trial/trial.ts';
import { type Choice, chooseIndexes, type Weighed } from './choose.ts';

interface Material {
  readonly queries: readonly Weighed[];
  readonly candidates: readonly NewIndex[];
  /** Rows that were written into each table in the time in which the queries were counted. */
  readonly written: ReadonlyMap<string, number>;
}

export interface TriedOut {
  readonly how: Trial['how'];
  readonly choice: Choice;
}

/**
 * Tries indexes as if they were there, and chooses.
 *
 * @param client without a transaction
 * @throws RollcallError scratch-denied, cancelled
 */
export async function tryOut(
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
  const suppose = async () =>
    await cancellable(client, target, context.signal, () =>
      withHypothetical(client, schema, (trial) =>
        choose(trial, (share) => context.advance({ done: share, total: 1 })),
      ),
    );
  const copy = async () => {
    const tables = [...new Set(queries.flatMap((query) => query.tables))];
    const request = { target, schema, tables, copies: { tried: { without: [], added: [] } } };
    const { copying, trying } = inHalves(context);
    return await withScratchSchema(request, copying, ({ schemaOf }) =>
      cancellable(client, target, context.signal, async () =>
        choose(await trialOnCopy(client, { schema, copy: schemaOf('tried'), tables }, candidates), trying),
      ),
    );
  };
  const isComputing = candidates.some(({ keys }) => keys.some(({ kind }) => kind === 'expression'));
  if (!isComputing) return (await suppose())?.result ?? (await copy());
  // Of what an expression comes to hypopg knows nothing; a copy is analyzed with its indexes.
  try {
    return await copy();
  } catch (error) {
    const supposed = isDenied(error) ? await suppose() : undefined;
    if (supposed === undefined) throw error;
    return supposed.result;
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof RollcallError && error.code === 'scratch-denied';
}
