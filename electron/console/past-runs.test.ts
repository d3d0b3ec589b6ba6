import { access, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MigrationReport } from '../../shared/run.ts';
import { PastRuns } from './past-runs.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rollcall-runs-'));
  vi.stubEnv('ROLLCALL_DATA', data);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(data, { recursive: true, force: true });
});

const quarantined = 'table,key,column,reason,action,row\r\nstudent,1,,orphan,quarantined,{}\r\n';

/** What a run leaves: a report, a snapshot, and rows that were put aside. */
async function leaveRun(runId: string, startedAt: string): Promise<string> {
  const folder = join(data, 'runs', `2026-01-18T09-00-00-${runId}`);
  await mkdir(folder, { recursive: true });
  const report: MigrationReport = {
    outcome: 'verified',
    runId,
    startedAt,
    target: 'postgresql://app@db:5432/att_school',
    schema: 'public',
    mode: 'create',
    tables: [],
    indexes: [],
    namedIndexes: [],
    phases: [],
    findings: [],
    notCarried: [],
    mismatches: [],
    folder,
  };
  await writeFile(join(folder, 'report.json'), JSON.stringify(report));
  await writeFile(join(folder, 'snapshot.db'), 'the backup');
  await writeFile(join(folder, 'quarantine.csv'), quarantined);
  return folder;
}

const unknown = expect.objectContaining({ code: 'run-unknown' });

test('a run that is removed is gone with all that it left, and no other is', async () => {
  const gone = await leaveRun('one', '2026-01-18T09:00:00.000Z');
  const kept = await leaveRun('two', '2026-01-19T09:00:00.000Z');
  const runs = new PastRuns();
  expect((await runs.list()).runs.map(({ runId }) => runId)).toEqual(['two', 'one']);
  expect(await runs.quarantine('one', 0, 10)).toMatchObject({ total: 1 });
  await runs.remove('one');
  await expect(access(gone)).rejects.toThrow('ENOENT');
  expect(await readdir(kept)).toEqual(['quarantine.csv', 'report.json', 'snapshot.db']);
  expect((await runs.list()).runs.map(({ runId }) => runId)).toEqual(['two']);
  await expect(runs.quarantine('one', 0, 10)).rejects.toEqual(unknown);
  await expect(runs.remove('one')).rejects.toEqual(unknown);
});

test('what is no run of the list is not removed, whatever path it looks like', async () => {
  const folder = await leaveRun('one', '2026-01-18T09:00:00.000Z');
  const precious = join(data, 'precious');
  await mkdir(precious);
  const runs = new PastRuns();
  for (const runId of ['', '.', '..', '../precious', precious, folder, '2026-01-18T09-00-00-one', 'one/..']) {
    await expect(runs.remove(runId)).rejects.toEqual(unknown);
  }
  await access(precious);
  await access(join(folder, 'snapshot.db'));
});

test('a run under way, which has no report yet, can not be removed', async () => {
  const folder = join(data, 'runs', 'under-way');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'snapshot.db'), 'half a copy');
  await expect(new PastRuns().remove('under-way')).rejects.toEqual(unknown);
  await access(join(folder, 'snapshot.db'));
});

test('of a link to a run kept elsewhere the link alone goes', async () => {
  const folder = await leaveRun('one', '2026-01-18T09:00:00.000Z');
  const elsewhere = join(data, 'elsewhere');
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, 'report.json'), JSON.stringify(await new PastRuns().report('one')));
  await rm(folder, { recursive: true });
  await symlink(elsewhere, folder);
  await new PastRuns().remove('one');
  expect(await readdir(join(data, 'runs'))).toEqual([]);
  expect(await readdir(elsewhere)).toEqual(['report.json']);
});

test('a run whose report can not be read any more is listed by the time in its folder\u2019s name, and can go', async () => {
  await leaveRun('one', '2026-01-18T09:00:00.000Z');
  const name = '2025-06-01T06-30-05-abc123';
  const old = join(data, 'runs', name);
  await mkdir(old);
  await writeFile(join(old, 'report.json'), '{"outcome":"of another version"}');
  await writeFile(join(old, 'snapshot.db'), 'the backup');
  const runs = new PastRuns();
  const listed = await runs.list();
  expect(listed.runs.map(({ runId }) => runId)).toEqual(['one']);
  expect(listed.unreadable).toEqual([{ id: name, startedAt: '2025-06-01T06:30:05Z' }]);
  await expect(runs.report(name)).rejects.toEqual(unknown);
  await runs.remove(name);
  expect(await readdir(join(data, 'runs'))).toEqual(['2026-01-18T09-00-00-one']);
  expect((await runs.list()).unreadable).toEqual([]);
});

test('what nobody of Rollcall has left is no run, readable or not', async () => {
  for (const name of ['notes', '2026-99-99T99-99-99-abc123']) {
    await mkdir(join(data, 'runs', name), { recursive: true });
    await writeFile(join(data, 'runs', name, 'report.json'), '{}');
  }
  await writeFile(join(data, 'runs', '.DS_Store'), '');
  expect(await new PastRuns().list()).toEqual({ runs: [], unreadable: [] });
});
