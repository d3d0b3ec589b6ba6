import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptySnapshotFile, foldIntoOneFile } from './snapshot-file.ts';
import { sizeOf } from './source-file.ts';

/** Longer than a tick of any kernel's clock, by which files are stamped. */
const stampTick = 20;
const parts = ['', '-wal', '-journal'] as const;

/**
 * Copies the file with its write-ahead log and journal and recovers the copy, if nobody writes meanwhile.
 *
 * This is for files that SQLite can't open without a trace beside them: those in WAL mode that nobody has
 * open, and those that a crash left with a hot journal.
 *
 * @returns false when something moved while it was copied, so that the copy is worth nothing
 */
export async function copyAtRest(real: string, snapshotPath: string, signal: AbortSignal): Promise<boolean> {
  const before = await settledStamps(real);
  if (!before) return false;
  await emptySnapshotFile(snapshotPath);
  for (const part of parts) {
    if (part !== '' && (await sizeOf(real + part)) === 0) continue;
    const to = createWriteStream(snapshotPath + part, { flags: 'w', mode: 0o600 });
    await pipeline(createReadStream(real + part, { highWaterMark: 1 << 20 }), to, { signal });
  }
  if ((await stamps(real)).text !== before.text) return false;
  foldIntoOneFile(snapshotPath);
  return true;
}

/** Undefined where the last change is so fresh that another one would get the same time. */
async function settledStamps(real: string): Promise<{ text: string } | undefined> {
  const isFresh = ({ newest }: { newest: number }) => Math.abs(Date.now() - newest) < stampTick;
  if (isFresh(await stamps(real))) await sleep(stampTick);
  const found = await stamps(real);
  return isFresh(found) ? undefined : found;
}

/** Size, time of change and identity of the file and what lies beside it. */
async function stamps(real: string): Promise<{ text: string; newest: number }> {
  const found = await Promise.all(parts.map((part) => stat(real + part, { bigint: true }).catch(absent)));
  const text = found.map((one) => (one ? `${one.ino} ${one.size} ${one.mtimeNs}` : 'none')).join(', ');
  return { text, newest: Math.max(...found.map((one) => (one ? Number(one.mtimeMs) : 0))) };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
