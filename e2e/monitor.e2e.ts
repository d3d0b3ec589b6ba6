import type { Page } from '@playwright/test';
import pg from 'pg';
import type { Application } from './console/application.ts';
import { expect, test } from './console/fixtures.ts';
import { Gallery, looks } from './console/gallery.ts';
import { jobPatience, type Way } from './console/way.ts';
import type { Words } from './console/words.ts';

/** A morning on which three teachers want to change one mark, and the first of them went away from the screen. */
class Load {
  readonly #clients: pg.Client[];
  readonly #waiting: Promise<unknown>[] = [];

  readonly #url: string;

  private constructor(clients: pg.Client[], url: string) {
    this.#clients = clients;
    this.#url = url;
  }

  static async begin(url: string): Promise<Load> {
    const names = ['register', 'dashboard', 'report'];
    const clients = names.map((name) => new pg.Client({ connectionString: url, application_name: name }));
    await Promise.all(clients.map((client) => client.connect()));
    const load = new Load(clients, url);
    const [holder, ...others] = clients;
    await holder?.query(`CREATE TABLE IF NOT EXISTS mark (id int PRIMARY KEY, status text);
      INSERT INTO mark SELECT n, 'present' FROM generate_series(1, 5000) AS n ON CONFLICT DO NOTHING`);
    await holder?.query('DELETE FROM mark WHERE id > 3000');
    await holder?.query('BEGIN');
    await holder?.query("UPDATE mark SET status = 'late' WHERE id = 1");
    for (const client of others) {
      load.#waiting.push(client.query("UPDATE mark SET status = 'absent' WHERE id = 1"));
    }
    return load;
  }

  async without(extension: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    await client.query(`DROP EXTENSION IF EXISTS ${extension}`);
    await client.end();
  }

  async end(): Promise<void> {
    await this.#clients[0]?.query('COMMIT');
    await Promise.all(this.#waiting);
    await Promise.all(this.#clients.map((client) => client.end()));
  }
}

/** From the side bar to a look at the practice server. */
async function choosePractice(page: Page, way: Way, words: Words): Promise<void> {
  await way.button('monitor.nav').click();
  await way.isAt('monitor');
  await expect(page.getByText(words('choice.none'))).toBeVisible();
  await page.getByRole('combobox', { name: words('choice.label') }).click();
  await page.getByRole('option', { name: words('target.practice.title') }).click();
}

async function beginLoad(application: Application): Promise<Load> {
  return Load.begin(await application.embedded('url'));
}

test('watches a server on which sessions wait for each other', async ({ application, way, words }) => {
  const { page } = application;
  await choosePractice(page, way, words);
  await way.button('target.practice.start').click();
  await expect(way.heading('monitor.figure.connections.title', 2)).toBeVisible(jobPatience);
  const load = await beginLoad(application);
  const title = words('monitor.blocking.title_other', { 'count, number': '2' });
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  const root = page.locator('.tree').first().getByRole('listitem').first();
  await expect(root).toContainText('register');
  await expect(root).toContainText(words('monitor.state.in transaction'));
  await expect(root.getByRole('listitem')).toHaveCount(2);
  await expect(root.getByRole('listitem').first()).toContainText('mark');

  await way.button('monitor.pause').click();
  await expect(page.getByText(words('monitor.isPaused'))).toBeVisible();
  await load.end();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await way.button('monitor.goOn').click();
  await expect(page.getByRole('heading', { name: title })).toBeHidden();

  await way.tab('monitor.part.sizes').click();
  await expect(page.getByRole('row', { name: /^mark / })).toContainText('kB');
  await way.tab('monitor.part.slow').click();
  await expect(page.getByRole('table', { name: words('monitor.part.slow') })).toBeVisible();

  await way.tab('monitor.part.logging').click();
  const slow = page.getByRole('switch', { name: words('monitor.logging.log_min_duration_statement.switch') });
  await expect(slow).not.toBeChecked();
  await slow.click();
  await expect(slow).toBeChecked();
  await expect(page.getByText(words('monitor.logging.back'))).toBeVisible();
  await slow.click();
  await expect(slow).not.toBeChecked();
  await expect(page.getByText(words('monitor.logging.back'))).toBeHidden();

  await application.embedded('stop');
  await expect(page.getByText(words('choice.practiceRests'))).toBeVisible();
  await application.embedded('start');
  await expect(page.getByText(words('choice.practiceRests'))).toBeHidden();
  await expect(way.heading('monitor.figure.connections.title', 2)).toBeVisible();
});

for (const look of looks) {
  test.describe(look.language, () => {
    test.use(look);

    test('the monitor as it looks', async ({ application, way, words }) => {
      const { page } = application;
      await application.embedded('start');
      const load = await beginLoad(application);
      // As on a school's server, where nobody has created it.
      await load.without('pg_stat_statements');
      const gallery = await Gallery.open(page, look, 'monitor');
      await way.button('monitor.nav').click();
      await way.isAt('monitor');
      await gallery.take('no-server');
      await choosePractice(page, way, words);
      await expect(page.locator('.tree').first()).toBeVisible();
      await gallery.take('monitor');
      await way.tab('monitor.part.sizes').click();
      await expect(page.getByRole('table').first()).toBeVisible();
      await gallery.take('sizes');
      await way.tab('monitor.part.slow').click();
      await expect(way.button('monitor.absent.create')).toBeVisible();
      await gallery.take('slow-absent');
      await way.button('monitor.absent.create').click();
      await expect(page.getByRole('table')).toBeVisible();
      await gallery.take('slow');
      await way.tab('monitor.part.logging').click();
      await expect(page.getByRole('switch').first()).toBeVisible();
      await gallery.take('logging');
      await load.end();
    });
  });
}
