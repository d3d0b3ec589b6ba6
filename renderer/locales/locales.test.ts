import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { english } from '../../electron/core/report/words.ts';
import { channels } from '../../shared/console/channels.ts';
import { connectionChecks } from '../../shared/console/connection.ts';
import { steps } from '../../shared/console/line.ts';
import { NativeWords } from '../../shared/console/words.ts';
import { errorCodes } from '../../shared/errors/index.ts';
import { planFaults } from '../../shared/errors/run.ts';
import { foreignKinds } from '../../shared/errors/source.ts';
import { urlProblems } from '../../shared/errors/target.ts';
import { NotCarried, NotCarriedCode, Resolution } from '../../shared/finding.ts';
import { stages } from '../../shared/progress.ts';
import { Outcome } from '../../shared/run.ts';
import { topics } from '../screens/help/topics.ts';

type Words = ReadonlyMap<string, string>;

const folder = import.meta.dirname;
const languages = globSync(`${folder}/*.json`).map((file) => basename(file, '.json'));
const wordsOf = new Map(languages.map((language) => [language, read(language)]));
const pluralEnd = /_(?:zero|one|two|few|many|other)$/;

function read(language: string): Words {
  const words = new Map<string, string>();
  const walk = (value: object, path: string) => {
    for (const [name, inner] of Object.entries(value)) {
      const key = path === '' ? name : `${path}.${name}`;
      if (typeof inner === 'string') words.set(key, inner);
      else walk(inner, key);
    }
  };
  walk(JSON.parse(readFileSync(`${folder}/${language}.json`, 'utf8')), '');
  return words;
}

function own(language: string): Words {
  return wordsOf.get(language) ?? new Map();
}

/** Keys as the interface asks for them: without the endings that a language adds for its numbers. */
function asked(words: Words): Set<string> {
  return new Set([...words.keys()].map((key) => key.replace(pluralEnd, '')));
}

