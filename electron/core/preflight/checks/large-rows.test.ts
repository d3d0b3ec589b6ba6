import { expect, it } from 'vitest';
import { understand } from '../../../testing/understand.ts';
import { newMemory } from '../memory.ts';
import { largeRows } from './large-rows.ts';

it('names a row that no line of text holds, instead of breaking off in the copy', {
  timeout: 60_000,
}, async () => {
  await using file = await understand(
    'CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB); INSERT INTO t VALUES (1, zeroblob(100)), (2, zeroblob(270000000))',
  );
  const input = { db: file.db, source: file.source, tables: [], renamed: [], memory: newMemory() };
  const found = await largeRows({ ...input, signal: new AbortController().signal });
  expect(found).toMatchObject([
    {
      code: 'row-too-large',
      severity: 'blocker',
      table: 't',
      count: 1,
      samples: [{ key: '2', value: '540 MB as text' }],
      resolutions: [],
    },
  ]);
});
