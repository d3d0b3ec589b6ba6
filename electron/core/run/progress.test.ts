import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProgressEvent, type Stage, stages } from '../../../shared/progress.ts';
import { Progress } from './progress.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A progress with a clock of its own, and what it told. */
function watched(own?: readonly Stage[]): {
  progress: Progress;
  events: ProgressEvent[];
  latest: () => ProgressEvent;
} {
  const events: ProgressEvent[] = [];
  const progress = new Progress((event) => events.push(ProgressEvent.parse(event)), own);
  const latest = () => {
    const event = events.at(-1);
    if (!event) throw new Error('Nothing was told.');
    return event;
  };
  return { progress, events, latest };
}

function pass(seconds: number): void {
  vi.advanceTimersByTime(seconds * 1000);
}

it('gives each stage its share, all of them the whole', () => {
  const { progress, latest } = watched();
  const ends = stages.map((stage) => {
    progress.enter(stage);
    const start = latest().fraction;
    pass(1);
    progress.advance({ done: 1, total: 1 });
    return { start, end: latest().fraction };
  });
  expect(ends[0]?.start).toBe(0);
  expect(ends.at(-1)?.end).toBeCloseTo(1);
  for (const [place, { start, end }] of ends.entries()) {
    expect(end).toBeGreaterThan(start);
    expect(start).toBeCloseTo(ends[place - 1]?.end ?? 0);
  }
  const share = (stage: Stage) => {
    const { start = 0, end = 0 } = ends[stages.indexOf(stage)] ?? {};
    return end - start;
  };
  expect(stages.every((stage) => share(stage) <= share('index'))).toBe(true);
});

it('never goes back, whatever the stages say', () => {
  const { progress, events } = watched();
  const moments: (() => void)[] = [
    () => progress.enter('copy'),
    () => progress.advance({ done: 80, total: 100 }),
    // Rows that a refused batch takes back, a table that begins anew, a total that was too low.
    () => progress.advance({ done: -5, total: 100 }),
    () => progress.advance({ done: 10, total: 100 }),
    () => progress.advance({ done: 300, total: 100 }),
    () => progress.enter('verify'),
    () => progress.advance({ done: 1, total: 2 }),
    // Verification and constraints go side by side.
    () => progress.enter('finish'),
    () => progress.advance({ done: 0, total: 0 }),
    () => progress.end(false),
  ];
  for (const moment of moments) {
    pass(1);
    moment();
  }
  const fractions = events.map(({ fraction }) => fraction);
  expect(fractions).toHaveLength(moments.length);
  expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
  expect(events.every(({ rows = 0 }) => rows >= 0)).toBe(true);
});

it.each([
  ['is complete', true, 1],
  ['is not', false, 0.33],
])('ends with one last event where the work %s', (_, complete, fraction) => {
  const { progress, events } = watched();
  progress.enter('copy');
  pass(1);
  progress.advance({ done: 1, total: 2 });
  progress.end(complete);
  expect(events.filter(({ last }) => last)).toEqual([events.at(-1)]);
  expect(events.at(-1)).toMatchObject({ stage: 'copy', last: true });
  expect(events.at(-1)?.fraction).toBeCloseTo(fraction);
});

it('tells ten times a second at most, but each new stage at once', () => {
  const { progress, events } = watched();
  progress.enter('copy');
  for (let done = 1; done <= 1000; done += 1) {
    pass(0.001);
    progress.advance({ done, total: 1000 });
  }
  expect(events.length).toBeGreaterThan(5);
  expect(events.length).toBeLessThanOrEqual(11);
  progress.enter('index');
  expect(events.at(-1)?.stage).toBe('index');
});

it('tells the time left by what was done with the server, and none while it can only guess', () => {
  const { progress, latest } = watched();
  progress.enter('snapshot');
  pass(2);
  progress.advance({ done: 1, total: 1 });
  expect(latest()).not.toHaveProperty('secondsLeft');
  progress.enter('preflight');
  progress.enter('plan');
  progress.enter('copy');
  const { fraction: before } = latest();
  // A file that was read in no time: the server may still be slow.
  pass(0.5);
  progress.advance({ done: 1, total: 4 });
  expect(latest()).not.toHaveProperty('secondsLeft');
  pass(1);
  progress.advance({ done: 1, total: 10 });
  expect(latest()).toHaveProperty('secondsLeft');
  pass(6.5);
  progress.advance({ done: 1, total: 2 });
  const { fraction, secondsLeft } = latest();
  expect(secondsLeft).toBeCloseTo((8 / (fraction - before)) * (1 - fraction));
  progress.advance({ done: 2, total: 2 });
  pass(90);
  progress.advance({ done: 2, total: 2 });
  // Nothing moved for long: the rest takes longer too.
  expect(latest().secondsLeft).toBeGreaterThan(secondsLeft ?? 0);
});

it('tells none while too little is copied, however long that took', () => {
  const { progress, latest } = watched();
  progress.enter('copy');
  pass(60);
  progress.advance({ done: 1, total: 100 });
  expect(latest()).not.toHaveProperty('secondsLeft');
});

it('counts no time as done that stages would take which the run has not', () => {
  const { progress, latest } = watched(['snapshot', 'preflight', 'verify']);
  progress.enter('snapshot');
  pass(10);
  progress.enter('preflight');
  pass(9);
  progress.enter('verify');
  pass(10);
  progress.advance({ done: 1, total: 3 });
  expect(latest().secondsLeft).toBeCloseTo(20);
  pass(20);
  progress.advance({ done: 1, total: 1 });
  expect(latest().fraction).toBeCloseTo(1);
});

it('judges a stage that is run by itself from its beginning', () => {
  const { progress, latest } = watched(['preflight']);
  progress.enter('preflight');
  pass(3);
  progress.advance({ done: 3, total: 10 });
  expect(latest().secondsLeft).toBeCloseTo(7);
});

it('counts rows and their speed from the beginning of the stage, where rows are what is done', () => {
  const { progress, latest } = watched();
  progress.enter('preflight');
  pass(100);
  progress.enter('copy');
  pass(2);
  progress.advance({ done: 500, total: 1000, table: 'attendance', rows: 500 });
  expect(latest()).toMatchObject({ table: 'attendance', rows: 500, totalRows: 1000, rowsPerSecond: 250 });
  progress.enter('index');
  pass(1);
  progress.advance({ done: 1, total: 3, rows: 1 });
  expect(latest()).not.toHaveProperty('rows');
});
