import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MigrationReport, type QuarantineEntry } from '../../../shared/run.ts';
import { maxEntriesOfGroup } from './quarantine-summary.ts';
import { writeReport } from './write-report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-report-'));
});
afterEach(async () => rm(folder, { recursive: true }));

const fields = {
  runId: 'run-1',
  startedAt: '2026-01-18T09:12:44.120Z',
  source: {
    path: '/home/school/مدرسة <Doha>/app & co.db',
    bytes: 144_179_200,
    pageSize: 4096,
    pageCount: 35_200,
    encoding: 'UTF-8',
    journalMode: 'wal',
    sha256: '9f'.repeat(32),
    userVersion: 0,
    applicationId: 0,
  },
  target: 'postgresql://school@127.0.0.1:5432/att_school',
  schema: 'public',
  mode: 'create',
  tables: [
    {
      table: '"><script>alert(1)</script>',
      sourceRows: 1_175_580,
      targetRows: 1_175_578,
      quarantined: 2,
      repaired: 1,
      verified: true,
    },
  ],
  indexes: [],
  namedIndexes: [],
  phases: [
    { name: 'copy', ms: 2480 },
    { name: 'verify', ms: 1320 },
  ],
  findings: [
    {
      code: 'orphan',
      severity: 'warning',
      table: 'attendance',
      column: 'student_id',
      count: 2,
      samples: [{ key: 'id=4', value: `<img src=x onerror='alert(1)'>` }],
      resolutions: ['quarantine'],
      sentence: 'Two rows belong to nobody.',
    },
  ],
  notCarried: [
    { kind: 'trigger', name: 'touch', sql: 'CREATE TRIGGER touch … WHERE a < b', reason: 'Own language.' },
  ],
  mismatches: [],
  folder: '/runs/run-1',
} satisfies Omit<Extract<MigrationReport, { outcome: 'verified' }>, 'outcome'>;

const error = {
  code: 'connection-lost',
  what: 'The line was cut.',
  todo: 'Start again.',
  detail: 'ECONNRESET',
};

function entry(n: number): QuarantineEntry {
  const row = { id: n, name: `A\u0000 <b>"${n}"` };
  return {
    table: 'attendance',
    key: `id=${n}`,
    column: 'name',
    reason: 'holds <NUL>',
    action: 'quarantined',
    row,
  };
}

async function write(report: MigrationReport, entries: QuarantineEntry[] = []): Promise<string> {
  const files = await writeReport(folder, report, entries);
  return readFile(files.html, 'utf8');
}

test('report.json is the report', async () => {
  const report: MigrationReport = { outcome: 'verified', ...fields };
  const files = await writeReport(folder, report, []);
  expect(MigrationReport.parse(JSON.parse(await readFile(files.json, 'utf8')))).toEqual(report);
});

test('the page tells figures, file, target and times', async () => {
  const page = await write({ outcome: 'verified with quarantine', ...fields }, [entry(1), entry(2)]);
  for (const fact of [
    '1,175,580',
    '1,175,578',
    'app &amp; co.db',
    '144,179,200 bytes',
    fields.source.sha256,
    'postgresql://school@127.0.0.1:5432/att_school',
    'Two rows belong to nobody.',
    'CREATE TRIGGER touch',
    'student_id',
    '2.48 s',
    '3.80 s',
    '1,175,580 in the file = 1,175,578 in PostgreSQL + 2 in quarantine.',
  ])
    expect(page).toContain(fact);
});

test('a merge claims nothing of rows that only the target has, and no index on live tables', async () => {
  const merged = { inserted: 3, updated: 4, unchanged: 1_175_571, kept: 17 };
  const tables = fields.tables.map((table) => ({ ...table, targetRows: table.targetRows + 17, merged }));
  const page = await write({ outcome: 'verified', ...fields, mode: 'merge', tables });
  for (const fact of [
    '1,175,578 rows of 1 table were read back',
    '17 rows that only PostgreSQL has were left as they are, and compared with nothing.',
    '1 live table kept its own keys, constraints and indexes',
    '1,175,595',
    'has every row of the file',
  ])
    expect(page).toContain(fact);
  expect(page).not.toContain('as planned');
});

test('a reason names its column once', async () => {
  const page = await write({ outcome: 'verified with quarantine', ...fields }, [
    { ...entry(1), reason: 'name: NUL byte' },
  ]);
  expect(page.replace(/<[^>]+>/g, '')).toContain('name: NUL byte');
  expect(page.replace(/<[^>]+>/g, '')).not.toContain('name: name:');
});

