import { expect, test } from 'vitest';
import { compareMedians } from '../../../shared/compare-medians.ts';
import type { Engine, Estimate, Measurement } from '../../../shared/load-measurement.ts';
import { defaultLoadOptions } from '../../../shared/load-plan.ts';
import type { FileIndex, LoadOptions } from '../../../shared/load-test.ts';
import { type Asked, compareEngines } from './compare.ts';
import { compareWithExpected } from './expectations.ts';
import { unlikeTables } from './same-rows.ts';
import { sentencesOf } from './sentences.ts';

const between = (low: number, high: number): Estimate => ({ mean: (low + high) / 2, low, high, rounds: 5 });

function measured(
  engine: Engine,
  p50: Estimate | undefined,
  more: Partial<Measurement> & { locked?: number } = {},
): Measurement {
  const { locked = 0, ...rest } = more;
  return {
    engine,
    scenario: 'daily-report',
    users: 1,
    operations: 100,
    rows: 100,
    errors:
      locked === 0 ? [] : [{ kind: 'locked', count: locked, meanMs: 5000, detail: 'database is locked' }],
    throughput: between(1, 1),
    ...(p50 === undefined ? {} : { p50 }),
    curve: [],
    ...rest,
  };
}

const asked: Pick<Asked, 'scenarios' | 'unlike'> = { scenarios: [], unlike: new Set() };

const verdicts = (...measurements: Measurement[]) =>
  compareEngines({ ...asked, options: defaultLoadOptions }, measurements).map(
    ({ before, after, verdict }) => [before, after, verdict],
  );

function said(...measurements: Measurement[]) {
  return saidOf(defaultLoadOptions, measurements);
}

function saidOf(
  options: LoadOptions,
  measurements: Measurement[],
  tables: Parameters<typeof unlikeTables>[0] = [],
  fileIndexes: readonly FileIndex[] = [],
) {
  const comparisons = compareEngines({ ...asked, options }, measurements);
  const expectations = compareWithExpected(measurements, comparisons);
  return sentencesOf({
    outcome: 'complete',
    options,
    scenarios: [],
    measurements,
    comparisons,
    expectations,
    conditions: { tables, fileIndexes },
  });
}

test('medians whose intervals are apart differ by so many times, at least and at most', () => {
  expect(
    verdicts(measured('sqlite', between(8, 12)), measured('postgres indexed', between(0.4, 0.6))),
  ).toEqual([['sqlite', 'postgres indexed', { kind: 'faster', times: 20, low: 8 / 0.6, high: 12 / 0.4 }]]);
  expect(verdicts(measured('postgres', between(1, 1)), measured('postgres indexed', between(2, 4)))).toEqual([
    ['postgres', 'postgres indexed', { kind: 'slower', times: 3, low: 2, high: 4 }],
  ]);
  expect(verdicts(measured('sqlite', between(2, 4)), measured('postgres', between(0, 1)))).toMatchObject([
    ['sqlite', 'postgres', { kind: 'faster', times: 6, low: 2 }],
  ]);
});

test('nothing is said where intervals overlap, and nothing compared where one gave no answer', () => {
  expect(verdicts(measured('sqlite', between(1, 3)), measured('postgres', between(2, 9)))).toEqual([
    ['sqlite', 'postgres', { kind: 'no difference' }],
  ]);
  expect(verdicts(measured('sqlite', undefined), measured('postgres', between(2, 9)))).toEqual([
    ['sqlite', 'postgres', { kind: 'not comparable', why: 'no answer' }],
  ]);
});

test('a median that is shorter because more were given up proves nothing', () => {
  const given = (before: number, after: number) =>
    verdicts(
      measured('sqlite', between(1, 2), { locked: before }),
      measured('postgres indexed', between(3, 4), { locked: after }),
    )[0]?.[2];
  expect(given(20, 0)).toEqual({ kind: 'not comparable', why: 'gave up' });
  expect(given(20, 20)).toMatchObject({ kind: 'slower' });
  expect(given(0, 20)).toMatchObject({ kind: 'slower' });
});

