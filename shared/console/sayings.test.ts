import { readFileSync } from 'node:fs';
import path from 'node:path';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { ErrorCode } from '../errors/index.ts';
import { planFaults } from '../errors/run.ts';
import { foreignKinds } from '../errors/source.ts';
import { urlProblems } from '../errors/target.ts';
import type { Facts } from '../facts.ts';
import { type Sayings, sayingsIn } from './sayings.ts';

const folder = path.resolve(import.meta.dirname, '../../renderer/locales');

async function sayings(language: string): Promise<Sayings> {
  const translation = JSON.parse(readFileSync(path.join(folder, `${language}.json`), 'utf8'));
  const spoken = i18next.createInstance();
  await spoken.init({
    lng: language,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
  });
  return sayingsIn({
    t: (key, facts = {}) => spoken.t(key, facts),
    exists: (key, facts = {}) => spoken.exists(key, facts),
    list: (names) => names.join(' + '),
  });
}

const arabic = await sayings('ar');
const english = await sayings('en');

function said(code: ErrorCode, facts: Facts, sayings = arabic): string {
  return sayings.error({ code, what: 'English.', todo: 'English.', facts }).what;
}

/** Small words that stand in any English sentence, and in no name, type, statement or address. */
const englishWords = /\b(?:it|its|the|is|has|have|not|no|that|with|and|can|file|looks|like|pick|there)\b/i;

const fault = (name: string) =>
  said('plan-impossible', { where: 'student.id', fault: name, name: 'class_id' });

test.each([
  ...Object.keys(urlProblems).map((problem) => [problem, said('url-invalid', { problem })]),
  ...Object.keys(planFaults).map((name) => [name, fault(name)]),
  ...Object.keys(foreignKinds).map((kind) => [
    kind,
    said('not-sqlite', { path: '/app.db', looksLike: kind }),
  ]),
])('%s is said without English', (_, what) => {
  expect(what).not.toMatch(englishWords);
  expect(what).not.toMatch(/: ?\.$|\{\{/);
});

test('what a code needs to be said is in its words', () => {
  expect(fault('column unknown')).toContain('\u2068class_id\u2069');
  const rights = ['UPDATE ON att.student_id_seq', 'REFERENCES ON att.student'];
  const missing = said('merge-rights-missing', { user: 'app', table: 'att.student', rights });
  expect(missing).toContain(
    '\u2068UPDATE ON att.student_id_seq\u2069 + \u2068REFERENCES ON att.student\u2069',
  );
  const value = { table: 'student', column: 'age', reason: 'out of range' };
  expect(said('value-not-assessed', value)).not.toMatch(englishWords);
});

test('the server is quoted in its own language and direction', () => {
  const reason = 'column "n" does not exist';
  const what = said('merge-impossible', { table: 'att.student', reason });
  expect(what).toContain(`\u2068${reason}\u2069`);
});

test('a file of no known kind is called nothing', () => {
  expect(said('not-sqlite', { path: '/a/notes.txt' }, english)).toBe(
    '\u2068/a/notes.txt\u2069 is not a SQLite database.',
  );
});

test.each([
  ['id: the same key as an earlier row', { column: 'id' }],
  ['parent: no such row in student', { column: 'parent' }],
  ['n: out of range', { column: 'n' }],
  ['no such row in student', {}],
  ['refused by the server: violates check constraint "x": no', {}],
])('%s is a reason with its column apart', (reason, named) => {
  const { why, ...rest } = arabic.reason(reason);
  expect(rest).toEqual(named);
  expect(why).toMatch(/\p{Script=Arabic}/u);
});

test('what has no words is said as it was', () => {
  expect(arabic.reason('a: something new')).toEqual({ why: 'a: something new' });
  expect(arabic.error({ code: 'new', what: 'What.', todo: 'Todo.' })).toEqual({
    what: 'What.',
    todo: 'Todo.',
  });
});
