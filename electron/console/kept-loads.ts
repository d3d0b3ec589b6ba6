import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rollcallError } from '../../shared/errors/index.ts';
import { LoadReport, type LoadSummary } from '../../shared/load-test.ts';
import { privateFolder } from '../core/run/run-folder.ts';

interface KeptLoad {
  readonly folder: string;
  readonly report: LoadReport;
}

/** The load tests whose folders are still there. */
export class KeptLoads {
  readonly #folders = new Map<string, string>();

  /** Newest first. A folder that holds no report, or one of another version, is none. */
  async list(): Promise<LoadSummary[]> {
    const parent = await privateFolder('loads');
    const kept = await Promise.all((await readdir(parent)).map((name) => readLoad(join(parent, name))));
    const found = kept.filter((load) => load !== undefined);
    this.#folders.clear();
    for (const { folder, report } of found) this.#folders.set(report.id, folder);
    return found
      .map(({ report }) => summaryOf(report))
      .toSorted((one, other) => other.startedAt.localeCompare(one.startedAt));
  }

  /** @throws RollcallError load-unknown */
  async report(id: string): Promise<LoadReport> {
    const load = await readLoad(await this.#folderOf(id));
    if (!load) throw rollcallError('load-unknown', {});
    return load.report;
  }

  /** @throws RollcallError load-unknown */
  async remove(id: string): Promise<void> {
    await rm(await this.#folderOf(id), { recursive: true, force: true });
    this.#folders.delete(id);
  }

  /** By what the list has found, never by what a window says: an id is no part of a path. */
  async #folderOf(id: string): Promise<string> {
    if (!this.#folders.has(id)) await this.list();
    const folder = this.#folders.get(id);
    if (folder === undefined) throw rollcallError('load-unknown', {});
    return folder;
  }
}

async function readLoad(folder: string): Promise<KeptLoad | undefined> {
  try {
    const text = await readFile(join(folder, 'load-test.json'), 'utf8');
    return { folder, report: LoadReport.parse(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}

function summaryOf({ id, startedAt, outcome, source, target, measurements, ms }: LoadReport): LoadSummary {
  const scenarios = new Set(measurements.map(({ scenario }) => scenario)).size;
  return { id, startedAt, outcome, source: source.path, target, scenarios, ms };
}
