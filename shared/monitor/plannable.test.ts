import { expect, test } from 'vitest';
import { plannable } from './plannable.ts';

test.each([
  ['SELECT now() - interval $1', 'SELECT now() - $1::interval'],
  [
    'SELECT * FROM mark WHERE day >= DATE $1 AND id = $2',
    'SELECT * FROM mark WHERE day >= $1::DATE AND id = $2',
  ],
  ['SELECT timestamp with time zone $12', 'SELECT $12::timestamp with time zone'],
  ['SELECT date, time FROM mark WHERE date = $1', 'SELECT date, time FROM mark WHERE date = $1'],
])('%s', (normalized, expected) => {
  expect(plannable(normalized)).toBe(expected);
});
