import type { Attendance } from '../attendance.ts';
import { type Contender, programVersion } from '../contender.ts';
import type { School } from '../school.ts';
import { oneInsertARow } from './one-insert-a-row.ts';
import { pgloader } from './pgloader.ts';
import { psqlCopy } from './psql-copy.ts';
import { rollcall } from './rollcall.ts';

/** What the contenders are given to move. */
export interface Course {
  readonly school: School;
  /** Of that school. */
  readonly attendance: Attendance;
  /** The school of ten times the rows, unless it is left out. */
  readonly tenfold: School | undefined;
  /** For files that the contenders need meanwhile. */
  readonly folder: string;
}

/** The contenders in the order in which they run in each round. */
export function allContenders({ school, attendance, tenfold, folder }: Course): Contender[] {
  return [
    psqlCopy(attendance, 'copy'),
    psqlCopy(attendance, 'copy with key'),
    oneInsertARow(school, attendance),
    pgloader(school, folder),
    rollcall(school, 'rollcall', folder),
    ...(tenfold ? [rollcall(tenfold, 'rollcall at ten times the rows', folder)] : []),
  ];
}

/** Those whose program is installed. */
export async function installedContenders(
  contenders: readonly Contender[],
  onMissing: (contender: Contender) => void,
): Promise<Contender[]> {
  const able: Contender[] = [];
  for (const contender of contenders) {
    const { program } = contender;
    if (program === undefined || (await programVersion(program)) !== undefined) able.push(contender);
    else onMissing(contender);
  }
  return able;
}
