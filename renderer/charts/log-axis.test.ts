import { expect, test } from 'vitest';
import { decadesAround } from './log-axis.ts';

test('whole decades hold the values between them', () => {
  expect(decadesAround([0.45, 8.4, 61])).toEqual({ domain: [0.1, 100], ticks: [0.1, 1, 10, 100] });
});

test('a value that is a power of ten is a bar with some length', () => {
  expect(decadesAround([10])).toEqual({ domain: [10, 100], ticks: [10, 100] });
});

test('what is not above zero has no place on the axis', () => {
  expect(decadesAround([0, 5])).toEqual({ domain: [1, 10], ticks: [1, 10] });
  expect(decadesAround([]).domain).toEqual([0.1, 10]);
});
