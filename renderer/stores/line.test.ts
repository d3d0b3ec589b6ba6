import { expect, test } from 'vitest';
import { beginning, type Line, steps } from '../../shared/console/line.ts';
import { isOpen } from './line.ts';

function openSteps(line: Partial<Line>): string[] {
  return steps.filter((step) => isOpen(step, { ...beginning, ...line }));
}

const server = { connection: 'school', checked: true };

test('a file that could not be read leads nowhere, whatever server was checked before', () => {
  expect(openSteps({ path: 'app.db', ...server })).toEqual(['welcome', 'source']);
});

test('each step opens the next', () => {
  const read = { path: 'app.db', opened: true };
  expect(openSteps({})).toEqual(['welcome']);
  expect(openSteps(read)).toEqual(['welcome', 'source', 'target']);
  expect(openSteps({ ...read, ...server, checked: false })).toEqual(['welcome', 'source', 'target']);
  expect(openSteps({ ...read, ...server })).toEqual(['welcome', 'source', 'target', 'check']);
});

test('a proof is open as soon as there is a run to prove', () => {
  expect(openSteps({ path: 'app.db', runId: 'run' })).toContain('proof');
});
