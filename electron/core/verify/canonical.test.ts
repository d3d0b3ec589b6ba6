import { describe, expect, test } from 'vitest';
import type { PlannedColumn, TargetType } from '../../../shared/plan.ts';
import { canonicalFor } from './canonical.ts';
import type { Cell } from './cell.ts';
import { column } from './testing/sides.ts';

type Case = [Cell, string | undefined];

function read(type: TargetType, cell: Cell, zone?: string, more: Partial<PlannedColumn> = {}) {
  return canonicalFor(column('c', type, more), zone)(cell);
}

describe('numbers', () => {
  test.each<Case>([
    [9223372036854775807n, '9223372036854775807'],
    [-9223372036854775808n, '-9223372036854775808'],
    [3, '3'],
    [-0, '0'],
    [1e17, '100000000000000000'],
    [3.5, undefined],
    ['42', '42'],
    [' -007 ', '-7'],
    ['4 2', undefined],
    ['', undefined],
    [Buffer.from('42'), undefined],
  ])('bigint from %o is %s', (cell, text) => {
    expect(read({ name: 'bigint' }, cell)).toBe(text);
  });

  test.each<Case>([
    [0.1, '0.1'],
    [100, '100'],
    [1e14, '100000000000000'],
    [1e15, '1e+15'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1e-7, '1e-07'],
    [1.5e300, '1.5e+300'],
    [-0, '-0'],
    [-Infinity, '-Infinity'],
    [7n, '7'],
    [9007199254740993n, undefined],
    ['2.50', '2.5'],
    ['1e400', undefined],
    ['abc', undefined],
  ])('double precision from %o is %s', (cell, text) => {
    expect(read({ name: 'double precision' }, cell)).toBe(text);
  });

  test.each<Case>([
    ['1.50', '1.50'],
    ['-.5e1', '-5'],
    ['1e-3', '0.001'],
    ['12.5e2', '1250'],
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    ['-0.00', '0.00'],
    ['.', undefined],
  ])('numeric from %o is %s', (cell, text) => {
    expect(read({ name: 'numeric' }, cell)).toBe(text);
  });

  test.each<Case>([
    [5n, '5.00'],
    [19.99, '19.99'],
    ['1.500', '1.50'],
    [1.005, undefined],
    [-0.0, '0.00'],
  ])('numeric(10,2) from %o is %s', (cell, text) => {
    expect(read({ name: 'decimal', precision: 10, scale: 2 }, cell)).toBe(text);
  });
});

test.each<Case>([
  [0n, 'f'],
  [1, 't'],
  ['Yes', 't'],
  ['off', 'f'],
  [2n, undefined],
  ['maybe', undefined],
])('boolean from %o is %s', (cell, text) => {
  expect(read({ name: 'boolean' }, cell)).toBe(text);
});

