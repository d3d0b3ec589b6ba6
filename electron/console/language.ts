import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import i18next, { type i18n } from 'i18next';
import { interfaceFolder } from './interface-folder.ts';

/** The interface's own words in a language, for what is written outside of its pages. Undefined where it has none. */
export async function speak(language: string): Promise<i18n | undefined> {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language)) return undefined;
  const file = join(interfaceFolder(), 'locales', `${language}.json`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const spoken = i18next.createInstance();
  await spoken.init({
    lng: language,
    resources: { [language]: { translation: JSON.parse(text) } },
    keySeparator: '.',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const format = new Intl.NumberFormat(spoken.t('language.locale'));
  spoken.services.formatter?.add('number', (value: number) => format.format(value));
  return spoken;
}
