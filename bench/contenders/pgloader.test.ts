import { expect, it } from 'vitest';
import { readSummary } from './pgloader.ts';

const summary = (errors: number, time: string) => `
             table name     errors       rows      bytes      total time
-----------------------  ---------  ---------  ---------  --------------
                student          0         93    11.6 kB          0.604s
             attendance          ${errors}     117180    10.5 MB          ${time}
-----------------------  ---------  ---------  ---------  --------------
      Total import time          ✓     117365    10.6 MB          3.080s
`;

it('reads what pgloader says of attendance', () => {
  expect(readSummary(summary(0, '1.860s'))).toEqual({ errors: 0, rows: 117_180, seconds: 1.86 });
  expect(readSummary(summary(3, '1m12.500s'))).toEqual({ errors: 3, rows: 117_180, seconds: 72.5 });
  expect(readSummary('KABOOM!')).toBeUndefined();
});