test('medians that overlap are not called alike where one turned people away', () => {
  const remarks = { scenario: 'remark-updates', users: 10 };
  const measurements = [
    measured('sqlite', between(1, 3), { ...remarks, operations: 40, locked: 20 }),
    measured('postgres indexed', between(2, 4), remarks),
    measured('sqlite', between(1, 3), { ...remarks, users: 1 }),
    measured('postgres indexed', between(2, 4), { ...remarks, users: 1 }),
  ];
  expect(verdicts(...measurements).map(([, , verdict]) => verdict)).toEqual([
    { kind: 'not comparable', why: 'gave up' },
    { kind: 'no difference' },
  ]);
  expect(said(...measurements).map(({ code }) => code)).toEqual(['locked-out', 'nobody-locked-out']);
});

test('between two load tests of one round each nothing is told', () => {
  const once = (ms: number): Estimate => ({ mean: ms, low: ms, high: ms, rounds: 1 });
  expect(compareMedians(measured('postgres', once(9)), measured('postgres', once(1)))).toEqual({
    kind: 'no difference',
  });
});

test('a gain whose bounds lie far apart is said by the bound', () => {
  const told = (low: number, high: number) =>
    said(
      measured('sqlite', between(low, high), { scenario: 'own' }),
      measured('postgres indexed', between(1, 1), { scenario: 'own' }),
    );
  expect(told(18, 22)).toEqual([{ code: 'faster', scenario: 'own', users: 1, times: 20, atLeast: false }]);
  expect(told(2, 200)).toEqual([{ code: 'faster', scenario: 'own', users: 1, times: 2, atLeast: true }]);
});

test('a server that holds other rows than the file is not compared with it', () => {
  const measurements = [
    measured('sqlite', between(9, 11)),
    measured('postgres', between(2, 2)),
    measured('postgres indexed', between(1, 1)),
  ];
  const unlike = new Set(['daily-report']);
  expect(
    compareEngines({ scenarios: [], options: defaultLoadOptions, unlike }, measurements).map(
      ({ before, verdict }) => [before, verdict.kind],
    ),
  ).toEqual([
    ['sqlite', 'not comparable'],
    ['sqlite', 'not comparable'],
    ['postgres', 'faster'],
  ]);
  const tables = [
    { table: 'period', rows: 7, inFile: 9 },
    { table: 'attendance', rows: 0, inFile: 84_000 },
    { table: 'student', rows: 200, inFile: 201 },
    { table: 'of_the_server', rows: 5 },
  ];
  expect(unlikeTables(tables).map(({ table }) => table)).toEqual(['period', 'attendance']);
  expect(saidOf(defaultLoadOptions, measurements, tables)[0]).toEqual({
    code: 'other-rows',
    table: 'attendance',
    inFile: 84_000,
    onServer: 0,
  });
});

test('who cannot keep up with the arrivals is told, and not who is at work on the last of them', () => {
  const open: LoadOptions = {
    ...defaultLoadOptions,
    pattern: { kind: 'open', perSecond: 40 },
    bound: { kind: 'seconds', seconds: 10 },
  };
  const behind = (options: LoadOptions, answered: number) =>
    saidOf(options, [
      measured('sqlite', between(1, 1), { users: 10, throughput: between(answered, answered) }),
    ]).filter(({ code }) => code === 'sqlite-behind');
  expect(behind(open, 12)).toEqual([
    { code: 'sqlite-behind', scenario: 'daily-report', asked: 40, answered: 12 },
  ]);
  expect(behind(open, 38)).toEqual([]);
  expect(behind(defaultLoadOptions, 12)).toEqual([]);
  const slow = measured('sqlite', between(9, 9), { throughput: between(12, 12) });
  const quick = measured('postgres indexed', between(1, 1), { throughput: between(40, 40) });
  expect(compareEngines({ ...asked, options: open }, [slow, quick])[0]?.verdict).toEqual({
    kind: 'not comparable',
    why: 'fell behind',
  });
});

