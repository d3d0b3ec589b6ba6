import { writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RollcallError } from '../../../shared/errors/index.ts';
import type { SslMode, Target } from '../../../shared/target.ts';
import { type Certificate, issue } from '../../testing/certificate.ts';
import { startTlsServer, type TlsServer } from '../../testing/tls-server.ts';
import { connect } from './connect.ts';
import { withPassword } from './password.ts';

const rules = [
  'local all all trust',
  'host all postgres samehost scram-sha-256',
  'host all open samehost trust',
  'hostssl all tls_only samehost scram-sha-256',
  'hostnossl all plain_only samehost scram-sha-256',
  'host all rejected samehost reject',
  'host all ident_only samehost ident',
  'host all ghost samehost trust',
];
let server: TlsServer;

beforeAll(async () => {
  server = await startTlsServer(['127.0.0.1', '::1', 'db.school.test'], rules);
  const client = await connect(server.running.target);
  for (const role of ['open', 'tls_only', 'plain_only', 'rejected', 'ident_only', 'unlisted']) {
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
  }
  await client.end();
});

afterAll(async () => server[Symbol.asyncDispose]());

function as(user: string, mode: SslMode, more: Partial<Target> & { caFile?: string } = {}): Target {
  const { caFile, ...fields } = more;
  const { endpoint } = server.running.target;
  const ssl = caFile === undefined ? { mode } : { mode, caFile };
  return { endpoint, database: 'postgres', user, password: 'right', ssl, ...fields };
}

function at(host: string): Target['endpoint'] {
  return { kind: 'tcp', host, port: server.running.target.endpoint.port };
}

/** Logs in and asks the server whether the connection is encrypted. */
async function encryption(target: Target): Promise<boolean> {
  const client: pg.Client = await connect(target);
  try {
    const { rows } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    return rows[0].ssl;
  } finally {
    await client.end();
  }
}

describe('sslmode, as the table in the manual has it', () => {
  test.each<[SslMode, boolean]>([
    ['disable', false],
    ['allow', false],
    ['prefer', true],
    ['require', true],
  ])('%s, when the server takes both: encrypted is %s', async (mode, encrypted) => {
    expect(await encryption(as('open', mode))).toBe(encrypted);
  });

  test('allow becomes encrypted where plain is refused', async () => {
    expect(await encryption(as('tls_only', 'allow'))).toBe(true);
  });

  test('prefer becomes plain where encrypted is refused', async () => {
    expect(await encryption(as('plain_only', 'prefer'))).toBe(false);
  });

  test('prefer reports the password, not the way', async () => {
    await expect(connect(as('tls_only', 'prefer', { password: 'wrong' }))).rejects.toMatchObject({
      code: 'password-rejected',
    });
  });

  test('require does not become plain', async () => {
    await expect(connect(as('plain_only', 'require'))).rejects.toMatchObject({ code: 'no-pg-hba-entry' });
  });

  test('disable where only encrypted is taken', async () => {
    for (const password of ['right', 'wrong']) {
      await expect(connect(as('tls_only', 'disable', { password }))).rejects.toMatchObject({
        code: 'tls-required',
      });
    }
  });

  test('a socket is never encrypted and never verified', async () => {
    const { port } = server.running.target.endpoint;
    const endpoint = { kind: 'socket', folder: server.socketFolder, port } as const;
    expect(await encryption(as('open', 'verify-full', { endpoint }))).toBe(false);
  });
});

