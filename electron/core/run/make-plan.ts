import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { findingsOf } from '../plan/findings.ts';
import { preflight } from '../preflight/preflight.ts';
import { discardSnapshot, readFile } from './read-file.ts';

/** What would be done with a file; touches nothing but `folder`, and leaves nothing there. */
export async function makePlan(
  path: string,
  options: { folder: string; timezone?: string },
  context: StageContext,
): Promise<{ source: Source; findings: Finding[]; plan: Plan }> {
  const file = await readFile(path, options.folder, 'quick', context);
  try {
    const { db, source, renamed } = file;
    const found = await preflight({ db, source, renamed, timezone: options.timezone }, context).catch(
      async (error: unknown) => {
        await file.sound;
        throw error;
      },
    );
    const unsound = await file.sound;
    const plan = await buildPlan({ source, assessed: found.tables, timezone: options.timezone });
    return { source, findings: [...found.findings, ...unsound, ...findingsOf(plan.notCarried)], plan };
  } finally {
    await file.close();
    await discardSnapshot(file.snapshot);
  }
}
