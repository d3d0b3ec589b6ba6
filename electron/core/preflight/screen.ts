import type { Database } from 'better-sqlite3';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { screenBySql } from './screen-by-sql.ts';
import { screenStored } from './screen-stored.ts';
import type { Screened } from './screened.ts';

/** Screens all tables in their order. */
export async function screenTables(
  db: Database,
  source: Source,
  context: StageContext,
): Promise<Screened[][]> {
  const total = source.tables.reduce((sum, { rows }) => sum + rows, 0);
  const tables: Screened[][] = [];
  let before = 0;
  for (const table of source.tables) {
    const advance: StageContext['advance'] = (step) =>
      context.advance({ ...step, done: before + step.done, total });
    const within = { signal: context.signal, advance };
    const stored = await screenStored(db, source.file.encoding, table, within);
    tables.push(stored ?? (await screenBySql(db, source, table, within)));
    before += table.rows;
  }
  return tables;
}
