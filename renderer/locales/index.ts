import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages, type Settings } from '../../shared/console/settings.ts';

export type Language = (typeof languages)[number];

/** One file a language; adding a language is adding its file here and its code to `languages`. */
const files: Readonly<Record<Language, () => Promise<{ default: object }>>> = {
  en: () => import('./en.json'),
  ar: () => import('./ar.json'),
};

/** The words of the interface in the language that is spoken. */
export const words: i18n = i18next.createInstance();
await words.use(initReactI18next).init({
  resources: {},
  interpolation: { escapeValue: false },
  returnNull: false,
  showSupportNotice: false,
});

/** Loads a language's words and speaks it. */
export async function speak(language: Language): Promise<void> {
  if (!words.hasResourceBundle(language, 'translation')) {
    const { default: own } = await files[language]();
    words.addResourceBundle(language, 'translation', own);
  }
  await words.changeLanguage(language);
}

/** The person's choice; of the system's languages the first that the console speaks, else English. */
export function languageOf(chosen: Settings['language']): Language {
  if (chosen !== 'system') return chosen;
  const systems = navigator.languages.map((tag) => tag.split('-')[0]);
  return languages.find((language) => language === systems.find((tag) => tag === 'ar' || tag === 'en')) ?? 'en';
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}
