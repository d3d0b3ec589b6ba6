import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../../shared/finding.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import type { Renamed } from '../source/fit-names.ts';
import { spelledCopy } from '../source/garbled-names.ts';
import { readableCopy } from '../source/readable-copy.ts';
import type { Snapshot } from '../source/snapshot.ts';
import { sizeOf } from '../source/source-file.ts';
import { readFile } from './read-file.ts';
import { makeFolder } from './run-folder.ts';

export interface OpenedFile {
  readonly source: Source;
  /** Stays in `folder`, for looking at rows. */
  readonly snapshot: Snapshot;
  /** Whether an application has the file open, as far as a file tells. */
  readonly inUse: boolean;
  /** Names that `source` has and the snapshot doesn't. */
  readonly renamed: readonly Renamed[];
  /** What the check of the file's pages had to say. */
  readonly findings: readonly Finding[];
}

/**
 * Takes a snapshot of a file, to look at it, in place of the one that lies in `folder`.
 *
 * @throws the errors of shared/errors/source.ts; the signal's reason when cancelled
 */
export async function openFile(path: string, folder: string, context: StageContext): Promise<OpenedFile> {
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder, 0o700);
  // SQLite keeps this file beside a database in WAL mode for as long as somebody has it open.
  const inUse = (await sizeOf(`${path}-shm`)) > 0 || (await sizeOf(`${path}-journal`)) > 0;
  const file = await readFile(path, folder, 'quick', context);
  try {
    const findings = await file.sound;
    const spelled = await spelledCopy(file.snapshot, join(folder, 'names.db'));
    const snapshot = await readableCopy(spelled, join(folder, 'rows.db'));
    return { source: file.source, snapshot, renamed: file.renamed, inUse, findings };
  } finally {
    await file.close();
  }
}
