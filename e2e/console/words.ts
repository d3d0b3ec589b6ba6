import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './doors.ts';

export type Words = (key: string, values?: Readonly<Record<string, string>>) => string;

/** What the interface says in a language, from its own files, so that tests don't say it a second time. */
export function wordsOf(language: string): Words {
  const file: unknown = JSON.parse(
    readFileSync(join(root, 'renderer', 'locales', `${language}.json`), 'utf8'),
  );
  return (key, values = {}) => {
    const found = key.split('.').reduce<unknown>((inner, name) => property(inner, name), file);
    if (typeof found !== 'string') throw new Error(`No words for ${key} in ${language}`);
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{{${name}}}`, value), found);
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
