import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import { createSecureContext, getCACertificates } from 'node:tls';
import { rollcallError } from '../../../shared/errors/index.ts';
import type { Target } from '../../../shared/target.ts';

export type Way = 'plain' | 'tls';

/**
 * In which order encrypted and plain connections are tried (manual, "SSL Support", table "SSL Mode Descriptions").
 * A socket is never encrypted.
 */
export function waysToConnect({ endpoint, ssl }: Target): readonly [Way, ...Way[]] {
  if (endpoint.kind === 'socket') return ['plain'];
  switch (ssl.mode) {
    case 'disable':
      return ['plain'];
    case 'allow':
      return ['plain', 'tls'];
    case 'prefer':
      return ['tls', 'plain'];
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return ['tls'];
  }
}

/**
 * What an encrypted connection verifies: nothing without a CA file, the chain with one (also under `require`, as
 * libpq does), the host's name too under `verify-full`.
 *
 * @throws RollcallError ca-file-needed, ca-file-unreadable
 */
export async function tlsOptions({ mode, caFile }: Target['ssl']): Promise<ConnectionOptions> {
  if (caFile === undefined) {
    if (mode === 'verify-ca' || mode === 'verify-full') throw rollcallError('ca-file-needed', { mode });
    return { rejectUnauthorized: false };
  }
  const ca = caFile === 'system' ? getCACertificates('system') : [await readCertificates(caFile)];
  const chain: ConnectionOptions = { ca, rejectUnauthorized: true };
  return mode === 'verify-full' ? chain : { ...chain, checkServerIdentity: () => undefined };
}

async function readCertificates(path: string): Promise<string> {
  try {
    const pem = await readFile(path, 'utf8');
    createSecureContext({ ca: pem });
    if (pem.includes('-----BEGIN ')) return pem;
  } catch (cause) {
    throw rollcallError('ca-file-unreadable', { path }, cause);
  }
  throw rollcallError('ca-file-unreadable', { path });
}
