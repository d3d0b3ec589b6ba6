import { expect, test } from 'vitest';
import { bytes, counted, duration } from './units.ts';

test.each([
  [0, '0 ms'],
  [0.0195, '0.02 ms'],
  [0.4, '0.4 ms'],
  [8.13, '8.1 ms'],
  [99, '99 ms'],
  [1249, '1.2 s'],
  [9949, '9.9 s'],
  [9960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [125_400, '2 min 5 s'],
])('%d ms is %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words));

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [16_384, '16 kB'],
  [144_179_200, '144 MB'],
  [1_234_567, '1.2 MB'],
])('%d bytes is %s', (n, words) => expect(bytes(n)).toBe(words));

test('one is not many', () => {
  expect(counted(1, 'index', 'indexes')).toBe('1 index');
  expect(counted(1_175_580, 'row')).toBe('1,175,580 rows');
});
