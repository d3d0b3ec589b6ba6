import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { combine, type Screened, type Share, screenTable } from './screen.ts';

export interface ScreenQuestion {
  readonly path: string;
  readonly source: Source;
  readonly share: Share;
}

export type ScreenAnswer =
  | { readonly kind: 'screened'; readonly tables: readonly Screened[][] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Below this a second thread costs more than it saves. */
const rowsWorthAThread = 100_000;

/** Screens all tables in their order; large files by two threads, each of which takes every other block. */
export async function screenTables(
  db: Database,
  source: Source,
  context: StageContext,
): Promise<Screened[][]> {
  const total = source.tables.reduce((sum, { rows }) => sum + rows, 0);
  if (total < rowsWorthAThread) return screenShare(db, source, { index: 0, of: 1 }, total, context);
  const other = screenInThread({ path: db.name, source, share: { index: 1, of: 2 } }, context.signal);
  // When this thread's part fails first, that is the error to tell.
  other.catch(() => undefined);
  const own = await screenShare(db, source, { index: 0, of: 2 }, total, context);
  const rest = await other;
  return own.map((screened, position) => combine(screened, rest[position] ?? []));
}

async function screenShare(
  db: Database,
  source: Source,
  share: Share,
  total: number,
  context: StageContext,
): Promise<Screened[][]> {
  const tables: Screened[][] = [];
  let before = 0;
  for (const table of source.tables) {
    const advance: StageContext['advance'] = (step) =>
      context.advance({ ...step, done: before + step.done, total });
    tables.push(await screenTable(db, source, table, share, { signal: context.signal, advance }));
    before += table.rows;
  }
  return tables;
}

function screenInThread(question: ScreenQuestion, signal: AbortSignal): Promise<readonly Screened[][]> {
  const worker = new Worker(new URL('./screen-worker.ts', import.meta.url), { workerData: question });
  return new Promise<readonly Screened[][]>((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      void worker.terminate();
    };
    signal.addEventListener('abort', abort, { once: true });
    worker.once('message', (answer: ScreenAnswer) => {
      if (answer.kind === 'screened') resolve(answer.tables);
      else reject(answer.error);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      reject(new Error(`The thread that looks at the database ended with code ${code} and no answer.`));
    });
  });
}
