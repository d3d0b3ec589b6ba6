import { expect, it } from 'vitest';
import { type Understood, understand } from '../../testing/understand.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { quarantineBadRows } from '../plan/resolve.ts';
import { preflight } from '../preflight/preflight.ts';
import { BadRows } from './bad-rows.ts';
import { findBadRows } from './find-bad-rows.ts';
import { rowsAlong } from './rows-along.ts';

const { signal } = new AbortController();
const quiet = { signal, advance: () => undefined };

const tables = `
  PRAGMA foreign_keys = OFF;
  CREATE TABLE class (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE student (id INTEGER PRIMARY KEY, class_id INTEGER REFERENCES class, card TEXT UNIQUE, age INTEGER NOT NULL);
  CREATE TABLE attendance (id INTEGER PRIMARY KEY, student_id INTEGER REFERENCES student);
  CREATE TABLE excuse (id INTEGER PRIMARY KEY, attendance_id INTEGER REFERENCES attendance,
                       student_id INTEGER REFERENCES student);`;

async function look({ db, source }: Understood) {
  const { tables: assessed, findings } = await preflight({ db, source, renamed: [] }, quiet);
  const plan = await buildPlan({ source, assessed });
  return { db, source, assessed, plan, findings, signal };
}

/** What goes along, by the code of the finding and its column. */
async function alongIn(file: Understood): Promise<Record<string, Record<string, number>>> {
  const { findings, ...input } = await look(file);
  const told: Record<string, Record<string, number>> = {};
  for (const finding of findings) {
    const along = await rowsAlong(input, finding);
    if (along === undefined) continue;
    const rows = Object.fromEntries(along.map((one) => [one.table, one.rows]));
    told[`${finding.code} ${finding.column}`] = rows;
  }
  return told;
}

it('counts what refers to the rows of each finding, straight and by way of others, each row once', async () => {
  await using file = await understand(`${tables}
    INSERT INTO class VALUES (1, 'a'), (2, 'b');
    INSERT INTO student VALUES (1, 1, 'x', 9), (2, 1, 'y', 'nine'), (3, 7, 'z', 9), (4, 2, 'w', 9);
    INSERT INTO attendance VALUES (10, 1), (11, 2), (12, 2), (13, 3), (14, 99);
    INSERT INTO excuse VALUES (20, 11, 2), (21, 12, 1), (22, 10, 1), (23, 13, 4)`);
  expect(await alongIn(file)).toEqual({
    'text-in-number age': { attendance: 2, excuse: 2 },
    'orphan class_id': { attendance: 1, excuse: 1 },
    'orphan student_id': {},
  });
});

it('lets rows stay whose parent has a twin that stays', async () => {
  await using file = await understand(`
    PRAGMA foreign_keys = OFF;
    CREATE TABLE day (at TIMESTAMP PRIMARY KEY);
    CREATE TABLE lesson (id INTEGER PRIMARY KEY, at TIMESTAMP REFERENCES day);
    INSERT INTO day VALUES ('2026-01-01 08:00'), ('2026-01-01T08:00:00');
    INSERT INTO lesson VALUES (1, '2026-01-01 08:00'), (2, '2026-01-01T08:00:00')`);
  const { 'duplicate-key at': along } = await alongIn(file);
  expect(along).toEqual({ lesson: 1 });
});

it('says nothing of what it gave up', async () => {
  await using file = await understand(`
    PRAGMA foreign_keys = OFF;
    CREATE TABLE t (id INTEGER PRIMARY KEY, above INTEGER REFERENCES t);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
      INSERT INTO t SELECT i, CASE i WHEN 1 THEN 900 ELSE i - 1 END FROM n`);
  expect(await alongIn(file)).toEqual({});
});

it('agrees with what a run puts aside', async () => {
  await using file = await understand(`${tables}
    INSERT INTO class VALUES (1, 'a');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
      INSERT INTO student SELECT i, 1, 'card ' || i, CASE i % 50 WHEN 0 THEN 'old' ELSE 9 END FROM n;
    INSERT INTO attendance SELECT id * 10 + n, id FROM student, (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3);
    INSERT INTO excuse SELECT id, id, student_id FROM attendance WHERE id % 2`);
  const { findings, ...input } = await look(file);
  const [finding] = findings;
  const along = finding && (await rowsAlong(input, finding));
  const badRows = new BadRows(file.db);
  const plan = quarantineBadRows(input.plan, findings);
  await findBadRows({ ...input, plan, badRows, wholeKeys: new Set() }, quiet);
  expect(along).toEqual(
    ['attendance', 'excuse'].map((table) => ({ table, rows: badRows.quarantined(table) })),
  );
  expect(badRows.quarantined('student')).toBe(finding?.count);
});
