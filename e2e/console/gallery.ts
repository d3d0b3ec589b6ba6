import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { root } from './doors.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
];

/** Each screen as it is: without fault for axe, without a sideways scroll bar, and as a picture for a person. */
export class Gallery {
  readonly #page: Page;
  readonly #folder: string;
  #pictures = 0;

  private constructor(page: Page, folder: string) {
    this.#page = page;
    this.#folder = folder;
  }

  /** What fades in has no contrast yet; a person who asked for calm sees it at once. */
  static async open(page: Page, ...folder: string[]): Promise<Gallery> {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    return new Gallery(page, join(root, 'e2e', 'screenshots', ...folder));
  }

  async take(name: string): Promise<void> {
    await this.#hasOneThingToDo(name);
    // The legacy mode opens no second page, which a desktop window can't.
    const { violations } = await new AxeBuilder({ page: this.#page }).setLegacyMode().analyze();
    expect
      .soft(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html).join(' ')}`))
      .toEqual([]);
    this.#pictures += 1;
    for (const size of sizes) {
      await this.#page.setViewportSize(size);
      await this.#fits(name);
      const folder = join(this.#folder, `${size.width}x${size.height}`);
      await mkdir(folder, { recursive: true });
      const file = `${String(this.#pictures).padStart(2, '0')}-${name}.png`;
      await this.#page.screenshot({ path: join(folder, file), animations: 'disabled' });
    }
    // Text at twice its size, as a person sets it in the browser.
    await this.#page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await this.#fits(`${name} at 200 %`);
    await this.#page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
    // Everything at twice its size on a screen of 1280 by 800.
    await this.#page.setViewportSize({ width: 640, height: 400 });
    await this.#fits(`${name} enlarged twice`);
    await this.#page.setViewportSize({ width: 1280, height: 800 });
  }

  /** One primary action at most: a person isn't asked to choose between two. */
  async #hasOneThingToDo(name: string): Promise<void> {
    const dialog = this.#page.getByRole('dialog');
    const shown = (await dialog.isVisible()) ? dialog : this.#page.getByRole('main');
    const primary = shown.locator('.mantine-Button-root[data-variant="filled"]');
    expect.soft((await primary.allTextContents()).length, `primary actions of ${name}`).toBeLessThan(2);
  }

  /** The layout follows a new size a moment later. */
  async #fits(name: string): Promise<void> {
    const beyond = () =>
      this.#page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(beyond, { message: name, timeout: 5000 }).toBe(0);
  }
}
