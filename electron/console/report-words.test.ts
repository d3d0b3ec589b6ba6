import { readFileSync } from 'node:fs';
import path from 'node:path';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import { english } from '../core/report/words.ts';
import { reportWords } from './report-words.ts';

const folder = path.resolve(import.meta.dirname, '../../renderer/locales');

async function wordsIn(language: string) {
  const translation = JSON.parse(readFileSync(path.join(folder, `${language}.json`), 'utf8'));
  const spoken = i18next.createInstance();
  await spoken.init({
    lng: language,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
  });
  spoken.services.formatter?.add('number', String);
  return reportWords(spoken);
}

/** Every text of some words with its place. */
function textsOf(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${at}.${name}`));
}

test.each(['en', 'ar'])('the report has every text in %s', async (language) => {
  const words = await wordsIn(language);
  const texts = new Map(textsOf(words));
  for (const [place] of textsOf(english)) expect(texts.get(place)).not.toMatch(/^report\.|^$/);
  expect(words.dir).toBe(language === 'ar' ? 'rtl' : 'ltr');
});

test('what the run said in English is said in the language by its code', async () => {
  const { said, verdictDetail, indexes } = await wordsIn('ar');
  const error = { code: 'password-rejected', what: 'English', todo: 'English', facts: { user: 'app' } };
  expect(said.error(error).what).toContain('\u2068app\u2069');
  expect(said.error(error).what).not.toContain('English');
  for (const reason of ['id: the same key as an earlier row', 'no such row in student', 'n: out of range']) {
    expect(said.because(reason)).not.toMatch(/same key|no such|out of/);
  }
  const orphan = {
    code: 'orphan',
    severity: 'blocker',
    table: 'attendance',
    column: 'student_id',
    count: 3,
    samples: [],
    resolutions: [],
    sentence: 'English',
    facts: { parent: 'student' },
  } as const;
  expect(said.finding({ ...orphan, samples: [], resolutions: [] })).toContain('student');
  expect(said.finding({ ...orphan, samples: [], resolutions: [] })).not.toContain('English');
  expect(verdictDetail(3, 2)).toContain('جدولان');
  expect(indexes.outcome({ kind: 'covered', by: 'student_pkey' })).toContain('student_pkey');
});

test('what the language has no word for is said as it was', async () => {
  const { said } = await wordsIn('ar');
  expect(said.because('something new')).toBe('something new');
  expect(said.error({ code: 'new', what: 'What.', todo: 'Todo.' })).toEqual({ what: 'What.', todo: 'Todo.' });
});
