import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Finding } from '../../../shared/finding.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Source } from '../../../shared/source.ts';
import { namesToChange, type Renamed, renamedCopy } from '../source/fit-names.ts';
import { spelledCopy } from '../source/garbled-names.ts';
import { checkIntegrity } from '../source/integrity.ts';
import { readSource } from '../source/read-source.ts';
import { readableCopy } from '../source/readable-copy.ts';
import { openSnapshot, type Snapshot, takeSnapshot } from '../source/snapshot.ts';

/** A snapshot that is open and understood, with its integrity still being checked beside. */
export interface OpenFile {
  readonly snapshot: Snapshot;
  readonly db: Database;
  readonly source: Source;
  /** Settles when every page was checked, with what isn't sound but does no harm; rejects when the file is corrupt. */
  readonly sound: Promise<readonly Finding[]>;
  /** Names that had to give way. */
  readonly renamed: readonly Renamed[];
  readonly close: () => Promise<void>;
}

/**
 * Takes the snapshot into `folder` and understands it. Whatever is read of it counts only once `sound` has
 * resolved: the check takes as long as preflight and runs beside it.
 */
export async function readFile(
  path: string,
  folder: string,
  integrity: 'quick' | 'full',
  context: StageContext,
): Promise<OpenFile> {
  const snapshot = await takeSnapshot(path, join(folder, 'snapshot.db'), context);
  const sound = checkIntegrity(snapshot, integrity, { signal: context.signal, advance: () => undefined });
  // Whoever awaits `sound` sees the rejection; until then it must not count as unhandled.
  sound.catch(() => undefined);
  try {
    return { ...(await understand(snapshot, folder)), snapshot, sound };
  } catch (error) {
    // When the file is corrupt, that says more than what broke first.
    await sound;
    throw error;
  }
}

/** Opens a snapshot that was taken and checked before; `findings` is what its check had to say. */
export async function readAgain(
  snapshot: Snapshot,
  folder: string,
  findings: readonly Finding[],
): Promise<OpenFile> {
  return { ...(await understand(snapshot, folder)), snapshot, sound: Promise.resolve(findings) };
}

/**
 * Opens the snapshot, or a copy of it where its names are no texts or PostgreSQL can't have them, or only the application
 * could read its rows. The copies go when it is closed, or can't be understood.
 */
async function understand(
  snapshot: Snapshot,
  folder: string,
): Promise<Pick<OpenFile, 'db' | 'source' | 'renamed' | 'close'>> {
  const paths = { spelled: join(folder, 'spelled.db'), renamed: join(folder, 'renamed.db') };
  const readable = join(folder, 'readable.db');
  const removeCopies = async () => {
    await rm(paths.spelled, { force: true });
    await rm(paths.renamed, { force: true });
  };
  try {
    const spelled = await spelledCopy(snapshot, paths.spelled);
    const opened = await openReadable(spelled, readable);
    const renamed = namesToChange(opened.source);
    if (renamed.length > 0) await opened.close();
    const last =
      renamed.length === 0
        ? opened
        : await openReadable(await renamedCopy(spelled, paths.renamed, renamed), readable);
    const close = async () => {
      await last.close();
      await removeCopies();
    };
    return { ...last, source: withLeftOut(last.source, opened.source, renamed), renamed, close };
  } catch (error) {
    await removeCopies();
    throw error;
  }
}

/** The triggers and broken views, which the copy with other names lacks. */
function withLeftOut(source: Source, original: Source, renamed: readonly Renamed[]): Source {
  const there = new Set(source.objects.map(({ kind, name }) => `${kind} ${name}`));
  const newName = (table: string) =>
    renamed.find((change) => change.column === undefined && change.table === table)?.to ?? table;
  const leftOut = original.objects
    .filter(({ kind, name }) => (kind === 'trigger' || kind === 'view') && !there.has(`${kind} ${name}`))
    .map(({ table, ...object }) => ({
      ...object,
      ...(table === undefined ? {} : { table: newName(table) }),
    }));
  return { ...source, objects: [...source.objects, ...leftOut] };
}

/** Opens a snapshot and understands it; its rows come from `copyPath` where only the application could read them. */
async function openReadable(
  snapshot: Snapshot,
  copyPath: string,
): Promise<Pick<OpenFile, 'db' | 'source' | 'close'>> {
  const readable = await readableCopy(snapshot, copyPath);
  const db = openSnapshot(readable);
  const facts = readable === snapshot ? db : openSnapshot(snapshot);
  const close = async () => {
    db.close();
    if (readable !== snapshot) await rm(copyPath, { force: true });
  };
  try {
    return { db, source: readSource(db, snapshot.file, facts), close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    if (facts !== db) facts.close();
  }
}

/** Removes a snapshot that nobody will need as a backup. */
export async function discardSnapshot({ path }: Snapshot): Promise<void> {
  await rm(path, { force: true });
}
