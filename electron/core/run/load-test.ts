import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { rollcallError } from '../../../shared/errors/index.ts';
import { chosenScenarios } from '../../../shared/load-plan.ts';
import type { CopyRoom, LoadOptions, LoadProgress, LoadReport } from '../../../shared/load-test.ts';
import type { ProgressEvent } from '../../../shared/progress.ts';
import type { Scenario, ScenarioFit } from '../../../shared/scenario.ts';
import type { Target } from '../../../shared/target.ts';
import { compareEngines } from '../benchmark/compare.ts';
import { compareWithExpected } from '../benchmark/expectations.ts';
import { unlikeTables } from '../benchmark/same-rows.ts';
import { sentencesOf } from '../benchmark/sentences.ts';
import { fourIndexes } from '../postgres/four-indexes.ts';
import { withScratchSchema } from '../postgres/scratch-schema.ts';
import { describeTarget } from '../postgres/target.ts';
import type { FitsBoth } from '../scenarios/fit.ts';
import { type Snapshot, takeSnapshot } from '../source/snapshot.ts';
import { readCheckpoints } from './checkpoints.ts';
import { indexesOfFile } from './file-indexes.ts';
import { loadAverage, readConditions } from './load-conditions.ts';
import { type Fitted, fitOf, fitScenarios, readyOf, tryOnCopies } from './load-fit.ts';
import { measureRounds } from './load-rounds.ts';
import { besideFile } from './load-rows.ts';
import { Progress } from './progress.ts';

export interface LoadTestRequest {
  /** As its folder is named below `loads`. */
  readonly id: string;
  /** Path of the SQLite file. */
  readonly source: string;
  readonly target: Target;
  /** Where the tables are that the file was moved to. */
  readonly schema: string;
  readonly options: LoadOptions;
  /** Those that may be asked for, built in and own. */
  readonly scenarios: readonly Scenario[];
  /** Empty; for the snapshot and a copy of it. The caller removes it. */
  readonly folder: string;
  /** Rollcall's own, for the conditions. */
  readonly version: string;
}

export interface LoadTestContext {
  readonly signal: AbortSignal;
  /** Of the preparation: the snapshot, then the copies on the server. */
  readonly onProgress: (event: ProgressEvent) => void;
  /** Once, before the copies are made. */
  readonly onRoom?: (room: CopyRoom) => void;
  readonly onLoad: (progress: LoadProgress) => void;
}

/** PostgreSQL without the four indexes and with them: copies of the live tables, which are only read. */
const copies = {
  plain: { without: fourIndexes.map(({ name }) => name), added: [] },
  indexed: { without: [], added: fourIndexes },
};

/**
 * Measures how fast the school's questions are answered by the file, by PostgreSQL without the four indexes and by
 * PostgreSQL with them. All three are copies: file and live tables are the same afterwards.
 *
 * @throws RollcallError what keeps from measuring; `cancelled` when that was before the first measurement. Later the
 *   report says so and holds what there is
 */
export async function loadTest(
  { id, source, target, schema, options, scenarios, folder, version }: LoadTestRequest,
  { signal, onProgress, onRoom, onLoad }: LoadTestContext,
): Promise<LoadReport> {
  const started = new Date();
  const before = loadAverage();
  const progress = new Progress(onProgress, ['snapshot', 'copy']);
  const stage = { signal, advance: progress.advance };
  let isPreparing = true;
  let leftover: readonly string[] = [];
  try {
    progress.enter('snapshot');
    const snapshot = await takeSnapshot(source, join(folder, 'snapshot.db'), stage);
    restoreJournalMode(snapshot);
    const writes = join(folder, 'writes.db');
    await copyFile(snapshot.path, writes, constants.COPYFILE_FICLONE);
    const planned = await fitScenarios(
      { file: writes, target, schema },
      chosenScenarios(options, scenarios),
      signal,
    );
    requireSome(planned);

    progress.enter('copy');
    const tables = [...new Set(readyOf(planned).flatMap((fits) => fits.tables))];
    const onLeftover = (schemas: readonly string[]) => {
      leftover = schemas;
    };
    const { report: measured, unlike } = await withScratchSchema(
      { target, schema, tables, copies },
      { ...stage, ...(onRoom === undefined ? {} : { onRoom }), onLeftover },
      async (scratch) => {
        const [plain, indexed] = [scratch.searchPathOf('plain'), scratch.searchPathOf('indexed')];
        const fitted = await tryOnCopies(target, indexed, planned, signal);
        requireSome(fitted);
        const known = {
          ...before,
          journalMode: snapshot.file.journalMode,
          fileIndexes: indexesOfFile(snapshot.path),
          tables: besideFile(snapshot.path, scratch.tables),
        };
        const conditions = await readConditions({ target, version, ...known }, signal);
        const { settle } = scratch;
        const checkpoints = await readCheckpoints(target, signal);
        const grounds = { reads: snapshot.path, writes, target, plain, indexed, settle };
        isPreparing = false;
        progress.end(true);
        const rounds = await measureRounds(grounds, readyOf(fitted), options, { signal, onLoad });
        if (rounds.measurements.length === 0) throw rollcallError('cancelled', {});
        // What was measured isn't lost with the connection; nor with the signal, which may have ended it.
        const later = await readCheckpoints(target, AbortSignal.timeout(1000)).catch(() => undefined);
        const unlike = scenariosAsking(readyOf(fitted), unlikeTables(conditions.tables));
        const report = {
          scenarios: fitted.map(fitOf),
          conditions: { ...conditions, ...(later === undefined ? {} : { checkpoints: later - checkpoints }) },
          ...rounds,
        };
        return { report, unlike };
      },
    );
    const comparisons = compareEngines({ ...measured, options, unlike }, measured.measurements);
    const expectations = compareWithExpected(measured.measurements, comparisons);
    return {
      id,
      startedAt: started.toISOString(),
      ms: Date.now() - started.getTime(),
      source: snapshot.file,
      target: describeTarget(target),
      schema,
      options,
      ...measured,
      comparisons,
      expectations,
      sentences: sentencesOf({ ...measured, options, comparisons, expectations }),
      leftover: [...leftover],
    };
  } finally {
    if (isPreparing) progress.end(false);
  }
}

function scenariosAsking(ready: readonly FitsBoth[], tables: readonly { table: string }[]): Set<string> {
  const names = new Set(tables.map(({ table }) => table));
  const asking = ready.filter((fits) => fits.tables.some((table) => names.has(table)));
  return new Set(asking.map(({ scenario }) => scenario.name));
}

/** As the school's file had it: a snapshot is folded into one file. */
function restoreJournalMode({ path, file }: Snapshot): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma(`journal_mode = ${file.journalMode}`);
  } finally {
    db.close();
  }
}

/** @throws RollcallError no-scenario-fits, with the first reason */
function requireSome(fitted: Fitted): void {
  if (readyOf(fitted).length > 0) return;
  const [first] = fitted.map(fitOf).flatMap((fit) => (fit.kind === 'skipped' ? [fit] : []));
  throw rollcallError('no-scenario-fits', {
    reason: first === undefined ? 'none was named' : detailOf(first),
  });
}

function detailOf({ scenario, reason }: Extract<ScenarioFit, { kind: 'skipped' }>): string {
  switch (reason.kind) {
    case 'refused':
      return `${scenario.name}: ${reason.detail}`;
    case 'nothing to draw from':
      return `${scenario.name}: nothing to draw from`;
    case 'not drawn':
      return `${scenario.name}: ${reason.parameter} is not drawn`;
    case 'not allowed':
      return `${scenario.name}: ${reason.problem}`;
  }
}
