import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { MigrationReport } from '../../shared/run.ts';
import type { Target } from '../../shared/target.ts';
import { migrate } from '../core/run/migrate.ts';
import type { MigrationRequest } from '../core/run/run.ts';
import { testFolder } from './test-folder.ts';

/** Makes a SQLite file of the given statements, with its own checks off so that bad data can be planted. */
export function sqliteFile(...statements: readonly string[]): string {
  const path = join(testFolder(), 'app.db');
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  // Nothing of it has to outlive a power cut.
  db.pragma('synchronous = OFF');
  for (const statement of statements) db.exec(statement);
  db.close();
  return path;
}

/** Migrates with the choices that most tests want; `options` overrides them. */
export function migrateFile(
  source: string,
  target: Target,
  options: Partial<MigrationRequest> & { signal?: AbortSignal } = {},
): Promise<MigrationReport> {
  const { signal = new AbortController().signal, ...request } = options;
  return migrate(
    {
      source,
      target,
      schema: 'public',
      mode: 'create',
      badRows: 'stop',
      dryRun: false,
      integrity: 'quick',
      folder: testFolder(),
      ...request,
    },
    { signal, onProgress: () => undefined },
  );
}
