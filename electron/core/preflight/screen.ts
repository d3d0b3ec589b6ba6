import type { Database } from 'better-sqlite3';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { type Memory, recall } from './memory.ts';
import { screenBySql } from './screen-by-sql.ts';
import { screenStored } from './screen-stored.ts';
import type { Screened } from './screened.ts';

/** Screens all tables in their order. */
export async function screenTables(
  { db, source, memory }: { db: Database; source: Source; memory: Memory },
  context: StageContext,
): Promise<Screened[][]> {
  const total = source.tables.reduce((sum, { rows }) => sum + rows, 0);
  const tables: Screened[][] = [];
  let before = 0;
  for (const table of source.tables) {
    const advance: StageContext['advance'] = (step) =>
      context.advance({ ...step, done: before + step.done, total });
    const within = { signal: context.signal, advance };
    const screened = await recall(memory.screened, [table.name], async () => {
      const stored = await screenStored(db, source.file.encoding, table, within);
      return stored ?? (await screenBySql(db, source, table, within));
    });
    tables.push(screened);
    before += table.rows;
  }
  return tables;
}
