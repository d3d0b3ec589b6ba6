import type pg from 'pg';
import type { Plan } from '../../../shared/plan.ts';
import type { ProgressEvent, StageContext } from '../../../shared/progress.ts';
import type { Mismatch, Phase, VerificationReport } from '../../../shared/run.ts';
import type { Target } from '../../../shared/target.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { connect } from '../postgres/connect.ts';
import { describeTarget } from '../postgres/target.ts';
import { preflight } from '../preflight/preflight.ts';
import { BadRows } from '../quarantine/bad-rows.ts';
import { findBadRows } from '../quarantine/find-bad-rows.ts';
import { digestSource } from '../verify/digest-source.ts';
import { verifyStructure } from '../verify/verify-structure.ts';
import { verifyTarget } from '../verify/verify-target.ts';
import { type PastRun, readPastRun } from './past-run.ts';
import { Progress } from './progress.ts';
import { type OpenFile, readFile } from './read-file.ts';

export interface VerificationRequest {
  readonly source: string;
  readonly target: Target;
  readonly schema: string;
  /** For the snapshot; the caller removes it. */
  readonly folder: string;
}

/**
 * Compares a file with the tables on a target, by the plan of the run that made them; a target that no run made
 * is compared with what a migration would make of the file.
 *
 * @throws RollcallError when one of the two can't be read
 */
export async function verify(
  request: VerificationRequest,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (event: ProgressEvent) => void },
): Promise<VerificationReport> {
  const progress = new Progress(onProgress, ['snapshot', 'preflight', 'verify']);
  const phases: Phase[] = [];
  const phase = async <Result>(name: 'snapshot' | 'preflight' | 'verify', work: () => Promise<Result>) => {
    progress.enter(name);
    const started = performance.now();
    const result = await work();
    phases.push({ name, ms: Math.round(performance.now() - started) });
    return result;
  };
  const context: StageContext = { signal, advance: progress.advance };
  let complete = false;
  try {
    const past = await readPastRun(request, signal);
    const file = await phase('snapshot', () => readFile(request.source, request.folder, 'quick', context));
    try {
      const expected = await phase('preflight', () => expect(file, past, context));
      const compared = await phase('verify', () =>
        compare(request, file, expected, past !== undefined, context),
      );
      complete = true;
      return {
        source: file.source.file,
        target: describeTarget(request.target),
        schema: request.schema,
        ...compared,
        phases,
      };
    } finally {
      await file.close();
    }
  } finally {
    progress.end(complete);
  }
}

interface Expected {
  readonly plan: Plan;
  readonly badRows: BadRows;
}

/** The plan by which the target was made, and the rows that it kept out. */
async function expect(
  { db, source, renamed, sound }: OpenFile,
  past: PastRun | undefined,
  context: StageContext,
): Promise<Expected> {
  const found = await preflight(
    { db, source, renamed, timezone: past?.plan.timezone, plan: past?.plan },
    context,
  ).catch(async (error: unknown) => {
    await sound;
    throw error;
  });
  await sound;
  const plan = past?.plan ?? (await buildPlan({ source, assessed: found.tables }));
  const badRows = new BadRows(db);
  if (past) {
    const quarantine = { db, source, plan, assessed: found.tables, badRows, wholeKeys: new Set<never>() };
    const keepOut = ({ table: name, key, reason }: PastRun['refused'][number]) => {
      const table = source.tables.find((candidate) => candidate.name === name);
      if (table) badRows.addKey(table, key, reason);
    };
    // First those that no look at the file would tell, since others arrive or don't on their account.
    for (const row of past.refused) if (row.reason.startsWith('refused by the server')) keepOut(row);
    await findBadRows(quarantine, { ...context, advance: () => undefined });
    past.refused.forEach(keepOut);
  }
  return { plan, badRows };
}

async function compare(
  { target, schema }: VerificationRequest,
  { db, source }: OpenFile,
  { plan, badRows }: Expected,
  structured: boolean,
  context: StageContext,
): Promise<Pick<VerificationReport, 'outcome' | 'tables' | 'mismatches'>> {
  const open = () => connect(target, { signal: context.signal });
  const input = { db, source, plan, keep: badRows, connect: open, schema };
  const digests = await digestSource(input, { ...context, advance: () => undefined });
  const { tables } = await verifyTarget(input, digests, context);
  const structure = structured ? await compareStructure(open, plan, schema) : [];
  const outcomes = tables.map(({ table, targetRows, verified, digest }) => ({
    table,
    sourceRows: source.tables.find(({ name }) => name === table)?.rows ?? 0,
    targetRows,
    quarantined: badRows.quarantined(table),
    repaired: badRows.repaired(table),
    verified: verified && !structure.some((mismatch) => mismatch.table === table),
    digest,
  }));
  const mismatches = [...tables.flatMap((table) => table.mismatches), ...structure];
  const aside = outcomes.some(({ quarantined, repaired }) => quarantined + repaired > 0);
  const equal = mismatches.length === 0 && outcomes.every(({ verified }) => verified);
  return {
    outcome: equal ? (aside ? 'verified with quarantine' : 'verified') : 'different',
    tables: outcomes,
    mismatches,
  };
}

async function compareStructure(
  open: () => Promise<pg.Client>,
  plan: Plan,
  schema: string,
): Promise<Mismatch[]> {
  const client = await open();
  try {
    return await verifyStructure(client, plan, schema);
  } finally {
    await client.end();
  }
}
