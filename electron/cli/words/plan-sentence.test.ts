import { readFileSync } from 'node:fs';
import path from 'node:path';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { PlanSentence } from '../../../shared/plan-sentence.ts';
import { planSentenceWords } from './plan-sentence.ts';

const spoken = i18next.createInstance();
beforeAll(async () => {
  const file = path.resolve(import.meta.dirname, '../../../renderer/locales/en.json');
  await spoken.init({
    lng: 'en',
    resources: { en: { translation: JSON.parse(readFileSync(file, 'utf8')) } },
    interpolation: { escapeValue: false },
  });
});

/** What sentences may mention, made up; and as both show it. */
const facts = {
  ms: 64,
  table: 'attendance',
  rows: 1_175_580,
  kept: 181,
  times: 30_000,
  kind: 'Gather',
  columns: ['date', 'class_id'],
  bytes: 12_000_000,
  expected: 1,
  came: 20_000,
};
const shown = {
  time: '64 ms',
  table: facts.table,
  rows: '1,175,580 rows',
  kept: '181',
  times: '30,000',
  kind: facts.kind,
  columns: 'date, class_id',
  size: '12 MB',
  expected: '1 row',
  came: '20,000 rows',
};

const codes = PlanSentence.options.map(({ shape }) => shape.code.value);

test.each(codes.flatMap((code) => [true, false].map((most) => [code, most] as const)))(
  'the command line says %s (most: %s) as the interface does',
  (code, most) => {
    const known = PlanSentence.options.find(({ shape }) => shape.code.value === code)?.shape ?? {};
    const sentence = PlanSentence.parse(
      Object.fromEntries(Object.entries({ ...facts, code, most }).filter(([name]) => name in known)),
    );
    const part = spoken.t(`indexes.sentence.part.${most ? 'most' : 'largest'}`, { time: shown.time });
    expect(planSentenceWords(sentence)).toBe(spoken.t(`indexes.sentence.${code}`, { ...shown, part }));
  },
);
