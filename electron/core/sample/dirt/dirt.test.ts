import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSample, type SampleSchool } from '../sample.ts';
import { pains } from './pains.ts';

let folder: string;
let school: SampleSchool;
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-dirt-'));
  // The smallest school that can be dirty, where the pains are most in each other's way.
  const options = { students: 130, days: 5, periods: 1, seed: 3, dirty: true };
  school = await makeSample(join(folder, 'dirty.db'), options, {
    signal: new AbortController().signal,
    advance: () => {},
  });
  database = new SQLite(school.path, { readonly: true });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

function count(sql: string): number {
  return database.prepare<[], number>(`SELECT count(*) FROM ${sql}`).pluck().get() ?? 0;
}

function reported(pain: string, table: string, column: string): number | undefined {
  return school.planted.find((one) => one.pain === pain && one.table === table && one.column === column)
    ?.rows;
}

/** Each pain that lies in rows, found again by its content and counted. */
const inRows: readonly (readonly [pain: string, table: string, column: string, sql: string])[] = [
  ['identity', 'attendance', 'id', 'attendance WHERE id BETWEEN 1000000 AND 1000650'],
  ['orphans', 'attendance', 'student_id', 'attendance WHERE student_id NOT IN (SELECT id FROM student)'],
  ['orphans', 'attendance', 'teacher_id', 'attendance WHERE teacher_id NOT IN (SELECT id FROM user)'],
  ['orphans', 'student', 'class_id', 'student WHERE class_id NOT IN (SELECT id FROM school_class)'],
  [
    'orphans',
    'teacher_subject',
    'subject_id',
    'teacher_subject WHERE subject_id NOT IN (SELECT id FROM subject)',
  ],
  [
    'orphans',
    'exam',
    'teacher_id, subject_id, class_id',
    `exam e WHERE e.class_id = 900006 AND NOT EXISTS (SELECT 1 FROM teacher_subject t
       WHERE (t.teacher_id, t.subject_id, t.class_id) = (e.teacher_id, e.subject_id, e.class_id))`,
  ],
  [
    'wrong type',
    'attendance',
    'minutes_late',
    `attendance WHERE typeof(minutes_late) NOT IN ('integer', 'null')`,
  ],
  ['wrong type', 'school_class', 'capacity', `school_class WHERE typeof(capacity) <> 'integer'`],
  ['wrong type', 'user', 'is_active', 'user WHERE is_active NOT IN (0, 1)'],
  ['wrong type', 'student', 'is_active', 'student WHERE is_active NOT IN (0, 1)'],
  ['dates', 'attendance', 'date', `attendance WHERE date NOT GLOB '????-??-??'`],
  ['dates', 'attendance', 'created_at', `attendance WHERE created_at NOT GLOB '????-??-?? ??:??:??.??????'`],
  [
    'dates',
    'user',
    'last_login',
    `user WHERE last_login GLOB '*+03:00' OR last_login GLOB '*Z' OR typeof(last_login) = 'integer'`,
  ],
  ['dates', 'student', 'date_of_birth', `student WHERE date_of_birth NOT GLOB '????-??-??'`],
  ['dates', 'period', 'ends_at', `period WHERE ends_at GLOB '*AM'`],
  ['dates', 'card_swipe', 'swiped_at', `card_swipe WHERE typeof(swiped_at) = 'integer'`],
  ['too long or too big', 'attendance', 'remark', 'attendance WHERE length(remark) > 255'],
  ['too long or too big', 'subject', 'code', 'subject WHERE length(code) > 10'],
  [
    'too long or too big',
    'attendance',
    'minutes_late',
    `attendance WHERE typeof(minutes_late) = 'integer' AND minutes_late NOT BETWEEN -2147483648 AND 2147483647`,
  ],
  [
    'too long or too big',
    'card_swipe',
    'card_number',
    'card_swipe WHERE card_number BETWEEN 2147483648 AND 9007199254740992',
  ],
  ['broken text', 'student', 'name', `student WHERE instr(CAST(name AS BLOB), x'00')`],
  ['broken text', 'student', 'name_ar', `student WHERE hex(name_ar) IN ('E3CDE3CF20DAE1ED', 'D8B3D8A7D8')`],
  [
    'broken text',
    'attendance',
    'remark',
    `attendance WHERE instr(CAST(remark AS BLOB), x'00') OR hex(remark) = 'C3286162'`,
  ],
  ['precision', 'card_swipe', 'card_number', 'card_swipe WHERE abs(card_number / 2) >= 4503599627370496'],
  [
    'precision',
    'card_swipe',
    'temperature',
    'card_swipe WHERE temperature IN (36.654321098765, 0.1 + 0.2, 1e300)',
  ],
  ['lost on the way', 'club', 'code', 'club WHERE code IS NULL'],
  ['lost on the way', 'club', 'name', `club WHERE name IN ('Café', 'CAFÉ')`],
  ['lost on the way', 'locker', 'label', `locker WHERE label = 1 OR label = '1'`],
];

