import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { isFileError } from './file-error.ts';

/** The port kept in `file` when it is free on loopback, otherwise any free one. */
export async function choosePort(file: string): Promise<number> {
  const last = await lastPort(file);
  return (await freePort(last)) ?? (await freePort(0)) ?? 0;
}

async function lastPort(file: string): Promise<number> {
  try {
    const port = Number(await readFile(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return 0;
    throw error;
  }
}

/** `port` if nobody listens there, where 0 stands for any; `undefined` when it is taken. */
export function freePort(port: number): Promise<number | undefined> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', (error) =>
      isFileError(error, 'EADDRINUSE', 'EACCES') ? resolve(undefined) : reject(error),
    );
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      const free = typeof address === 'object' && address !== null ? address.port : undefined;
      probe.close(() => resolve(free));
    });
  });
}