test('every phase of a run has words of its own', async () => {
  const names = 'snapshot preflight plan copy index finish verify switch report'.split(' ');
  const phases = names.map((name) => ({ name, ms: 100 }));
  const page = await write({ outcome: 'verified', ...fields, phases });
  for (const name of names) expect(page).not.toContain(`>${name}<`);
});

test('names and values from the file stay text', async () => {
  const page = await write({ outcome: 'verified with quarantine', ...fields }, [entry(1)]);
  expect(page).not.toMatch(/<(script|img|b>")/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('A\u2400 &lt;b&gt;&quot;1&quot;');
  expect(page).not.toContain('\u0000');
});

test('the page asks for nothing from anywhere', async () => {
  const page = await write({ outcome: 'verified', ...fields });
  expect(page).not.toMatch(/<link|<script|<iframe|<[^>]*\s(src|href)=|url\(|@import/);
  expect(page).toContain("default-src 'none'");
});

test.each([
  ['verified', 'good'],
  ['verified with quarantine', 'care'],
  ['dry run', 'plain'],
] as const)('the headline of %s is %s', async (outcome, tone) => {
  expect(await write({ outcome, ...fields })).toContain(`class="verdict ${tone}"`);
});

test.each(['refused', 'failed', 'cancelled', 'unknown'] as const)(
  '%s says why, and claims no success',
  async (outcome) => {
    const page = await write({ outcome, error, ...fields });
    for (const words of [error.what, error.todo, error.detail, error.code]) expect(page).toContain(words);
    expect(page).not.toContain('verdict good');
    expect(page).not.toContain('What was checked');
    expect(page).not.toContain('What was moved');
  },
);

test('a difference is named with both values', async () => {
  const mismatch = {
    table: 'student',
    kind: 'value',
    key: 'id=17',
    column: 'name',
    source: 'Aisha',
    target: 'Aysha',
  } as const;
  const page = await write({ outcome: 'failed', error, ...fields, mismatches: [mismatch] });
  for (const fact of ['id=17', 'Aisha', 'Aysha', 'a value differs']) expect(page).toContain(fact);
});

test('a large quarantine is shown in part, with some rows of each reason, and is whole in the CSV', async () => {
  const entries = Array.from({ length: 5000 }, (_, i) => entry(i));
  entries.push({ ...entry(5000), reason: 'a rare reason' });
  const files = await writeReport(folder, { outcome: 'verified with quarantine', ...fields }, entries);
  const page = await readFile(files.html, 'utf8');
  expect(page).toContain(`<bdi>id=${maxEntriesOfGroup - 1}</bdi>`);
  expect(page).not.toContain(`<bdi>id=${maxEntriesOfGroup}</bdi>`);
  expect(page).toContain('<bdi>id=5000</bdi>');
  expect(page).toContain('5,000</td>');
  expect(page).toContain('4,990 more entries in quarantine.csv');
  const csv = await readFile(files.csv ?? '', 'utf8');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(entries.length + 1);
});

test('what a row says about passwords is for the CSV alone, not for a page that is printed', async () => {
  const secret = {
    ...entry(1),
    row: { id: 1, password_hash: 'pbkdf2$abc', api_token: 't0k', hashtag: 'kept' },
  };
  const page = await write({ outcome: 'verified with quarantine', ...fields }, [secret]);
  expect(page).not.toMatch(/pbkdf2|t0k/);
  expect(page).toContain('kept');
  expect(await readFile(join(folder, 'quarantine.csv'), 'utf8')).toContain('pbkdf2$abc');
});

test('a CSV of an earlier report goes when nothing is in quarantine any more', async () => {
  const first = await writeReport(folder, { outcome: 'verified with quarantine', ...fields }, [entry(1)]);
  expect(await readFile(first.csv ?? '', 'utf8')).toContain('id=1');
  const second = await writeReport(folder, { outcome: 'verified', ...fields }, []);
  expect(second.csv).toBeUndefined();
  await expect(readFile(join(folder, 'quarantine.csv'))).rejects.toThrow('ENOENT');
});

test('an error of the quarantine reader reaches the caller', async () => {
  const broken = (async function* () {
    yield entry(1);
    throw new Error('connection lost');
  })();
  await expect(writeReport(folder, { outcome: 'verified', ...fields }, broken)).rejects.toThrow(
    'connection lost',
  );
});
