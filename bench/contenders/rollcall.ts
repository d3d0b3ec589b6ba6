import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { targetUrl } from '../../electron/core/postgres/target.ts';
import { MigrationReport } from '../../shared/run.ts';
import type { Contender } from '../contender.ts';
import { runProgram } from '../program.ts';
import type { School } from '../school.ts';

const cli = join(import.meta.dirname, '../../electron/cli/main.ts');

/**
 * Everything, as a person starts it: snapshot, preflight, copy, indexes, foreign keys, every value verified. Node gets
 * the options that scripts/run.mjs gives to every script, this one too.
 */
export function rollcall(
  { file, rows }: School,
  id: 'rollcall' | 'rollcall at ten times the rows',
  folder: string,
): Contender {
  return {
    id,
    name: `Rollcall, whole file, verified${id === 'rollcall' ? '' : ', ten times the rows'}`,
    run: async ({ password, ...database }, signal) => {
      const data = await mkdtemp(join(folder, 'rollcall-'));
      try {
        const { stdout, seconds, peakMegabytes } = await runProgram(
          process.execPath,
          [
            ...process.execArgv,
            cli,
            'migrate',
            file,
            '--to',
            targetUrl(database),
            '--bad-rows',
            'stop',
            '--json',
          ],
          { environment: { PGPASSWORD: password, ROLLCALL_DATA: data }, signal },
        );
        const { outcome, tables, phases } = MigrationReport.parse(JSON.parse(stdout));
        const arrived = tables.reduce((sum, { targetRows }) => sum + targetRows, 0);
        if (outcome !== 'verified' || arrived !== rows.all) {
          throw new Error(`Rollcall's run ended ${outcome}, with ${arrived} of ${rows.all} rows`);
        }
        return {
          seconds,
          rows: rows.all,
          ...(peakMegabytes === undefined ? {} : { peakMegabytes }),
          phases: Object.fromEntries(phases.map((phase) => [phase.name, phase.ms])),
        };
      } finally {
        await rm(data, { recursive: true, force: true });
      }
    },
  };
}
