import { describe, expect, it } from 'vitest';
import type { TargetType } from '../../../shared/plan.ts';
import { encoderFor, type Reading } from './encode.ts';
import type { StoredValue } from './stored-value.ts';

function encode(type: TargetType, value: NonNullable<StoredValue>, rest: Omit<Reading, 'type'> = {}): string {
  const encoded = encoderFor({ type, ...rest })(value);
  return typeof encoded === 'string' ? encoded : `rejected: ${encoded.rejected}`;
}

describe('whole numbers', () => {
  it.each([
    ['bigint', 9223372036854775807n, '9223372036854775807'],
    ['bigint', -9223372036854775808n, '-9223372036854775808'],
    ['bigint', '9223372036854775808', 'rejected: out of range'],
    ['integer', 2147483647n, '2147483647'],
    ['integer', 2147483648n, 'rejected: out of range'],
    ['integer', 3, '3'],
    ['integer', 3.5, 'rejected: not a whole number'],
    ['integer', '3.5', 'rejected: not a whole number'],
    ['integer', '', 'rejected: empty text'],
    ['integer', 'n/a', 'rejected: not a number'],
    ['integer', Buffer.from('7'), 'rejected: not a number'],
  ] as const)('%s takes %o as %s', (name, value, expected) => {
    expect(encode({ name }, value)).toBe(expected);
  });
});

describe('numbers with a fraction', () => {
  it('keeps a double to its last bit', () => {
    for (const value of [0.1, 1 / 3, 5e-324, Number.MAX_VALUE, -0, 1234567.1234567]) {
      const text = encode({ name: 'double precision' }, value);
      expect(Object.is(Number(text), value)).toBe(true);
    }
  });

  it('refuses an integer that a double would round', () => {
    expect(encode({ name: 'double precision' }, 9007199254740993n)).toBe('rejected: too precise');
    expect(encode({ name: 'double precision' }, 9007199254740992n)).toBe('9007199254740992');
  });

  it.each([
    ['12345678.90', '12345678.90'],
    ['99999999.99', '99999999.99'],
    ['100000000', 'rejected: out of range'],
    ['0.125', 'rejected: too precise'],
    ['1e2', '1e2'],
    ['1e9', 'rejected: out of range'],
  ])('numeric(10, 2) answers %s with %s', (value, expected) => {
    expect(encode({ name: 'decimal', precision: 10, scale: 2 }, value)).toBe(expected);
  });
});

describe('booleans', () => {
  it.each([
    [1n, 't'],
    [0n, 'f'],
    ['Yes', 't'],
    ['FALSE', 'f'],
    ['off', 'f'],
    [2n, 'rejected: not a boolean'],
    ['', 'rejected: empty text'],
    ['maybe', 'rejected: not a boolean'],
  ])('%o becomes %s', (value, expected) => {
    expect(encode({ name: 'boolean' }, value)).toBe(expected);
  });
});

describe('texts', () => {
  it('keeps 1 and 1.0 apart', () => {
    expect([encode({ name: 'text' }, 1n), encode({ name: 'text' }, 1)]).toEqual(['1', '1.0']);
  });

  it('counts characters, not code units', () => {
    expect(encode({ name: 'varchar', length: 2 }, '😀😀')).toBe('😀😀');
    expect(encode({ name: 'varchar', length: 2 }, 'abc')).toBe('rejected: too long');
  });

  it('refuses what PostgreSQL can not store', () => {
    expect(encode({ name: 'text' }, 'a\0b')).toBe('rejected: NUL byte');
    expect(encode({ name: 'text' }, Buffer.from([1]))).toBe('rejected: bytes in a text column');
  });
});

