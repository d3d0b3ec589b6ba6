import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Look } from './application.ts';
import { root } from './doors.ts';

type Theme = Look['theme'];

/** Every language, and every theme as the one that a window begins with; a gallery shows both. */
export const looks = [
  { language: 'en', theme: 'light' },
  { language: 'ar', theme: 'dark' },
] as const satisfies readonly Look[];

const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
] as const;
const [usual] = sizes;

/** One fault keeps nobody from seeing the others. */
const softly = expect.configure({ soft: true });

/**
 * Each screen as it is: without fault for axe, without a sideways scroll bar, and as pictures for a person, one for
 * each theme and size.
 */
export class Gallery {
  readonly #page: Page;
  readonly #look: Look;
  readonly #folder: string;
  #pictures = 0;

  private constructor(page: Page, look: Look, folder: string) {
    this.#page = page;
    this.#look = look;
    this.#folder = folder;
  }

  /**
   * What fades in has no contrast yet; a person who asked for calm sees it at once.
   *
   * @param folder below that of a language and theme, where there are many pictures
   */
  static async open(page: Page, look: Look, folder = ''): Promise<Gallery> {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    return new Gallery(page, look, folder);
  }

  /** The screen has to stand still meanwhile, but for its numbers. */
  async take(name: string): Promise<void> {
    const { theme } = this.#look;
    const other = theme === 'light' ? 'dark' : 'light';
    this.#pictures += 1;
    await this.#hasOneThingToDo(name);
    await this.#hasNoFault(name, new AxeBuilder({ page: this.#page }));
    for (const size of sizes) {
      await this.#picture(name, theme, size);
    }
    await this.#fitsEnlarged(name);
    // Colours are all that a theme changes.
    await this.#wear(other);
    const contrast = new AxeBuilder({ page: this.#page }).withRules(['color-contrast']);
    await this.#hasNoFault(`${name}, ${other}`, contrast);
    for (const size of sizes.toReversed()) {
      await this.#picture(name, other, size);
    }
    await this.#wear(theme);
  }

  async #wear(theme: Theme): Promise<void> {
    await this.#page.emulateMedia({ colorScheme: theme });
    await expect(this.#page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
  }

  /** Looks again for a while: what changed its colours just now may be half way. */
  async #hasNoFault(name: string, axe: AxeBuilder): Promise<void> {
    const faults = async () => {
      // The legacy mode opens no second page, which a desktop window can't.
      const { violations } = await axe.setLegacyMode().analyze();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id} ${html} ${failureSummary}`),
      );
    };
    await softly.poll(faults, { message: name }).toEqual([]);
  }

  async #picture(name: string, theme: Theme, { width, height }: (typeof sizes)[number]): Promise<void> {
    await this.#page.setViewportSize({ width, height });
    await this.#fits(name);
    const look = `${this.#look.language}-${theme}`;
    const folder = join(root, 'e2e', 'screenshots', look, this.#folder, `${width}x${height}`);
    await mkdir(folder, { recursive: true });
    const file = `${String(this.#pictures).padStart(2, '0')}-${name}.png`;
    await this.#page.screenshot({ path: join(folder, file), animations: 'disabled' });
  }

  /** Text at twice its size, as a person sets it in the browser, and then everything, on a screen of 1280 by 800. */
  async #fitsEnlarged(name: string): Promise<void> {
    await this.#page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await this.#fits(`${name} at 200 %`);
    await this.#page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
    await this.#page.setViewportSize({ width: usual.width / 2, height: usual.height / 2 });
    await this.#fits(`${name} enlarged twice`);
    await this.#page.setViewportSize(usual);
  }

  /** One primary action at most: a person isn't asked to choose between two. */
  async #hasOneThingToDo(name: string): Promise<void> {
    const dialog = this.#page.getByRole('dialog');
    const shown = (await dialog.isVisible()) ? dialog : this.#page.getByRole('main');
    const primary = shown.locator('.mantine-Button-root[data-variant="filled"]');
    softly((await primary.allTextContents()).length, `primary actions of ${name}`).toBeLessThan(2);
  }

  /** The layout follows a new size a moment later. */
  async #fits(name: string): Promise<void> {
    const beyond = () =>
      this.#page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(beyond, { message: name, timeout: 5000 }).toBe(0);
  }
}