describe('certificates', () => {
  const loopback = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const here = ['127.0.0.1', '::1'].filter((host) => loopback.some(({ address }) => address === host));

  test.each(here)('verify-full takes the address %s from the certificate', async (host) => {
    const { caFile } = server;
    expect(await encryption(as('open', 'verify-full', { caFile, endpoint: at(host) }))).toBe(true);
  });

  test('verify-full refuses another host, verify-ca and require do not look', async () => {
    const { caFile } = server;
    const endpoint = at('localhost');
    const refused = connect(as('open', 'verify-full', { caFile, endpoint }));
    await expect(refused).rejects.toMatchObject({ code: 'certificate-wrong-host' });
    expect(await encryption(as('open', 'verify-ca', { caFile, endpoint }))).toBe(true);
    expect(await encryption(as('open', 'require', { caFile, endpoint }))).toBe(true);
  });

  test.each<SslMode>(['require', 'verify-ca', 'verify-full'])(
    '%s refuses an unknown authority',
    async (mode) => {
      const refused = connect(as('open', mode, { caFile: server.strangerFile }));
      await expect(refused).rejects.toMatchObject({ code: 'certificate-unknown' });
    },
  );

  test('system authorities do not know ours', async () => {
    const refused = connect(as('open', 'verify-full', { caFile: 'system' }));
    await expect(refused).rejects.toMatchObject({ code: 'certificate-unknown' });
  });

  test('verifying without an authority is refused', async () => {
    await expect(connect(as('open', 'verify-ca'))).rejects.toMatchObject({ code: 'ca-file-needed' });
  });

  test('a CA file that is missing or holds no certificate', async () => {
    const notes = join(server.caFile, '..', 'notes.txt');
    await writeFile(notes, 'no certificate');
    for (const caFile of [notes, `${notes}.missing`]) {
      const refused = connect(as('open', 'verify-ca', { caFile }));
      await expect(refused).rejects.toMatchObject({ code: 'ca-file-unreadable' });
    }
  });

  test('expired, not yet valid, self-signed', async () => {
    const { authority, caFile, strangerFile } = server;
    const twoYears = 2 * 365 * 86_400_000;
    await present(issue(authority, [], Date.now() - twoYears));
    await outcome(caFile).toBe('certificate-expired');
    await present(issue(authority, [], Date.now() + twoYears));
    await outcome(caFile).toBe('certificate-expired');
    await present(authority);
    await outcome(caFile).toBe('welcome');
    await outcome(strangerFile).toBe('certificate-unknown');
  });

  async function present(certificate: Certificate): Promise<void> {
    await server.present(certificate);
    const client = await connect(server.running.target);
    await client.query('SELECT pg_reload_conf()');
    await client.end();
  }

  /** Polled, since the server reads its new certificate a moment later. */
  function outcome(caFile: string) {
    return expect.poll(async () => {
      try {
        await encryption(as('open', 'verify-ca', { caFile }));
        return 'welcome';
      } catch (error) {
        return error instanceof RollcallError ? error.code : error;
      }
    });
  }
});

describe('pg_hba.conf and roles', () => {
  test.each([
    ['rejected', 'no-pg-hba-entry'],
    ['unlisted', 'no-pg-hba-entry'],
    ['ident_only', 'identity-rejected'],
    ['ghost', 'role-missing'],
  ])('%s gets %s, plain or encrypted', async (user, code) => {
    for (const mode of ['disable', 'allow', 'prefer', 'require'] as const) {
      await expect(connect(as(user, mode))).rejects.toMatchObject({ code });
    }
  });
});

describe('withPassword', () => {
  const sources = { environment: { HOME: '/nowhere', APPDATA: '/nowhere' } };

  test('asks a person only where the server asks', async () => {
    const questions: string[] = [];
    const prompt = async (question: string) => {
      questions.push(question);
      return 'right';
    };
    const { password: _open, ...open } = as('open', 'prefer');
    expect(await withPassword(open, { ...sources, prompt })).toEqual(open);
    expect(questions).toEqual([]);
    const { password: _asked, ...asked } = as('tls_only', 'prefer');
    expect(await encryption(await withPassword(asked, { ...sources, prompt }))).toBe(true);
    expect(questions).toEqual(['Password for tls_only: ']);
  });

  test('asks nobody when the server can not be reached', async () => {
    const { password: _, ...unlisted } = as('unlisted', 'prefer');
    const prompt = () => Promise.reject(new Error('asked'));
    expect(await withPassword(unlisted, { ...sources, prompt })).toEqual(unlisted);
  });
});
