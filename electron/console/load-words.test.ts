import { readFileSync } from 'node:fs';
import path from 'node:path';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { LoadSentence } from '../../shared/load-sentence.ts';
import { scenarioWords, sentenceWords, shareWords, timesWords } from '../core/report/load-words.ts';
import { builtInScenarios } from '../core/scenarios/built-in.ts';

const spoken = i18next.createInstance();
beforeAll(async () => {
  const file = path.resolve(import.meta.dirname, '../../renderer/locales/en.json');
  await spoken.init({
    lng: 'en',
    resources: { en: { translation: JSON.parse(readFileSync(file, 'utf8')) } },
    interpolation: { escapeValue: false },
  });
  spoken.services.formatter?.add('number', String);
});

/** What sentences may mention, made up; and as both show it. */
const facts = {
  scenario: 'morning',
  scenarios: ['morning', 'own'],
  times: 21,
  atLeast: false,
  table: 'attendance',
  inFile: 84_000,
  onServer: 7,
  share: 0.12,
  asked: 40,
  answered: 12,
  from: 18,
  to: 26,
  measured: 12,
};
const shown = {
  scenario: scenarioWords(facts.scenario),
  scenarios: facts.scenarios.map(scenarioWords).join(', '),
  times: timesWords(facts.times),
  table: facts.table,
  inFile: '84,000',
  onServer: '7',
  share: shareWords(facts.share),
  asked: timesWords(facts.asked),
  answered: timesWords(facts.answered),
  from: timesWords(facts.from),
  to: timesWords(facts.to),
  measured: timesWords(facts.measured),
};

const codes = LoadSentence.options.map(({ shape }) => shape.code.value);

test.each(codes.flatMap((code) => [1, 25].map((count) => [code, count] as const)))(
  'the command line says %s of %d as the interface does',
  (code, count) => {
    const all = { ...facts, code, users: count, count };
    const known = LoadSentence.options.find(({ shape }) => shape.code.value === code)?.shape ?? {};
    const sentence = LoadSentence.parse(
      Object.fromEntries(Object.entries(all).filter(([name]) => name in known)),
    );
    expect(sentenceWords(sentence)).toBe(spoken.t(`loads.sentence.${code}`, { ...shown, count }));
  },
);

test('both say a bound as such', () => {
  const sentence = { code: 'faster', scenario: 'morning', users: 1, times: 1.5, atLeast: true } as const;
  const times = spoken.t('loads.timesAtLeast', { times: timesWords(sentence.times) });
  expect(sentenceWords(sentence)).toBe(spoken.t('loads.sentence.faster', { ...shown, times, count: 1 }));
});

test('both call the built-in scenarios alike', () => {
  for (const { name } of builtInScenarios)
    expect(spoken.t(`loads.scenario.${name}`)).toBe(scenarioWords(name));
});