describe('a dirty sample', () => {
  it('holds each pain that can live in a file', () => {
    const planted = new Set<string>(school.planted.map(({ pain }) => pain));
    expect([...planted].sort()).toEqual([...pains].sort());
  });

  it.each(inRows)('%s in %s.%s: the rows are there and no others', (pain, table, column, sql) => {
    const rows = count(sql);
    expect(rows).toBeGreaterThan(0);
    expect(reported(pain, table, column)).toBe(rows);
  });

  it('finds again every pain that it reports rows of', () => {
    const checked = new Set(inRows.map(([pain, table, column]) => `${pain} ${table} ${column}`));
    const unchecked = school.planted.filter(
      ({ pain, table, column, rows }) => rows > 0 && !checked.has(`${pain} ${table} ${column}`),
    );
    expect(unchecked.map(({ pain, table }) => `${pain} ${table}`)).toEqual([
      'identity announcement',
      'WAL attendance',
    ]);
  });

  it('breaks none of the rules that SQLite keeps', () => {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('remembers ids that were given out and deleted', () => {
    const row = database
      .prepare(`SELECT max(id) AS highest, (SELECT seq FROM sqlite_sequence WHERE name = 'announcement') AS sequence
                FROM announcement`)
      .get();
    expect(row).toEqual({ highest: 10, sequence: 12 });
    expect(reported('identity', 'announcement', 'id')).toBe(2);
  });

  it('has defaults that PostgreSQL does not know', () => {
    const defaults = database
      .prepare<[], string>(
        `SELECT dflt_value FROM pragma_table_info('announcement') WHERE dflt_value IS NOT NULL`,
      )
      .pluck()
      .all();
    expect(defaults).toEqual(["'null'", 'false', "datetime('now')", "date('now')", "strftime('%s', 'now')"]);
  });

  it('has keys, indexes and generated columns that are easily lost', () => {
    expect(count(`pragma_foreign_key_list('exam') WHERE "table" = 'teacher_subject'`)).toBe(3);
    expect(count(`pragma_foreign_key_list('club_member') WHERE "to" IS NULL`)).toBe(2);
    expect(count(`pragma_table_xinfo('exam') WHERE hidden IN (2, 3)`)).toBe(2);
    expect(count(`pragma_index_list('attendance') WHERE partial`)).toBe(1);
    expect(count(`pragma_index_xinfo('ix_attendance_unexplained') WHERE "desc"`)).toBe(1);
    expect(count(`pragma_index_xinfo('ix_student_lower_name') WHERE cid = -2`)).toBe(1);
    expect(count(`sqlite_schema WHERE type IN ('view', 'trigger')`)).toBe(3);
    expect(count(`pragma_table_list WHERE type = 'virtual' AND name = 'student_search'`)).toBe(1);
  });

  it('has names that PostgreSQL folds, cuts or keeps for itself', () => {
    const names = database.prepare<[], string>(`SELECT name FROM pragma_table_info('Group')`).pluck().all();
    expect(names).toEqual(expect.arrayContaining(['Order', 'User']));
    const long = names.filter((name) => Buffer.byteLength(name) > 63);
    expect(long.map((name) => Buffer.byteLength(name))).toEqual([70, 70]);
    expect(new Set(long.map((name) => name.slice(0, 63))).size).toBe(1);
    expect(count(`sqlite_schema WHERE sql LIKE '%CONSTRAINT uq_name %'`)).toBe(2);
    expect(count(`sqlite_schema WHERE sql GLOB '*CONSTRAINT "Club" *'`)).toBe(1);
  });
});
