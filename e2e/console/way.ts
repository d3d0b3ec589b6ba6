import { basename, dirname } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Application } from './application.ts';
import type { Words } from './words.ts';

/** For what a job has to end before; it may have to share its machine. */
export const jobPatience = { timeout: 120_000 };

/** The guided line as a person walks it: by what the screens say. */
export class Way {
  readonly #application: Application;
  readonly #words: Words;
  readonly #page: Page | undefined;

  /** @param page another one than the application's first */
  constructor(application: Application, words: Words, page?: Page) {
    this.#application = application;
    this.#words = words;
    this.#page = page;
  }

  get page(): Page {
    return this.#page ?? this.#application.page;
  }

  button(key: string): Locator {
    return this.page.getByRole('button', { name: this.#words(key), exact: true });
  }

  radio(key: string): Locator {
    return this.page.getByRole('radio', { name: this.#words(key) });
  }

  tab(key: string): Locator {
    return this.page.getByRole('tab', { name: this.#words(key) });
  }

  heading(key: string, level = 1): Locator {
    return this.page.getByRole('heading', { level, name: this.#words(key) });
  }

  async isAt(step: string): Promise<void> {
    await expect(this.heading(`${step}.title`)).toBeVisible();
  }

  /** To a step that was there before, by the line at the side, which says of some that they are done. */
  async goTo(step: string): Promise<void> {
    const line = this.page.getByRole('list', { name: this.#words('shell.line') });
    await line
      .getByRole('button')
      .filter({ hasText: this.#words(`${step}.nav`) })
      .click();
  }

  async open(path: string): Promise<void> {
    await this.isAt('welcome');
    await this.#application.answerDialog(path);
    await this.button('welcome.open.action').click();
    if (this.#application.door === 'browser') await this.pick(path);
    await this.isAt('source');
    await expect(this.button('source.next')).toBeEnabled(jobPatience);
  }

  /** Lets go of a file over the page, which learns its name and content from that, and not where it lies. */
  async drop(name: string): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle((dropped) => {
      const carried = new DataTransfer();
      carried.items.add(new File(['SQLite format 3'], dropped));
      return carried;
    }, name);
    await this.page.dispatchEvent('body', 'drop', { dataTransfer });
  }

  /** In the page's own dialog, which starts in the home folder. */
  async pick(path: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await expect(dialog.getByText(dirname(path))).toBeVisible();
    await dialog
      .getByRole('button')
      .filter({ hasText: basename(path) })
      .first()
      .click();
  }

  async practise(): Promise<void> {
    await this.button('source.next').click();
    await this.isAt('target');
    await this.radio('target.practice.title').click();
    await this.button('target.practice.start').click();
    await expect(this.button('target.next')).toBeEnabled(jobPatience);
  }

  /** To a school's own server; what is filled in is checked. */
  async fillIn(address: URL, password = decodeURIComponent(address.password)): Promise<void> {
    await this.button('source.next').click();
    await this.isAt('target');
    await this.radio('target.server.title').click();
    const fields = {
      host: address.hostname,
      port: inArabicDigits(address.port),
      database: address.pathname.slice(1),
      user: address.username,
      name: 'The server room',
    };
    for (const [field, value] of Object.entries(fields))
      await this.page.getByLabel(this.#words(`target.field.${field}`)).fill(value);
    await this.page.getByLabel(this.#words('target.field.password'), { exact: true }).fill(password);
    await this.button('target.checkIt').click();
  }

  async connect(address: URL): Promise<void> {
    await this.fillIn(address);
    await expect(this.button('target.next')).toBeEnabled(jobPatience);
  }

  async check(): Promise<void> {
    await this.button('target.next').click();
    await this.isAt('check');
    await expect(this.button('check.next')).toBeEnabled(jobPatience);
  }

  async plan(): Promise<void> {
    await this.button('check.next').click();
    await this.isAt('plan');
  }

  async move(): Promise<void> {
    await this.button('plan.next').click();
    await this.isAt('move');
    await this.button('move.start').click();
  }

  async isCopying(): Promise<void> {
    await expect(this.page.getByRole('log')).toContainText(this.#words('stage.copy'), jobPatience);
  }

  async hasMoved(): Promise<void> {
    await expect(this.button('move.seeProof')).toBeVisible(jobPatience);
  }

  async proof(outcome: 'verified' | 'verified with quarantine'): Promise<void> {
    await this.hasMoved();
    await this.button('move.seeProof').click();
    await this.isAt('proof');
    await expect(this.heading(`outcome.${outcome}`, 2)).toBeVisible();
  }

  /** From an open file to its proof, as a person who leaves everything as it is. */
  async goOn(outcome: 'verified' | 'verified with quarantine'): Promise<void> {
    await this.practise();
    await this.check();
    await this.plan();
    await this.move();
    await this.proof(outcome);
  }
}

/** As a keyboard in Qatar writes them; a connection that is made proves that they were understood. */
function inArabicDigits(digits: string): string {
  return digits.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
}
