import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { RollcallError } from '../../../shared/errors/index.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Scenario, ScenarioFit } from '../../../shared/scenario.ts';
import type { Target } from '../../../shared/target.ts';
import { cancellable, connect } from '../postgres/connect.ts';
import { readExtensionSchemas } from '../postgres/extension-schemas.ts';
import { loadGrammar } from '../postgres/grammar.ts';
import { readSchemaNames } from '../postgres/schema-names.ts';
import type { FitsBoth, Tried } from '../scenarios/fit.ts';
import { fitToFile } from '../scenarios/fit-to-file.ts';
import { fitToServer, tryOnServer } from '../scenarios/fit-to-server.ts';
import type { Readings } from '../scenarios/to-server.ts';
import { foldName } from '../source/quote.ts';
import { takeSnapshot } from '../source/snapshot.ts';
import { seededRandom } from '../values/random.ts';
import { readPastRun } from './past-run.ts';

/** Scenarios in their order, each ready to be measured or skipped with the reason. */
export type Fitted = readonly Tried<FitsBoth>[];

export function readyOf(fitted: Fitted): FitsBoth[] {
  return fitted.flatMap((one) => ('fits' in one ? [one.fits] : []));
}

/** As a report has them. */
export function fitOf(tried: Tried<FitsBoth>): ScenarioFit {
  if ('skipped' in tried) return tried.skipped;
  const { scenario, drawn } = tried.fits;
  return { kind: 'fits', scenario, drawn: drawn.length };
}

/** So that everybody who measures the same file asks it the same. */
const seed = 1;

export interface FitRequest {
  /** A copy of the school's file that may be written to. */
  readonly file: string;
  readonly target: Target;
  readonly schema: string;
}

/**
 * Does each scenario once on the file, undone again, and has the server plan it on the live tables, without running
 * anything there.
 *
 * @throws RollcallError what keeps from asking the server; `cancelled`
 */
export async function fitScenarios(
  request: FitRequest,
  scenarios: readonly Scenario[],
  signal: AbortSignal,
): Promise<Fitted> {
  return await fitting(request, signal, async (fit) => {
    const fitted: Tried<FitsBoth>[] = [];
    for (const [stream, scenario] of scenarios.entries()) fitted.push(await fit(scenario, stream));
    return fitted;
  });
}

/** @param work is lent what fits one scenario; the stream keeps what is drawn for one apart from the others */
async function fitting<Result>(
  { file, target, schema }: FitRequest,
  signal: AbortSignal,
  work: (
    fit: (scenario: Scenario, stream: number) => Promise<Tried<FitsBoth>>,
    live: { readonly client: pg.Client; readonly searchPath: readonly string[] },
  ) => Promise<Result>,
): Promise<Result> {
  const grammar = await loadGrammar();
  const readings = await readingsOf(target, schema, signal);
  return await asking(target, signal, async (client) => {
    const extensions = await readExtensionSchemas(client, schema);
    const server = { schema, extensions, grammar, names: await readSchemaNames(client, schema) };
    const db = new Database(file, { fileMustExist: true });
    try {
      const fit = async (scenario: Scenario, stream: number) => {
        signal.throwIfAborted();
        const tried = fitToFile(db, scenario, seededRandom(seed, stream), readings);
        return 'fits' in tried ? await fitToServer(client, server, tried.fits) : tried;
      };
      return await work(fit, { client, searchPath: [schema, ...extensions] });
    } finally {
      db.close();
    }
  });
}

/** By the plan of the run that made the tables, where one did and this user may know of it. */
async function readingsOf(target: Target, schema: string, signal: AbortSignal): Promise<Readings> {
  const past = await readPastRun({ target, schema }, signal).catch((error: unknown) => {
    const unknown =
      error instanceof pg.DatabaseError ||
      (error instanceof RollcallError && error.code === 'ledger-unreadable');
    if (unknown) return undefined;
    throw error;
  });
  if (past === undefined) return () => undefined;
  const { tables, timezone } = past.plan;
  const columns = new Map(
    tables.flatMap(({ name, columns }) =>
      columns.map((column) => [JSON.stringify([foldName(name), foldName(column.name)]), column] as const),
    ),
  );
  return (table, column) => {
    const found = columns.get(JSON.stringify([foldName(table), foldName(column)]));
    return found && { type: found.type, dateOrder: found.dateOrder, timezone };
  };
}

/** Does the scenarios that fit once more, undone again, by a search_path that begins with a schema where they may write. */
export async function tryOnCopies(
  target: Target,
  searchPath: readonly string[],
  fitted: Fitted,
  signal: AbortSignal,
): Promise<Fitted> {
  return await asking(target, signal, async (client) => {
    const tried: Tried<FitsBoth>[] = [];
    for (const one of fitted)
      tried.push('fits' in one ? await tryOnServer(client, searchPath, one.fits) : one);
    return tried;
  });
}

/**
 * Tries one scenario before it is kept: on a snapshot of the file, and on the live tables, where reads are done in a
 * read-only transaction and writes are planned only.
 */
export async function tryScenario(
  {
    source,
    folder,
    scenario,
    ...server
  }: {
    readonly source: string;
    readonly target: Target;
    readonly schema: string;
    /** Empty; for the snapshot. The caller removes it. */
    readonly folder: string;
    readonly scenario: Scenario;
  },
  context: StageContext,
): Promise<ScenarioFit> {
  const { path: file } = await takeSnapshot(source, join(folder, 'snapshot.db'), context);
  return await fitting({ ...server, file }, context.signal, async (fit, { client, searchPath }) => {
    const planned = await fit(scenario, 0);
    if ('skipped' in planned || scenario.writes) return fitOf(planned);
    return fitOf(await tryOnServer(client, searchPath, planned.fits));
  });
}

async function asking<Result>(
  target: Target,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(target, { signal });
  try {
    return await cancellable(client, target, signal, () => work(client));
  } finally {
    await client.end();
  }
}