describe('dates', () => {
  const timestamp = { name: 'timestamp' } as const;

  it.each([
    ['2026-03-01', '2026-03-01 00:00:00'],
    ['2026-03-01T07:30', '2026-03-01 07:30:00'],
    ['2026-03-01 07:30:15.250', '2026-03-01 07:30:15.250000'],
    ['2026-02-29', 'rejected: not a date'],
    ['2024-02-29', '2024-02-29 00:00:00'],
    ['2026-03-01 24:00:00', 'rejected: not a date'],
    ['2026-03-01 07:30:15.1234567', 'rejected: too precise'],
    ['2026-03-01 07:30:15.123456000', '2026-03-01 07:30:15.123456'],
    ['2026-03-01T07:30:00Z', 'rejected: too precise'],
    ['', 'rejected: empty text'],
    ['next week', 'rejected: not a date'],
    [1772323200n, '2026-03-01 00:00:00'],
    [1772323200123n, '2026-03-01 00:00:00.123000'],
    [1772323200123456n, '2026-03-01 00:00:00.123456'],
    [-1n, '1969-12-31 23:59:59'],
    [2461100.5, '2026-03-01 00:00:00'],
  ])('a timestamp answers %o with %s', (value, expected) => {
    expect(encode(timestamp, value)).toBe(expected);
  });

  it('reads day and month only where the text or the column tells their order', () => {
    expect(encode(timestamp, '25/12/2025')).toBe('2025-12-25 00:00:00');
    expect(encode(timestamp, '03/04/2026')).toBe('rejected: ambiguous date');
    expect(encode(timestamp, '03/03/2026')).toBe('2026-03-03 00:00:00');
    expect(encode(timestamp, '03/04/2026', { dateOrder: 'day first' })).toBe('2026-04-03 00:00:00');
    expect(encode(timestamp, '03/04/2026', { dateOrder: 'month first' })).toBe('2026-03-04 00:00:00');
  });

  it('gives a zone to times without one, and leaves those that have one', () => {
    const zoned = { name: 'timestamptz' } as const;
    expect(encode(zoned, '2026-03-01 07:30:00', { timezone: 'Asia/Qatar' })).toBe(
      '2026-03-01 07:30:00 Asia/Qatar',
    );
    expect(encode(zoned, '2026-03-01T07:30:00+02:00', { timezone: 'Asia/Qatar' })).toBe(
      '2026-03-01 07:30:00 +02:00',
    );
    expect(encode(zoned, 1772323200n, { timezone: 'Asia/Qatar' })).toBe('2026-03-01 00:00:00 Z');
  });

  it('keeps a date only where no time of day would be lost', () => {
    expect(encode({ name: 'date' }, '2026-03-01 00:00:00')).toBe('2026-03-01');
    expect(encode({ name: 'date' }, '2026-03-01 00:00:01')).toBe('rejected: too precise');
  });
});

it.each([
  ['07:30', '07:30'],
  ['07:30:00.123456000', '07:30:00.123456000'],
  ['07:30:00.123456789', 'rejected: too precise'],
  ['24:00', 'rejected: not a time'],
])('a time of day answers %s with %s', (value, expected) => {
  expect(encode({ name: 'time' }, value)).toBe(expected);
});

it.each([
  ['{"a": 1}', '{"a": 1}'],
  ['{"a": ', 'rejected: not JSON'],
  ['"\\u0000"', 'rejected: not JSON'],
  ['"\\ud83d\\ude00"', '"\\ud83d\\ude00"'],
  ['"\\ud83d"', 'rejected: not JSON'],
  ['{"a": 1, "a": 2}', 'rejected: more than jsonb keeps'],
  ['[{"b": [{"a": 1, "\\u0061": 1}]}]', 'rejected: more than jsonb keeps'],
  ['[{"a": "a"}, {"a": {"a": "{\\"a\\":"}}]', '[{"a": "a"}, {"a": {"a": "{\\"a\\":"}}]'],
  ['{"a": 1e131071}', '{"a": 1e131071}'],
  ['{"a": 1e131072}', 'rejected: more than jsonb keeps'],
  ['[1.5e-16383]', 'rejected: more than jsonb keeps'],
])('jsonb answers %s with %s', (value, expected) => {
  expect(encode({ name: 'jsonb' }, value)).toBe(expected);
});

it('spells a UUID in one way only', () => {
  const spelled = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
  for (const written of [spelled, spelled.toUpperCase(), spelled.replaceAll('-', '')]) {
    expect(encode({ name: 'uuid' }, written)).toBe(spelled);
  }
  expect(encode({ name: 'uuid' }, spelled.slice(1))).toBe('rejected: not a UUID');
});
