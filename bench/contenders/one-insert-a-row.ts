import Database from 'better-sqlite3';
import { connect } from '../../electron/core/postgres/connect.ts';
import { quoteName } from '../../electron/core/source/quote.ts';
import type { Contender, Course } from '../contender.ts';
import type { Measurement } from '../measure.ts';

/** The way of the scripts that Rollcall replaces: one INSERT … ON CONFLICT a row, all in one transaction. */
export const oneInsertARow: Contender = {
  name: 'one INSERT a row (a tenth)',
  obstacle: async () => undefined,
  run: insertATenth,
};

async function insertATenth({ file, loaded, rows }: Course): Promise<Measurement> {
  // Of its own, since a client remembers what it has prepared.
  const client = await connect(loaded.target);
  const tenth = Math.ceil(rows.attendance / 10);
  await client.query(
    'DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE attendance, PRIMARY KEY (id)); CHECKPOINT',
  );
  const db = new Database(file, { readonly: true });
  const select = db.prepare<[number], unknown[]>('SELECT * FROM attendance ORDER BY id LIMIT ?').raw();
  const columns = select.columns().map(({ name }) => quoteName(name));
  const sql =
    `INSERT INTO bare (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}) ` +
    `ON CONFLICT (id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  const started = performance.now();
  await client.query('BEGIN');
  for (const values of select.iterate(tenth)) await client.query({ name: 'upsert', text: sql, values });
  await client.query('COMMIT');
  const seconds = (performance.now() - started) / 1000;
  db.close();
  await client.query('DROP TABLE bare');
  await client.end();
  return { seconds, rows: tenth };
}
