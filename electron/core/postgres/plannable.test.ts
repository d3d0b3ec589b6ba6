import { expect, test } from 'vitest';
import { plannable } from './plannable.ts';

test.each([
  ['SELECT now() - interval $1', 'SELECT now() - $1::interval'],
  ['SELECT now() - interval $1 day', 'SELECT now() - $1::interval day'],
  [
    'SELECT * FROM mark WHERE day >= DATE $1 AND id = $2',
    'SELECT * FROM mark WHERE day >= $1::DATE AND id = $2',
  ],
  ['SELECT timestamp with time zone $12', 'SELECT $12::timestamp with time zone'],
  ['SELECT timestamp(3) with time zone $1', 'SELECT $1::timestamp(3) with time zone'],
])('%s', (normalized, expected) => {
  expect(plannable(normalized)).toBe(expected);
});

test.each([
  'SELECT date, time FROM mark WHERE date = $1',
  `SELECT 'it''s interval $1' AS words, $1::int, "date $1" /* date $2 */ -- time $3`,
  '',
])('left alone: %s', (sql) => {
  expect(plannable(sql)).toBe(sql);
});
