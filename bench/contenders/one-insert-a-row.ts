import Database from 'better-sqlite3';
import { connect } from '../../electron/core/postgres/connect.ts';
import { columnList } from '../../electron/core/postgres/ddl.ts';
import { quoteName } from '../../electron/core/source/quote.ts';
import type { Attendance } from '../attendance.ts';
import type { Contender } from '../contender.ts';
import type { School } from '../school.ts';

/**
 * The way of the scripts that Rollcall replaces: one INSERT … ON CONFLICT a row. At its best: prepared once, and
 * committed once at the end.
 */
export function oneInsertARow({ file }: School, { bareTable, rows }: Attendance): Contender {
  const share = 1 / 10;
  const wanted = Math.ceil(rows * share);
  return {
    id: 'one insert a row',
    name: 'one INSERT a row of attendance, scaled from a tenth',
    prepare: `${bareTable}; ALTER TABLE attendance ADD PRIMARY KEY (id)`,
    share,
    run: async (database, signal) => {
      const db = new Database(file, { readonly: true });
      const client = await connect(database, { signal });
      try {
        const select = db.prepare<[number], unknown[]>('SELECT * FROM attendance ORDER BY id LIMIT ?').raw();
        const text = upsertSql(select.columns().map(({ name }) => name));
        const started = performance.now();
        await client.query('BEGIN');
        for (const values of select.iterate(wanted)) {
          signal.throwIfAborted();
          await client.query({ name: 'upsert', text, values });
        }
        await client.query('COMMIT');
        return { seconds: (performance.now() - started) / 1000, rows: wanted };
      } finally {
        await client.end();
        db.close();
      }
    },
  };
}

function upsertSql(columns: readonly string[]): string {
  const values = columns.map((_, position) => `$${position + 1}`);
  const assignments = columns.map((name) => `${quoteName(name)} = excluded.${quoteName(name)}`);
  return `INSERT INTO attendance (${columnList(columns)}) VALUES (${values.join(', ')})
    ON CONFLICT (id) DO UPDATE SET ${assignments.join(', ')}`;
}