/** What the sources ask for: whole keys, and patterns where a part is only known at run time. */
function used(): { whole: Set<string>; patterns: RegExp[] } {
  const whole = new Set<string>();
  const patterns: RegExp[] = [];
  const others = ['electron/console/report-words.ts', 'shared/console/sayings.ts'].map(
    (file) => `${folder}/../../${file}`,
  );
  for (const file of [...globSync(`${folder}/../**/*.{ts,tsx}`), ...others]) {
    if (file.endsWith('.test.ts')) continue;
    const source = readFileSync(file, 'utf8');
    for (const [, key] of source.matchAll(/'([a-z]\w*(?:\.[\w -]+)+)'/g)) if (key) whole.add(key);
    for (const [, key] of source.matchAll(/`([a-z]\w*\.[^`]*|\$\{\w+\}\.\w+)`/g)) {
      if (!key?.includes('${')) continue;
      const parts = key.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      patterns.push(new RegExp(`^${parts.join('.+')}$`));
    }
  }
  return { whole, patterns };
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)/g)].flatMap(([, name]) => name ?? []).sort();
}

describe.each(languages)('%s', (language) => {
  const words = own(language);
  const english = own('en');

  test('has the same words as English, no more and no fewer', () => {
    expect([...asked(words)].sort()).toEqual([...asked(english)].sort());
  });

  test('has a form for each number that the language tells apart', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const counted = new Map<string, string[]>();
    for (const key of words.keys()) {
      const end = pluralEnd.exec(key)?.[0];
      if (end)
        counted.set(key.replace(pluralEnd, ''), [
          ...(counted.get(key.replace(pluralEnd, '')) ?? []),
          end.slice(1),
        ]);
    }
    for (const [key, forms] of counted) expect([key, forms.sort()]).toEqual([key, categories]);
  });

  test('mentions in each sentence what the English one mentions', () => {
    for (const [key, text] of words) {
      const base = key.replace(pluralEnd, '');
      const model = english.get(key) ?? english.get(base) ?? english.get(`${base}_other`) ?? '';
      // A form for one or two may spell its number out, and a sentence may do without it.
      const inText = placeholders(text).filter((name) => name !== 'count');
      const inModel = placeholders(model).filter((name) => name !== 'count');
      expect([key, inText]).toEqual([key, inModel]);
    }
  });

  test('leaves nothing empty', () => {
    expect([...words].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('has what the desktop window says outside of its page', () => {
    const native = [...asked(words)].filter((key) => key.startsWith('native.'));
    expect(native.map((key) => key.slice('native.'.length)).sort()).toEqual(
      Object.keys(NativeWords.shape).sort(),
    );
  });

  test('says every error, finding and outcome that the engine has a code for', () => {
    const keys = asked(words);
    const wanted = [
      ...errorCodes.flatMap((code) => [`errors.${code}.what`, `errors.${code}.todo`]),
      ...findingCodes().map((code) => `findings.${code}`),
      ...NotCarriedCode.options.map((code) => `leftOut.${code}`),
      ...NotCarried.shape.kind.options.map((kind) => `plan.kind.${kind}`),
      ...Resolution.options.flatMap((one) => [`resolution.${one}.label`, `resolution.${one}.text`]),
      ...Outcome.options.map((outcome) => `outcome.${outcome}`),
      ...stages.map((stage) => `stage.${stage}`),
      ...connectionChecks.flatMap((check) => [`target.check.${check}.open`, `target.check.${check}.passed`]),
      ...steps.map((step) => `${step}.nav`),
      ...topics.flatMap((topic) => [`help.topic.${topic}.title`, `help.topic.${topic}.text`]),
      ...Object.keys(urlProblems).map((problem) => `urlProblem.${problem}`),
      ...Object.keys(planFaults).map((fault) => `planFault.${fault}`),
      ...Object.keys(foreignKinds).map((kind) => `looksLike.${kind}`),
      ...rejectionReasons().map((reason) => `reason.${reason}`),
    ];
    expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  });
});

test('every word that the interface asks for is there', () => {
  const keys = asked(own('en'));
  const names = new Set([...keys].map((key) => key.split('.')[0]));
  const known = new Set(Object.keys(channels));
  const wanted = [...used().whole].filter((key) => !known.has(key));
  const missing = wanted.filter((key) => names.has(key.split('.')[0]) && !keys.has(key));
  expect(missing.filter((key) => !/\.(?:ts|tsx|json|css|db|env)$/.test(key))).toEqual([]);
});

test('every word is asked for', () => {
  const { whole, patterns } = used();
  // Handed over whole to the desktop window, and asked for by their places in the report.
  const handed = new Set(placesOf(english, 'report'));
  const spare = [...asked(own('en'))].filter(
    (key) => !key.startsWith('native.') && !handed.has(key) && !whole.has(key),
  );
  expect(spare.filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});

/** Where the texts stand that are no functions. */
function placesOf(words: object, at: string): string[] {
  return Object.entries(words).flatMap(([name, inner]) => {
    if (typeof inner === 'string') return [`${at}.${name}`];
    return typeof inner === 'object' ? placesOf(inner, `${at}.${name}`) : [];
  });
}

/** Codes that checks and the run give to what they find, as they stand in the sources of the engine. */
function findingCodes(): string[] {
  const engine = `${folder}/../../electron/core`;
  const codes = globSync(`${engine}/{preflight,plan,switch,finish,run,source}/**/*.ts`)
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return [...source.matchAll(/code: '([a-z0-9-]+)',?\s+(?:is:|severity:)/g)].flatMap(
        ([, code]) => code ?? [],
      );
    });
  return [...new Set(codes)];
}

function rejectionReasons(): string[] {
  const source = readFileSync(`${folder}/../../electron/core/values/stored-value.ts`, 'utf8');
  const list = /rejectionReasons = \[(?<list>[^\]]+)\]/.exec(source)?.groups?.['list'] ?? '';
  return [...list.matchAll(/'([^']+)'/g)].flatMap(([, reason]) => reason ?? []);
}
