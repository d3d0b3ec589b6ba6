import { test as base } from '@playwright/test';
import { Application } from './application.ts';
import { obstacle } from './doors.ts';
import { type HeldLine, holdLine } from './held-line.ts';
import { Way } from './way.ts';
import { type Words, wordsOf } from './words.ts';

interface Fixtures {
  readonly language: string;
  readonly theme: 'light' | 'dark';
  /** What went wrong in the page and nobody caught. */
  readonly complaints: string[];
  readonly application: Application;
  /** To the embedded server, for a move that is looked at in mid-copy. */
  readonly line: HeldLine;
  readonly words: Words;
  readonly way: Way;
}

/** A console that was just opened, with a fresh user folder for each test. */
export const test = base.extend<Fixtures>({
  language: ['en', { option: true }],
  theme: ['light', { option: true }],
  complaints: async ({ language: _ }, use) => {
    await use([]);
  },
  application: async ({ language, theme, complaints }, use, testInfo) => {
    testInfo.skip(obstacle() !== undefined, obstacle());
    const application = await Application.prepare();
    const page = await application.open({ language, theme });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await use(application);
    await application.dispose();
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  },
  line: async ({ application }, use) => {
    await application.embedded('start');
    await using line = await holdLine(new URL(await application.embedded('url')));
    await use(line);
  },
  words: async ({ language }, use) => {
    await use(wordsOf(language));
  },
  way: async ({ application, words }, use) => {
    await use(new Way(application, words));
  },
});

export { expect } from '@playwright/test';
