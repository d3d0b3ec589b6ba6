import { parentPort, workerData } from 'node:worker_threads';
import { openSnapshot } from '../source/snapshot.ts';
import { type Screened, screenTable } from './screen.ts';
import type { ScreenAnswer, ScreenQuestion } from './screen-tables.ts';

const { path, source, share }: ScreenQuestion = workerData;
parentPort?.postMessage(await answer());

async function answer(): Promise<ScreenAnswer> {
  const db = openSnapshot({ path, file: source.file });
  try {
    const context = { signal: new AbortController().signal, advance: () => undefined };
    const tables: Screened[][] = [];
    for (const table of source.tables) tables.push(await screenTable(db, source, table, share, context));
    return { kind: 'screened', tables };
  } catch (error) {
    return { kind: 'failed', error };
  } finally {
    db.close();
  }
}
