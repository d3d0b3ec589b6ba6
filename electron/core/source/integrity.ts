import { Worker } from 'node:worker_threads';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { StageContext } from '../../../shared/progress.ts';
import { type Damage, type IntegrityDepth, isIndexFault } from './find-damage.ts';
import type { Snapshot } from './snapshot.ts';

export interface IntegrityQuestion {
  readonly path: string;
  readonly depth: IntegrityDepth;
}

export type IntegrityAnswer =
  | ({ readonly kind: 'checked' } & Damage)
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * PRAGMA quick_check or integrity_check of a snapshot, in a thread of its own, because SQLite doesn't give
 * the event loop a turn while it checks.
 *
 * @returns what isn't sound but keeps nothing from moving
 * @throws source-corrupt, source-index-damaged; the signal's reason when cancelled, while the thread ends its check by itself
 */
export async function checkIntegrity(
  snapshot: Snapshot,
  depth: IntegrityDepth,
  { signal, advance }: StageContext,
): Promise<Finding[]> {
  signal.throwIfAborted();
  const { bytes: total, path } = snapshot.file;
  advance({ done: 0, total });
  const answer = await ask({ path: snapshot.path, depth }, signal);
  if (answer.kind === 'failed') throw answer.error;
  if (answer.damage.length > 0) throw rollcallError(codeOf(answer), { path, damage: answer.damage });
  advance({ done: total, total });
  return answer.ownIndexes.map(outOfStep);
}

function codeOf({ damage }: Damage): 'source-corrupt' | 'source-index-damaged' {
  return damage.every(isIndexFault) ? 'source-index-damaged' : 'source-corrupt';
}

function outOfStep(complaint: string): Finding {
  return {
    code: 'index-out-of-step',
    severity: 'warning',
    count: 1,
    samples: [],
    resolutions: [],
    facts: { complaint: complaint.replaceAll('\n', ' ').slice(0, 200) },
    sentence: `The index of a search table doesn't agree with its content (${complaint.replaceAll('\n', ' ').slice(0, 200)}). Nothing of that index goes to PostgreSQL, and the rows of the tables can all be read.`,
  };
}

function ask(question: IntegrityQuestion, signal: AbortSignal): Promise<IntegrityAnswer> {
  const worker = new Worker(new URL('./integrity-worker.ts', import.meta.url), { workerData: question });
  return new Promise<IntegrityAnswer>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      reject(new Error(`The thread that checks the database ended with code ${code} and no answer.`));
    });
  }).finally(() => {
    // Not awaited: it takes until SQLite returns.
    void worker.terminate();
  });
}
