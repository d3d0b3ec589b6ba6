import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IndexAdvice } from '../../shared/index-advice.ts';
import { IndexEffects } from '../../shared/index-effect.ts';
import { LoadReport } from '../../shared/load-test.ts';
import { Sample } from '../../shared/monitor/sample.ts';
import { connect } from '../core/postgres/connect.ts';
import { defaultSampleOptions, makeSample } from '../core/sample/sample.ts';
import { migrateFile } from '../testing/migration.ts';
import { debianInstallation } from '../testing/own-server.ts';
import { servers } from '../testing/postgres.ts';
import { runCli } from '../testing/run-cli.ts';
import { testFolder } from '../testing/test-folder.ts';
import { startTlsServer, type TlsServer } from '../testing/tls-server.ts';

describe.runIf(servers().some(({ version }) => version === 15))('a server that only takes TLS', () => {
  let server: TlsServer;
  let folder: string;
  let school: string;

  beforeAll(async () => {
    folder = testFolder();
    school = join(folder, 'app.db');
    const size = { ...defaultSampleOptions, students: 40, days: 3, periods: 2 };
    await makeSample(school, size, { signal: new AbortController().signal, advance: () => undefined });
    server = await startTlsServer(
      ['127.0.0.1'],
      ['hostssl all all samehost scram-sha-256'],
      { version: 15, installation: await debianInstallation() },
      { shared_preload_libraries: 'pg_stat_statements' },
    );
    const target = { ...server.running.target, ssl: { mode: 'verify-full', caFile: server.caFile } } as const;
    expect(await migrateFile(school, target)).toMatchObject({ outcome: 'verified' });
    const client = await connect(target);
    await client.query('CREATE EXTENSION pg_stat_statements');
    await client.query("SELECT count(*) FROM attendance WHERE remark = 'late'");
    await client.end();
  });
  afterAll(async () => server[Symbol.asyncDispose]());

  describe.each(['require', 'verify-full'] as const)('sslmode=%s', (mode) => {
    const url = (caFile = server.caFile) => {
      const { endpoint, user, password, database } = server.running.target;
      if (endpoint.kind !== 'tcp') throw new Error('Test servers listen on TCP.');
      const root = mode === 'require' ? '' : `&sslrootcert=${encodeURIComponent(caFile)}`;
      const way = `sslmode=${mode}${root}`;
      return `postgresql://${user}:${password}@${endpoint.host}:${endpoint.port}/${database}?${way}`;
    };
    const run = async (command: string, ...args: string[]) => {
      const { code, stdout, stderr } = await runCli([command, ...args, '--to', url(), '--json'], {
        env: { ROLLCALL_DATA: join(folder, 'data') },
      });
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout);
    };

    test('the load test measures over it', async () => {
      const quick = ['--seconds', '0.05', '--rounds', '1', '--users', '2'];
      const report = LoadReport.parse(await run('bench', school, '--scenario', 'morning', ...quick));
      expect(report.outcome).toBe('complete');
      expect(report.measurements).toHaveLength(3);
      for (const { engine, operations, errors } of report.measurements) {
        expect(operations, engine).toBeGreaterThan(0);
        if (engine !== 'sqlite') expect(errors).toEqual([]);
      }
      expect(report.leftover).toEqual([]);
    });

    test('indexes are measured and advised over it', async () => {
      const { effects } = IndexEffects.parse(await run('indexes', '--measure'));
      expect(effects.map(({ found }) => found.kind)).toEqual(Array(4).fill('measured'));
      expect(IndexAdvice.parse(await run('indexes', '--advise'))).toMatchObject({ kind: 'advice' });
    });

    test('the monitor looks over it', async () => {
      const { reading, statements } = Sample.parse(await run('monitor', '--once'));
      expect(reading.database).toBe('postgres');
      expect(statements.kind).toBe('read');
    });

    test.runIf(mode === 'verify-full')('nothing is asked of a stranger', async () => {
      const { code, stderr } = await runCli(['monitor', '--once', '--to', url(server.strangerFile)]);
      expect(code).not.toBe(0);
      expect(stderr).toContain('[certificate-');
    });
  });
});
