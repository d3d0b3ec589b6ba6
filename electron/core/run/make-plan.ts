import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { findingsOf } from '../plan/findings.ts';
import { assertPlanFits } from '../plan/fit.ts';
import { preflight } from '../preflight/preflight.ts';
import { discardSnapshot, readFile } from './read-file.ts';

interface PlanOptions {
  readonly folder: string;
  readonly timezone?: string;
  /** Says what this plan would do to the data, instead of making one. */
  readonly plan?: Plan;
}

/** What would be done with a file; touches nothing but `folder`, and leaves nothing there. */
export async function makePlan(
  path: string,
  options: PlanOptions,
  context: StageContext,
): Promise<{ source: Source; findings: Finding[]; plan: Plan }> {
  const file = await readFile(path, options.folder, 'quick', context);
  try {
    const { db, source, renamed } = file;
    if (options.plan) assertPlanFits(options.plan, source);
    const timezone = options.plan?.timezone ?? options.timezone;
    const found = await preflight({ db, source, renamed, timezone, plan: options.plan }, context).catch(
      async (error: unknown) => {
        await file.sound;
        throw error;
      },
    );
    const unsound = await file.sound;
    const plan = options.plan ?? (await buildPlan({ source, assessed: found.tables, timezone }));
    return { source, findings: [...found.findings, ...unsound, ...findingsOf(plan.notCarried)], plan };
  } finally {
    await file.close();
    await discardSnapshot(file.snapshot);
  }
}
