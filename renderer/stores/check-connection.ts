import type { JobState } from '../../shared/console/job.ts';
import { useConsole } from './console.ts';

/** Tables that are to arrive, by which the names that have to be free are known. */
export function tablesToMove(jobs: readonly JobState[], path: string | undefined): string[] {
  const opened = jobs.findLast(({ job }) => job.kind === 'open' && job.path === path);
  if (opened?.status !== 'done' || opened.result.kind !== 'open') return [];
  return opened.result.source.tables.map(({ name }) => name);
}

/** Makes a connection the target and has it checked. */
export async function checkConnection(connection: string): Promise<void> {
  const { console, setLine, startJob } = useConsole.getState();
  if (console === undefined) return;
  const { line, jobs } = console;
  await setLine({ connection, checked: false });
  const { schema } = line.options;
  await startJob({ kind: 'check connection', connection, schema, tables: tablesToMove(jobs, line.path) });
}
