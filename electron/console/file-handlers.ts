import { homedir } from 'node:os';
import type { HandlersOf } from './ask.ts';
import { previewEnv, writeEnv } from './env-file.ts';
import { envUrl } from './env-url.ts';
import { listFiles } from './files.ts';
import { allowPath, type Parts } from './parts.ts';
import { Roots } from './roots.ts';

/** What is done on the channels of this computer's files: the SQLite file, the application's .env, what is saved. */
export function fileHandlers(parts: Parts): HandlersOf<'files' | 'source' | 'env'> {
  const { host, connections, opened, samples } = parts;
  return {
    'files.pick': async ({ what }) => {
      const path = await host.dialogs?.pick(what);
      return path === undefined ? {} : { path };
    },
    'files.list': async ({ folder }) =>
      listFiles(folder ?? homedir(), await Roots.of([...(host.roots ?? [homedir()]), samples])),
    'files.save': async ({ name, base64 }) => {
      const path = await host.dialogs?.save(name, Buffer.from(base64, 'base64'));
      return path === undefined ? {} : { path };
    },
    'source.rows': async ({ path, table, from, count }) => ({
      rows: await opened.read(path, table, from, count),
    }),
    'env.preview': async ({ path, connection, driver }) =>
      previewEnv(await allowPath(parts, path), envUrl(connections.targetOf(connection), driver)),
    'env.write': async ({ path, connection, driver }) =>
      writeEnv(await allowPath(parts, path), envUrl(connections.targetOf(connection), driver)),
  };
}
