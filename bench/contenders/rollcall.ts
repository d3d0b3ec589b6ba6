import { join } from 'node:path';
import { targetUrl } from '../../electron/core/postgres/target.ts';
import { MigrationReport } from '../../shared/run.ts';
import type { Contender, Course } from '../contender.ts';
import { type Measurement, runProgram } from '../measure.ts';

const cli = join(import.meta.dirname, '../../electron/cli/main.ts');

/** Everything: snapshot, preflight, copy, indexes, foreign keys, verification of every value. */
export const rollcall: Contender = {
  name: 'Rollcall, whole run',
  obstacle: async () => undefined,
  run: migrate,
};

async function migrate({ file, rows, freshDatabase, folder }: Course): Promise<Measurement> {
  const { target, drop } = await freshDatabase();
  try {
    const { password, ...nameless } = target;
    const { seconds, stdout, peakMegabytes } = await runProgram(
      process.execPath,
      [...process.execArgv, cli, 'migrate', file, '--to', targetUrl(nameless), '--json'],
      { env: { ...process.env, PGPASSWORD: password, ROLLCALL_DATA: folder } },
    );
    const { outcome, phases } = MigrationReport.parse(JSON.parse(stdout));
    if (outcome !== 'verified') throw new Error(`Rollcall's run ended ${outcome}`);
    return {
      seconds,
      rows: rows.all,
      ...(peakMegabytes === undefined ? {} : { peakMegabytes }),
      phases: Object.fromEntries(phases.map(({ name, ms }) => [name, ms])),
    };
  } finally {
    await drop();
  }
}
