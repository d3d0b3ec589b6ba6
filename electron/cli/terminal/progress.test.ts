import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { frame } from './live-progress.ts';
import { plainProgress } from './plain-progress.ts';
import type { Step } from './progress.ts';
import { textWidth } from './text-width.ts';

const step: Step = {
  stage: 'copy',
  fraction: 0.5,
  rows: 645_120,
  totalRows: 1_175_580,
  rowsPerSecond: 512_345.6,
  secondsLeft: 1.04,
};

test('the live line tells share, rows, rate and time left', () => {
  const line = stripVTControlCharacters(frame(step, 120));
  for (const words of ['copy', '50 %', '645,120 of 1,175,580 rows', '512,346 rows/s', '2 s left'])
    expect(line).toContain(words);
});

test('the live line never reaches the edge of the terminal', () => {
  for (let columns = 1; columns < 120; columns++)
    expect(textWidth(frame(step, columns)), `${columns}`).toBeLessThan(columns);
  expect(frame(step, 20)).toContain('copy 50 %');
});

test('a terminal of 80 columns still shows rate and time left', () => {
  const line = stripVTControlCharacters(frame({ ...step, stage: 'preflight' }, 80));
  for (const words of ['━', '645,120 rows', '512,346 rows/s', '2 s left']) expect(line).toContain(words);
});

test('plain lines come when a stage begins and every few seconds, no matter how many steps', () => {
  const out = new PassThrough();
  let time = 0;
  const display = plainProgress(out, () => time);
  for (let i = 0; i <= 100; i++) {
    time += 100;
    display.show({ stage: i < 50 ? 'copy' : 'verify', fraction: i / 100 });
  }
  display.end();
  expect(String(out.read()).trimEnd().split('\n')).toEqual([
    'copy, 0 %',
    'copy, 30 %',
    'verify, 50 %',
    'verify, 80 %',
  ]);
});
