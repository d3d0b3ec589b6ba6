import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../../testing/test-folder.ts';
import { readScenarioFile } from './own.ts';

const statement = { sqlite: 'SELECT 1', postgres: 'SELECT 1' };
const sound = { name: 'late-today', screen: 'Late today', writes: false, statements: [statement] };

async function read(content: unknown) {
  const path = join(testFolder(), 'own.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return await readScenarioFile(path).catch((error: unknown) => error);
}

test('what a file leaves out is as for the built-in ones', async () => {
  expect(await read([sound])).toEqual([{ ...sound, operations: 100, users: [1, 10] }]);
});

test.each([
  [{}, 'the file: '],
  [[], 'the file: there is no scenario in it'],
  [[{ ...sound, name: 'Late Today' }], '[0].name: use small letters, digits and hyphens, as in late-today'],
  [[{ ...sound, statements: [] }], '[0].statements: '],
  [[{ ...sound, statements: [{ ...statement, mysql: '' }] }], '[0].statements[0]: unknown key "mysql"'],
  [[{ ...sound, statements: [{ ...statement, each: true }] }], '[0].draw.each: '],
  [[sound, sound], '[1].name: late-today is taken already'],
  [[{ ...sound, name: 'morning' }], '[0].name: morning is taken already'],
])('an error says where: %j', async (content, place) => {
  expect(await read(content)).toMatchObject({
    code: 'scenarios-invalid',
    what: expect.stringContaining(place),
  });
});

test('a file that is no JSON, or is not there', async () => {
  expect(await read('{')).toMatchObject({ code: 'scenarios-not-json' });
  await expect(readScenarioFile('/nowhere.json')).rejects.toMatchObject({ code: 'scenarios-unreadable' });
});
