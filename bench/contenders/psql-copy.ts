import { targetUrl } from '../../electron/core/postgres/target.ts';
import type { Attendance } from '../attendance.ts';
import type { Contender } from '../contender.ts';
import { runProgram } from '../program.ts';

/** The server's own limit: `psql \copy` of the attendance rows from a ready CSV into a table that has nothing else. */
export function psqlCopy({ bareTable, csv, rows }: Attendance, id: 'copy' | 'copy with key'): Contender {
  return {
    id,
    name: `psql \\copy of attendance, ${id === 'copy' ? 'no key' : 'with primary key'}`,
    program: 'psql',
    prepare: id === 'copy' ? bareTable : `${bareTable}; ALTER TABLE attendance ADD PRIMARY KEY (id)`,
    run: async ({ password, ...database }, signal) => {
      const copy = `\\copy attendance FROM '${csv}' WITH (FORMAT csv)`;
      const { seconds, stdout } = await runProgram('psql', ['-X', '-d', targetUrl(database), '-c', copy], {
        environment: { PGPASSWORD: password },
        signal,
      });
      if (stdout.trim() !== `COPY ${rows}`) throw new Error(`psql did not copy every row: ${stdout}`);
      return { seconds, rows };
    },
  };
}
