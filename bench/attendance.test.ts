import { expect, it } from 'vitest';
import { csvField } from './attendance.ts';

it("tells NULL from an empty text as COPY's CSV does, and quotes only what has to be", () => {
  const values = [null, '', 17, '2025-08-31 07:07:08', 'a,b', 'the "bus"', 'two\nlines'];
  expect(values.map(csvField)).toEqual([
    '',
    '""',
    '17',
    '2025-08-31 07:07:08',
    '"a,b"',
    '"the ""bus"""',
    '"two\nlines"',
  ]);
});
