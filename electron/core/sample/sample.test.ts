import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageContext } from '../../../shared/progress.ts';
import { defaultSampleOptions, makeSample, type SampleOptions, type SampleSchool } from './sample.ts';

const small: SampleOptions = { students: 140, days: 20, periods: 7, seed: 1, dirty: false };
const context: StageContext = { signal: new AbortController().signal, advance: () => {} };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-sample-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sha256(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/** All values of the first column. */
function column(path: string, sql: string): unknown[] {
  const database = new SQLite(path, { readonly: true });
  try {
    return database.prepare(sql).pluck().all();
  } finally {
    database.close();
  }
}

describe('a clean sample', () => {
  let school: SampleSchool;
  beforeAll(async () => {
    school = await makeSample(join(folder, 'clean.db'), small, context);
  });
  const read = (sql: string) => column(school.path, sql);

  it('has the seven tables, parents first, with a mark for each student in each lesson', () => {
    expect(school.tables.map(({ name }) => name)).toEqual([
      'user',
      'school_class',
      'period',
      'student',
      'subject',
      'teacher_subject',
      'attendance',
    ]);
    const rowsOf = (table: string) => school.tables.find(({ name }) => name === table)?.rows;
    expect(rowsOf('student')).toBe(140);
    expect(rowsOf('period')).toBe(7);
    expect(rowsOf('attendance')).toBe(140 * 20 * 7);
    expect(read('SELECT count(*) FROM attendance')).toEqual([140 * 20 * 7]);
    expect(school.planted).toEqual([]);
  });

  it('would give 1,175,580 marks by default', () => {
    const { students, days, periods } = defaultSampleOptions;
    expect(students * days * periods).toBe(1_175_580);
  });

  it('is sound and breaks none of its own rules', () => {
    expect(read('PRAGMA integrity_check')).toEqual(['ok']);
    expect(read('PRAGMA foreign_key_check')).toEqual([]);
    expect(read('PRAGMA journal_mode')).toEqual(['delete']);
  });

  it('stores in each column of attendance what SQLAlchemy stores there', () => {
    const odd = read(
      `SELECT count(*) FROM attendance
       WHERE typeof(minutes_late) NOT IN ('integer', 'null') OR typeof(remark) NOT IN ('text', 'null')
          OR date NOT GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9]'
          OR created_at NOT GLOB date || ' [01][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]'
          OR updated_at NOT GLOB date || ' [01][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]'
          OR (minutes_late IS NOT NULL) <> (status = 'late') OR length(remark) > 255`,
    );
    expect(odd).toEqual([0]);
  });

  it('keeps to Sunday until Thursday', () => {
    expect(read(`SELECT DISTINCT strftime('%w', date) FROM attendance ORDER BY 1`)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it('never wants a teacher in two rooms at once', () => {
    const clashes = read(
      `SELECT teacher_id FROM attendance GROUP BY teacher_id, date, period HAVING count(DISTINCT class_id) > 1`,
    );
    expect(clashes).toEqual([]);
  });

  it('has most students present, and whole days of absence that run on into the next day', () => {
    const [present] = column(school.path, `SELECT avg(status = 'present') FROM attendance`);
    expect(present).toBeGreaterThan(0.9);
    expect(present).toBeLessThan(0.99);
    const awayDays = `SELECT student_id, dense_rank() OVER (ORDER BY date) AS day
      FROM attendance GROUP BY student_id, date HAVING total(status IN ('absent', 'excused')) = 7`;
    const [streaks] = read(
      `WITH away AS (${awayDays}) SELECT count(*) FROM away a JOIN away b
       ON b.student_id = a.student_id AND b.day = a.day + 1`,
    );
    expect(streaks).toBeGreaterThan(5);
  });

  it('has remarks that are hard to move', () => {
    const hard = read(
      `SELECT count(*) FROM attendance WHERE remark LIKE '%"%' UNION ALL
       SELECT count(*) FROM attendance WHERE remark LIKE '%''%' UNION ALL
       SELECT count(*) FROM attendance WHERE instr(remark, char(9)) UNION ALL
       SELECT count(*) FROM attendance WHERE instr(remark, char(10)) UNION ALL
       SELECT count(*) FROM attendance WHERE instr(remark, char(92)) UNION ALL
       SELECT count(*) FROM attendance WHERE instr(remark, 'الباص')`,
    );
    expect(hard.map((count) => Number(count) > 0)).toEqual([true, true, true, true, true, true]);
  });
});

describe('the same options', () => {
  it.each([false, true])('give the same bytes, and another seed gives others (dirty: %s)', async (dirty) => {
    const options = { ...small, dirty };
    const first = join(folder, `first-${dirty}.db`);
    const second = join(folder, `second-${dirty}.db`);
    const other = join(folder, `other-${dirty}.db`);
    await makeSample(first, options, context);
    await makeSample(second, options, context);
    await makeSample(other, { ...options, seed: 2 }, context);

    const digest = await sha256(first);
    expect(await sha256(second)).toBe(digest);
    expect(await sha256(other)).not.toBe(digest);
    if (dirty) expect(await sha256(`${second}-wal`)).toBe(await sha256(`${first}-wal`));
  });
});

describe('options', () => {
  it.each([
    [{ students: 1, days: 1, periods: 1 }, 1],
    [{ students: 27, days: 3, periods: 10 }, 810],
    [{ students: 700, days: 1, periods: 2 }, 1_400],
  ])('%o give a sound school', async (size, rows) => {
    const path = join(folder, `size-${rows}.db`);
    await makeSample(path, { ...small, ...size }, context);
    expect(column(path, 'SELECT count(*) FROM attendance')).toEqual([rows]);
    expect(column(path, 'PRAGMA foreign_key_check')).toEqual([]);
  });

  it.each([
    { students: 0 },
    { students: 1.5 },
    { days: Number.NaN },
    { periods: 11 },
    { seed: -1 },
    { students: 129, dirty: true },
  ])('%o are refused', async (wrong) => {
    const path = join(folder, 'wrong.db');
    await expect(makeSample(path, { ...small, ...wrong }, context)).rejects.toMatchObject({
      code: 'sample-option',
    });
    expect(existsSync(path)).toBe(false);
  });
});

describe('the place of a sample', () => {
  it('is never one where a file is', async () => {
    const path = join(folder, 'precious.db');
    await writeFile(path, 'years of work');
    await expect(makeSample(path, small, context)).rejects.toMatchObject({ code: 'sample-in-the-way' });
    expect(await readFile(path, 'utf8')).toBe('years of work');
  });

  it('is never beside the WAL of another file', async () => {
    const path = join(folder, 'lonely.db');
    await writeFile(`${path}-wal`, 'rows of somebody else');
    await expect(makeSample(path, small, context)).rejects.toMatchObject({ code: 'sample-in-the-way' });
    expect(existsSync(path)).toBe(false);
  });

  it('has to be in a folder', async () => {
    const path = join(folder, 'no such folder', 'app.db');
    await expect(makeSample(path, small, context)).rejects.toMatchObject({ code: 'cannot-write' });
  });

  it('has to be in a folder that may be looked into', async () => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file', 'app.db');
    await expect(makeSample(path, small, context)).rejects.toMatchObject({ code: 'cannot-write' });
  });

  it.each([false, true])('is left as it was after an abort, within a second (dirty: %s)', async (dirty) => {
    const empty = await mkdtemp(join(folder, 'abort-'));
    const controller = new AbortController();
    let abortedAt = 0;
    const making = makeSample(
      join(empty, 'app.db'),
      { ...defaultSampleOptions, dirty },
      {
        signal: controller.signal,
        advance: ({ done }) => {
          if (done < 20_000 || controller.signal.aborted) return;
          abortedAt = performance.now();
          controller.abort(new Error('enough'));
        },
      },
    );
    await expect(making).rejects.toThrow('enough');
    expect(performance.now() - abortedAt).toBeLessThan(1_000);
    expect(await readdir(empty)).toEqual([]);
  });
});

describe('progress', () => {
  it('never falls and ends at the whole', async () => {
    const steps: number[] = [];
    await makeSample(join(folder, 'progress.db'), small, {
      signal: context.signal,
      advance: ({ done, total }) => steps.push(done / total),
    });
    expect(steps.length).toBeGreaterThan(3);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
  });
});

describe('a copy without its WAL', () => {
  it('lacks the newest lesson, and the copy with it has that lesson', async () => {
    const path = join(folder, 'live.db');
    const { planted, tables } = await makeSample(path, { ...small, dirty: true }, context);
    const inWal = planted.find(({ pain }) => pain === 'WAL')?.rows ?? 0;
    expect(inWal).toBeGreaterThan(20);

    const alone = join(folder, 'alone.db');
    const together = join(folder, 'together.db');
    await copyFile(path, alone);
    await copyFile(path, together);
    await copyFile(`${path}-wal`, `${together}-wal`);
    const count = 'SELECT count(*) FROM attendance';
    expect(column(alone, count)).toEqual([140 * 20 * 7]);
    expect(column(together, count)).toEqual([140 * 20 * 7 + inWal]);
    expect(tables.find(({ name }) => name === 'attendance')?.rows).toBe(140 * 20 * 7 + inWal);
    expect(await readdir(folder)).not.toContain('live.db.rollcall-partial-shm');
  });
});
