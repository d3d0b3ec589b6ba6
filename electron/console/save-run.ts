import type { Answer, Request } from '../../shared/console/channels.ts';
import type { Dialogs } from './host.ts';
import type { PastRuns } from './past-runs.ts';

/** Saves what a run left where a person chooses. A browser saves by itself: nothing is done there. */
export async function saveRun(
  runs: PastRuns,
  dialogs: Dialogs | undefined,
  { runId, as, language }: Request<'runs.save'>,
): Promise<Answer<'runs.save'>> {
  if (!dialogs) return {};
  const content = await contentOf(runs, dialogs, { runId, as, language });
  const path = await dialogs.save(`rollcall-${runId}.${as}`, content);
  return path === undefined ? {} : { path };
}

async function contentOf(
  runs: PastRuns,
  dialogs: Dialogs,
  { runId, as, language }: Request<'runs.save'>,
): Promise<string | Uint8Array> {
  switch (as) {
    case 'csv':
      return runs.csv(runId);
    case 'html':
      return runs.page(runId, language);
    case 'pdf':
      return dialogs.print(runId, language);
  }
}
