import { join } from 'node:path';
import { targetUrl } from '../../electron/core/postgres/target.ts';
import type { Contender } from '../contender.ts';
import { runProgram } from '../program.ts';
import type { School } from '../school.ts';

/** The whole file with pgloader's defaults: tables, rows, indexes, foreign keys; nothing is verified. */
export function pgloader({ file, rows }: School, folder: string): Contender {
  return {
    id: 'pgloader',
    name: 'pgloader, whole file',
    program: 'pgloader',
    run: async ({ password, ...database }, signal) => {
      const { stdout, seconds, peakMegabytes } = await runProgram(
        'pgloader',
        ['--root-dir', join(folder, 'pgloader'), file, targetUrl(database)],
        { environment: { PGPASSWORD: password }, signal },
      );
      const attendance = readSummary(stdout);
      if (attendance?.errors !== 0 || attendance.rows !== rows.attendance) {
        throw new Error(`pgloader did not load every row of attendance:\n${stdout}`);
      }
      return {
        seconds,
        rows: rows.all,
        ...(peakMegabytes === undefined ? {} : { peakMegabytes }),
        phases: { attendance: attendance.seconds * 1000 },
      };
    },
  };
}

/**
 * The line of `attendance` in the summary that pgloader prints: name, errors, rows, bytes, seconds. Errors don't
 * change its exit code.
 */
export function readSummary(stdout: string): { errors: number; rows: number; seconds: number } | undefined {
  const line = /^\s*attendance\s+(\d+)\s+(\d+)\s+.*?(?:(\d+)m)?([\d.]+)s\s*$/m.exec(stdout);
  if (!line) return undefined;
  const [, errors, rows, minutes = '0', seconds] = line;
  return { errors: Number(errors), rows: Number(rows), seconds: Number(minutes) * 60 + Number(seconds) };
}
