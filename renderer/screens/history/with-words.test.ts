import { expect, test } from 'vitest';
import { fileOf, withWords } from './with-words.ts';

const runs = [
  [
    'Verified: everything arrived',
    '18 Jan 2026, 12:12',
    '/home/school/app.db',
    'postgresql://a@db/att_school',
  ],
  [
    'Failed, nothing was changed',
    '3 Feb 2026, 09:00',
    '/home/school/Term 2.db',
    'postgresql://a@db/practice',
  ],
  ['اكتمل النقل', '١٨ يناير ٢٠٢٦', '/home/school/مدرسة.db', 'postgresql://a@db/att_school'],
];
const found = (words: string) => withWords(runs, words, (run) => run).map((run) => runs.indexOf(run));

test.each([
  ['', [0, 1, 2]],
  ['  ', [0, 1, 2]],
  ['verified', [0]],
  ['TERM', [1]],
  ['school db', [0, 1, 2]],
  ['feb failed', [1]],
  ['2026', [0, 1, 2]],
  ['٢٠٢٦', [0, 1, 2]],
  ['يناير 18', [2]],
  ['nowhere', []],
])('%j finds %j', (words, expected) => {
  expect(found(words)).toEqual(expected);
});

test.each([
  ['/home/school/app.db', 'app.db'],
  ['C:\\School\\app.db', 'app.db'],
  ['app.db', 'app.db'],
])('the file of %s', (path, name) => {
  expect(fileOf(path)).toBe(name);
});
