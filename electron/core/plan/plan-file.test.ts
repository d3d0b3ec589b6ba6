import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../../shared/plan.ts';
import { readPlanFile, writePlanFile } from './plan-file.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-plan-'));
  path = join(folder, 'plan.json');
});
afterEach(async () => rm(folder, { recursive: true }));

const plan: Plan = {
  format: 'rollcall-plan-1',
  source: { name: 'app.db', schemaSha256: 'a'.repeat(64) },
  tables: [
    {
      name: 'student',
      rows: 1,
      columns: [
        {
          name: 'name',
          declaredType: 'VARCHAR(50)',
          type: { name: 'varchar', length: 50 },
          notNull: true,
          badValues: 'stop',
        },
      ],
      uniques: [],
      checks: [],
      indexes: [],
      foreignKeys: [],
    },
  ],
  views: [],
  namedIndexes: [],
  notCarried: [],
};

test('a plan comes back as it was written', async () => {
  await writePlanFile(path, plan);
  expect(await readPlanFile(path)).toEqual(plan);
});

test.each<[string, (text: string) => string, object]>([
  [
    'an unknown key',
    (text) => text.replace('"notNull"', '"nonNull"'),
    {
      code: 'plan-invalid',
      what: expect.stringContaining('tables[0].columns[0]: unknown key "nonNull"'),
    },
  ],
  [
    'an unknown type',
    (text) => text.replace('"varchar"', '"varchar2"'),
    { code: 'plan-invalid', what: expect.stringContaining('tables[0].columns[0].type') },
  ],
  ['a missing comma', (text) => text.replace(',', ''), { code: 'plan-not-json' }],
])('%s is named', async (_, spoil, error) => {
  await writeFile(path, spoil(JSON.stringify(plan)));
  await expect(readPlanFile(path)).rejects.toMatchObject(error);
});

test('a file that is not there is told from one that is wrong', async () => {
  await expect(readPlanFile(path)).rejects.toMatchObject({ code: 'plan-unreadable' });
});

test('a plan that cannot be written is an error, not silence', async () => {
  await expect(writePlanFile(join(folder, 'none', 'plan.json'), plan)).rejects.toMatchObject({
    code: 'cannot-write',
  });
});
