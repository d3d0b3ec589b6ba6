import { type BigIntStats, createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptySnapshotFile, foldIntoOneFile } from './snapshot-file.ts';

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
    if (part !== '' && !before.present.has(part)) continue;
    const to = createWriteStream(snapshotPath + part, { flags: 'w', mode: 0o600 });
    try {
      await pipeline(createReadStream(real + part, { highWaterMark: 1 << 20 }), to, { signal });
    } catch (error) {
      if (isGone(error, real + part)) return false;
      throw error;
    }
  }
  if ((await stamps(real)).text !== before.text) return false;
  foldIntoOneFile(snapshotPath);
  return true;
}

interface Stamps {
  /** Size, time of change and identity of the file and what lies beside it. */
  readonly text: string;
  /** Time of the last change in milliseconds. */
  readonly newest: number;
  readonly present: ReadonlySet<string>;
}

/** Undefined where the last change is so fresh that another one would get the same time. */
async function settledStamps(real: string): Promise<Stamps | undefined> {
  const isFresh = ({ newest }: Stamps) => Math.abs(Date.now() - newest) < stampTick;
  if (isFresh(await stamps(real))) await sleep(stampTick);
  const found = await stamps(real);
  return isFresh(found) ? undefined : found;
}

async function stamps(real: string): Promise<Stamps> {
  const found = await Promise.all(parts.map((part) => statOf(real + part)));
  return {
    text: found.map((one) => (one ? `${one.ino} ${one.size} ${one.mtimeNs}` : 'none')).join(', '),
    newest: Math.max(...found.map((one) => (one ? Number(one.mtimeMs) : 0))),
    present: new Set(parts.filter((_, position) => found[position])),
  };
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (isGone(error, path)) return undefined;
    throw error;
  }
}

/** The application that had the file open has removed its log or journal. */
function isGone(error: unknown, path: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ENOENT' &&
    'path' in error &&
    error.path === path
  );
}
