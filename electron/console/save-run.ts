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
  const path = await dialogs.save(`rollcall-${runId}.${as}`, await contentOf());
  return path === undefined ? {} : { path };

  async function contentOf(): Promise<string | Uint8Array> {
    if (as === 'csv') return runs.csv(runId);
    const page = await runs.page(runId, language);
    return as === 'pdf' && dialogs ? dialogs.print(page) : page;
  }
}