describe('moments', () => {
  test.each<Case>([
    ['2025-09-07', '2025-09-07 00:00:00'],
    ['2025-09-07T08:15', '2025-09-07 08:15:00'],
    ['2025-09-07 08:15:30.120000', '2025-09-07 08:15:30.12'],
    ['2025-09-07 08:15:30.1234560', '2025-09-07 08:15:30.123456'],
    ['2025-09-07 08:15:30.1234567', undefined],
    ['2025-09-07 08:15:30.000000', '2025-09-07 08:15:30'],
    ['2024-02-29 00:00:00', '2024-02-29 00:00:00'],
    ['2025-02-29 00:00:00', undefined],
    ['2025-09-07 24:00:00', undefined],
    ['2025-09-07T00:30:00+03:00', '2025-09-06 21:30:00'],
    [1757226000n, '2025-09-07 06:20:00'],
    [1757226000.25, '2025-09-07 06:20:00.25'],
    [-1n, '1969-12-31 23:59:59'],
    [1757226000123n, '2025-09-07 06:20:00.123'],
    [1757226000123456n, '2025-09-07 06:20:00.123456'],
    [2460925.75, '2025-09-07 06:00:00'],
    [2460925n, '1970-01-29 11:35:25'],
    ['25/12/2025 7:05', '2025-12-25 07:05:00'],
    ['12-25-2025', '2025-12-25 00:00:00'],
    ['03/04/2026', undefined],
    ['03/03/2026', '2026-03-03 00:00:00'],
    ['0000-01-01 00:00:00', undefined],
    ['soon', undefined],
  ])('timestamp from %o is %s', (cell, text) => {
    expect(read({ name: 'timestamp' }, cell)).toBe(text);
  });

  test('the plan tells day from month', () => {
    const date: TargetType = { name: 'date' };
    expect(read(date, '03/04/2026', undefined, { dateOrder: 'day first' })).toBe('2026-04-03');
    expect(read(date, '03.04.2026', undefined, { dateOrder: 'month first' })).toBe('2026-03-04');
  });

  test.each<Case>([
    ['2025-09-07', '2025-09-07'],
    ['2025-09-07 00:00:00.000', '2025-09-07'],
    ['2025-09-07 00:00:01', undefined],
    ['2025-02-30', undefined],
    [1757203200n, '2025-09-07'],
    [1757203201n, undefined],
  ])('date from %o is %s', (cell, text) => {
    expect(read({ name: 'date' }, cell)).toBe(text);
  });

  test.each<Case>([
    ['07:00', '07:00:00'],
    ['07:00:00.500', '07:00:00.5'],
    ['7', undefined],
    ['25:00', undefined],
  ])('time from %o is %s', (cell, text) => {
    expect(read({ name: 'time' }, cell)).toBe(text);
  });

  test.each<[string, Cell, string]>([
    ['Asia/Qatar', '2025-09-07 07:00:00', '2025-09-07 04:00:00+00'],
    ['Asia/Qatar', '2025-09-07 07:00:00+01:00', '2025-09-07 06:00:00+00'],
    ['Asia/Qatar', 1757226000n, '2025-09-07 06:20:00+00'],
    ['America/New_York', '2025-03-09 02:30:00', '2025-03-09 07:30:00+00'],
    ['America/New_York', '2025-11-02 01:30:00', '2025-11-02 06:30:00+00'],
  ])('timestamptz in %s from %o is %s', (zone, cell, text) => {
    expect(read({ name: 'timestamptz' }, cell, zone)).toBe(text);
  });
});

test.each<Case>([
  ['{"b": 1, "aa": 2, "a": 1.10}', '{"a": 1.10, "b": 1, "aa": 2}'],
  ['{"a":1,"a":{"x":[]}}', '{"a": {"x": []}}'],
  ['12345678901234567890.50', '12345678901234567890.50'],
  ['1e2', '100'],
  ['"\\u00e9\\n\\/"', '"é\\n/"'],
  ['null', 'null'],
  ["{'a':1}", undefined],
  [5n, '5'],
])('jsonb from %o is %s', (cell, text) => {
  expect(read({ name: 'jsonb' }, cell)).toBe(text);
});

test.each<[TargetType['name'] & ('text' | 'bytea' | 'uuid'), Cell, string | undefined]>([
  ['text', 'a\tb\\', 'a\tb\\'],
  ['text', 1.5, '1.5'],
  ['text', 100, '100.0'],
  ['text', 12n, '12'],
  ['text', Buffer.from('a'), undefined],
  ['text', { undecodable: Buffer.from([0xff]) }, undefined],
  ['bytea', Buffer.from([0, 255]), '\\x00ff'],
  ['bytea', 'é', '\\xc3a9'],
  ['bytea', 1n, undefined],
  ['uuid', '{A0EEBC99-9C0B4EF8-BB6D6BB9BD380A11}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['uuid', Buffer.alloc(16, 1), '01010101-0101-0101-0101-010101010101'],
  ['uuid', 'a0eebc99', undefined],
])('%s from %o is %s', (name, cell, text) => {
  expect(read({ name }, cell)).toBe(text);
});
