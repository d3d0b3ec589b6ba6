import type { JobState } from '../../shared/console/job.ts';
import { takeExamined } from './choices.ts';
import { useConsole } from './console.ts';

/** What follows from a job that ended well: the line gets what it needs to go on. */
export function takeEnded(state: JobState): void {
  const { console, setLine } = useConsole.getState();
  if (state.status !== 'done' || console === undefined) return;
  const { line } = console;
  const { job, result } = state;
  if (result.kind === 'open' && job.kind === result.kind && job.path === line.path && !line.opened) {
    void setLine({ opened: true });
  }
  if (result.kind === 'check connection' && job.kind === result.kind && job.connection === line.connection) {
    const checked = result.checks.every(({ outcome }) => outcome === 'passed' || outcome === 'noted');
    if (checked !== line.checked) void setLine({ checked });
  }
  if (result.kind === 'examine' && job.kind === result.kind && job.path === line.path) {
    const isTaken = line.examined !== undefined && job.edit === undefined;
    if (!isTaken) void takeExamined(result);
  }
  if (result.kind === 'move' && job.kind === result.kind && job.path === line.path) {
    const { runId, outcome } = result.report;
    const hasArrived = outcome === 'verified' || outcome === 'verified with quarantine';
    if (hasArrived && line.runId !== runId) void setLine({ runId, runConnection: job.connection });
  }
}