test('what the old document promised is judged by its own range', () => {
  const expectation = (times: number) => {
    const measurements = [
      measured('sqlite', between(times, times)),
      measured('postgres indexed', between(1, 1)),
      // With more users another thing is measured.
      measured('sqlite', between(9999, 9999), { users: 10 }),
      measured('postgres indexed', between(1, 1), { users: 10 }),
    ];
    return compareWithExpected(
      measurements,
      compareEngines({ ...asked, options: defaultLoadOptions }, measurements),
    )[0];
  };
  expect(expectation(17)).toMatchObject({ verdict: 'fallen short', measured: 17 });
  expect(expectation(18)).toMatchObject({ verdict: 'met', measuredMs: { sqlite: 18, postgres: 1 } });
  expect(expectation(27)).toMatchObject({ verdict: 'exceeded' });
  const alike = [measured('sqlite', between(1, 3)), measured('postgres indexed', between(2, 4))];
  const none = compareWithExpected(
    alike,
    compareEngines({ ...asked, options: defaultLoadOptions }, alike),
  )[0];
  expect(none).toMatchObject({ verdict: 'fallen short' });
  expect(none?.measured).toBeUndefined();
  expect(said(...alike)).toContainEqual({
    code: 'expected-difference',
    scenario: 'daily-report',
    from: 18,
    to: 26,
  });
  expect(compareWithExpected([], []).every(({ verdict }) => verdict === 'not measured')).toBe(true);
});

test('the crowd that locked the old database is judged by how long PostgreSQL takes', () => {
  const crowd = (ms: number) => {
    const measurements = [
      measured('sqlite', between(900, 900), { scenario: 'morning', users: 10, locked: 5 }),
      measured('postgres indexed', between(ms, ms), { scenario: 'morning', users: 10 }),
      measured('sqlite', between(1, 1), { scenario: 'morning' }),
      measured('postgres indexed', between(1, 1), { scenario: 'morning' }),
    ];
    return compareWithExpected(
      measurements,
      compareEngines({ ...asked, options: defaultLoadOptions }, measurements),
    ).at(-1)?.verdict;
  };
  expect([90, 60, 20].map(crowd)).toEqual(['fallen short', 'met', 'exceeded']);
});

test('the sentences tell the gain, who was locked out, what the indexes did, and where it falls short', () => {
  const morning = { scenario: 'morning', users: 25 };
  expect(
    said(
      measured('sqlite', between(9, 11)),
      measured('postgres', between(4, 6)),
      measured('postgres indexed', between(1, 1)),
      measured('sqlite', between(1, 3), { ...morning, users: 10, locked: 1 }),
      measured('sqlite', between(1, 3), { ...morning, operations: 75, locked: 25 }),
      measured('postgres indexed', between(2, 4), { ...morning, users: 10 }),
      measured('postgres indexed', between(2, 4), morning),
    ),
  ).toEqual([
    { code: 'faster', scenario: 'daily-report', users: 1, times: 10, atLeast: false },
    { code: 'locked-out', ...morning, share: 0.25 },
    { code: 'nobody-locked-out', ...morning },
    { code: 'indexes-faster', scenario: 'daily-report', users: 1, times: 5, atLeast: false },
    { code: 'expected-more', scenario: 'daily-report', from: 18, to: 26, measured: 10 },
  ]);
});

test('what can be vouched for with some number of users comes before what cannot', () => {
  expect(
    said(
      measured('sqlite', between(1, 3)),
      measured('postgres indexed', between(2, 4)),
      measured('sqlite', between(10, 10), { users: 10 }),
      measured('postgres indexed', between(1, 1), { users: 10 }),
      measured('sqlite', between(1, 1), { scenario: 'own' }),
      measured('postgres indexed', between(2, 2), { scenario: 'own' }),
    ).filter(({ code }) => !code.startsWith('expected')),
  ).toEqual([
    { code: 'faster', scenario: 'daily-report', users: 10, times: 10, atLeast: false },
    { code: 'slower', scenario: 'own', users: 1, times: 2, atLeast: false },
  ]);
});

test('where the file has no such index it is said of what became faster, and of nothing else', () => {
  const pair = [measured('sqlite', between(8, 12)), measured('postgres indexed', between(0.4, 0.6))];
  const alike = ['sqlite', 'postgres indexed'] as const;
  const others = alike.map((engine) => measured(engine, between(1, 2), { scenario: 'class-roster' }));
  const codes = (fileIndexes: FileIndex[]) =>
    saidOf(defaultLoadOptions, [...pair, ...others], [], fileIndexes);
  expect(codes([{ name: 'idx_attendance_date_class' }, { name: 'idx_student_class' }])).toContainEqual({
    code: 'file-lacks-index',
    scenarios: ['daily-report'],
  });
  const none = expect.not.arrayContaining([expect.objectContaining({ code: 'file-lacks-index' })]);
  expect(codes([{ name: 'idx_attendance_date_class', by: 'by_day' }])).toEqual(none);
  expect(codes([{ name: 'idx_student_class' }])).toEqual(none);
});
