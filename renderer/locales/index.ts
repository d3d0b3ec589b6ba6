import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** One file a language, loaded when it is spoken; adding a language is adding its file. */
const files = import.meta.glob<{ default: object }>('./*.json');
const fallback = 'en';

/** Codes of all languages that the interface speaks. */
export const languages: readonly string[] = Object.keys(files).map((file) =>
  file.slice('./'.length, -'.json'.length),
);

/** The words of the interface in the language that is spoken. */
export const words: i18n = i18next.createInstance();
await words.use(initReactI18next).init({
  resources: {},
  interpolation: { escapeValue: false },
  returnNull: false,
});
words.services.formatter?.add('number', (value: number) => numberFormat().format(value));

/** Loads a language's words and speaks it. */
export async function speak(language: string): Promise<void> {
  if (!words.hasResourceBundle(language, 'translation')) {
    const file = await files[`./${language}.json`]?.();
    if (file) words.addResourceBundle(language, 'translation', file.default);
  }
  await words.changeLanguage(language);
}

/** The person's choice; of the system's languages the first that the console speaks, else English. */
export function languageOf(chosen: string): string {
  const wanted = chosen === 'system' ? navigator.languages.map((tag) => tag.split('-')[0]) : [chosen];
  return wanted.find((code) => code !== undefined && languages.includes(code)) ?? fallback;
}

/** A language by its own name, as its speakers look for it. */
export function nameOf(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

export function directionOf(): 'ltr' | 'rtl' {
  return words.t('language.direction') === 'rtl' ? 'rtl' : 'ltr';
}

/** For numbers and dates; the language's file names it. */
export function locale(): string {
  return words.t('language.locale', { defaultValue: 'en-GB' });
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(): Intl.NumberFormat {
  const name = locale();
  const format = formats.get(name) ?? new Intl.NumberFormat(name);
  formats.set(name, format);
  return format;
}
