import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { isFileError } from './file-error.ts';

const host = '127.0.0.1';

/** The port kept in `file` when it is free on loopback, otherwise any free one. */
export async function choosePort(file: string): Promise<number> {
  const last = await lastPort(file);
  return last !== undefined && (await isFree(last)) ? last : anyFreePort();
}

async function lastPort(file: string): Promise<number | undefined> {
  try {
    const port = Number(await readFile(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whether nobody listens on this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port);
    return true;
  } catch (error) {
    if (isFileError(error, 'EADDRINUSE', 'EACCES')) return false;
    throw error;
  }
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export function anyFreePort(): Promise<number> {
  return listenOnce(0);
}

/** Listens on `port`, or on one of the system's choice for 0, and stops again; returns which it was. */
async function listenOnce(port: number): Promise<number> {
  const server = createServer().listen({ port, host, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error(`Listening on ${host} has no port.`);
  return address.port;
}
