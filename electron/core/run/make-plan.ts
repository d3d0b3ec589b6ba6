import type { Finding } from '../../../shared/finding.ts';
import type { Plan, PlanEdit } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { findingsOf } from '../plan/findings.ts';
import { assertPlanIsOf } from '../plan/fit.ts';
import { type Memory, newMemory } from '../preflight/memory.ts';
import { preflight } from '../preflight/preflight.ts';
import type { Snapshot } from '../source/snapshot.ts';
import { discardSnapshot, readAgain, readFile } from './read-file.ts';
import { withRowsAlong } from './with-rows-along.ts';

interface PlanOptions {
  readonly folder: string;
  readonly timezone?: string;
  /** A plan that was made before, with other types for some columns: it is made again with its types. */
  readonly edit?: PlanEdit;
  /** That was taken and checked before: the file isn't read again. It stays. */
  readonly opened?: {
    readonly snapshot: Snapshot;
    readonly findings: readonly Finding[];
    /** What earlier looks read; this one adds to it. */
    readonly memory?: Memory;
  };
}

/** What would be done with a file; touches nothing but `folder`, and leaves nothing there. */
export async function makePlan(
  path: string,
  options: PlanOptions,
  context: StageContext,
): Promise<{ source: Source; findings: Finding[]; plan: Plan }> {
  const { folder, opened, edit } = options;
  const file = opened
    ? await readAgain(opened.snapshot, folder, opened.findings)
    : await readFile(path, folder, 'quick', context);
  try {
    const { db, source, renamed } = file;
    const memory = opened?.memory ?? newMemory();
    if (edit) assertPlanIsOf(edit.plan, source);
    const timezone = edit ? edit.plan.timezone : options.timezone;
    const found = await preflight(
      { db, source, renamed, timezone, plan: edit?.plan, changed: edit?.changed, memory },
      context,
    ).catch(async (error: unknown) => {
      await file.sound;
      throw error;
    });
    const unsound = await file.sound;
    const plan = await buildPlan({ source, assessed: found.tables, timezone });
    const asked = { db, source, plan, assessed: found.tables, signal: context.signal };
    const findings = await withRowsAlong(asked, memory, found.findings);
    return { source, findings: [...findings, ...unsound, ...findingsOf(plan.notCarried)], plan };
  } finally {
    await file.close();
    if (!opened) await discardSnapshot(file.snapshot);
  }
}
