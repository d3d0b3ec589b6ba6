import { targetUrl } from '../../electron/core/postgres/target.ts';
import type { Contender, Course } from '../contender.ts';
import { type Measurement, runProgram } from '../measure.ts';
import { missingProgram } from './missing-program.ts';

/** The whole file with pgloader's defaults: tables, rows, indexes, foreign keys; nothing is verified. */
export const pgloader: Contender = {
  name: 'pgloader, whole file',
  obstacle: () => missingProgram('pgloader'),
  run: load,
};

async function load({ file, rows, freshDatabase }: Course): Promise<Measurement> {
  const { target, drop } = await freshDatabase();
  try {
    const { password, ...nameless } = target;
    const { seconds, stdout, peakMegabytes } = await runProgram('pgloader', [file, targetUrl(nameless)], {
      env: { ...process.env, PGPASSWORD: password },
    });
    const copied = /^\s*attendance\s+(\d+)\s+(\d+)\s+\S+ \S+\s+([\d.]+)s/m.exec(stdout);
    if (copied?.[1] !== '0' || Number(copied[2]) !== rows.attendance) {
      throw new Error(`pgloader did not load every attendance row:\n${stdout}`);
    }
    return {
      seconds,
      rows: rows.all,
      ...(peakMegabytes === undefined ? {} : { peakMegabytes }),
      phases: { attendance: Number(copied[3]) * 1000 },
    };
  } finally {
    await drop();
  }
}
