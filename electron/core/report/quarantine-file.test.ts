import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuarantineEntry } from '../../../shared/run.ts';
import { csvHeader, csvLine } from './quarantine-csv.ts';
import { QuarantineFile } from './quarantine-file.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const awkward = fc.constantFrom('', '=1+1', '"quoted"', 'a,b', 'line\r\nend', '\n', ';', '-1', ' @x', 'اسم');
const entry: fc.Arbitrary<QuarantineEntry> = fc
  .record({
    table: fc.oneof(text, awkward),
    key: fc.oneof(text, awkward),
    column: fc.option(
      fc.oneof(text, awkward).filter((name) => name !== ''),
      { nil: undefined },
    ),
    reason: fc.oneof(text, awkward),
    action: fc.constantFrom('quarantined', 'set null'),
    row: fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
      fc.oneof(awkward, fc.integer(), fc.constant(null)),
    ),
  })
  .map(({ column, row, ...rest }) => ({
    ...rest,
    row: { ...row },
    ...(column === undefined ? {} : { column }),
  }));

test('every entry comes back as it was, from wherever one begins to read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-quarantine-'));
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 8 }), fc.nat(9), async (entries, from) => {
        const path = join(folder, 'quarantine.csv');
        await writeFile(path, [csvHeader, ...entries.map(csvLine)].join(''));
        const file = await QuarantineFile.open(path);
        expect(file.total).toBe(entries.length);
        expect(await file.read(from, 3)).toEqual(entries.slice(from, from + 3));
      }),
      { numRuns: 300 },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('where nothing was put aside there is nothing to read', async () => {
  const file = await QuarantineFile.open(join(tmpdir(), 'rollcall-no-such-folder', 'quarantine.csv'));
  expect(file.total).toBe(0);
  expect(await file.read(0, 10)).toEqual([]);
});
