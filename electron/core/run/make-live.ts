import { rollcallError } from '../../../shared/errors/index.ts';
import { indexOutcomes } from '../plan/index-outcomes.ts';
import { cancellable } from '../postgres/connect.ts';
import { commitSwitch } from '../switch/commit.ts';
import { liveNamedIndexes, notBuiltFindings } from '../switch/live-indexes.ts';
import { switchTables } from '../switch/switch.ts';
import type { LoadedTables } from './load.ts';
import { isUnknown } from './outcome.ts';
import type { OpenFile } from './read-file.ts';
import type { Run } from './run.ts';
import type { TargetSession } from './target-session.ts';

interface Verified {
  readonly file: OpenFile;
  readonly target: TargetSession;
  readonly loaded: LoadedTables;
}

export async function makeLive(
  { request, record, context }: Run,
  { file, target, loaded }: Verified,
): Promise<void> {
  const { client, staging } = target;
  const { plan } = loaded;
  const { schema, mode } = request;
  const { runId, startedAt } = record;
  const { name } = plan.source;
  const { merged, namedIndexes } = await cancellable(client, request.target, context.signal, async () => {
    const merged = await switchTables({
      client,
      plan,
      mode,
      staging,
      schema,
      previous: `rollcall_previous_${runId}`,
      ledger: {
        runId,
        startedAt,
        sourceName: name,
        sourceSha256: file.source.file.sha256,
        schema,
        mode,
        plan,
      },
      quarantine: loaded.badRows.entries(file.source.tables, context.signal),
    });
    return { merged, namedIndexes: await liveNamedIndexes(client, schema, plan.namedIndexes, merged) };
  });
  if (context.signal.aborted) throw rollcallError('cancelled', {});
  try {
    await commitSwitch({ client, target: request.target, runId }, context.signal);
    target.keep();
  } catch (error) {
    if (isUnknown(error)) target.keep();
    throw error;
  }
  record.indexes = indexOutcomes(plan, schema).filter((index) => !merged.has(index.table));
  record.tables = record.tables.map((table) => {
    const rows = merged.get(table.table);
    return rows ? { ...table, targetRows: table.targetRows + rows.kept, merged: rows } : table;
  });
  record.namedIndexes = namedIndexes;
  record.findings = [...record.findings, ...notBuiltFindings(schema, namedIndexes)];
}
