import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { schemaDigest } from '../electron/testing/schema-digest.ts';
import { LoadReport } from '../shared/load-test.ts';
import type { Application } from './console/application.ts';
import { expect, test } from './console/fixtures.ts';
import { Gallery, looks } from './console/gallery.ts';
import { draw, takeAlong } from './console/taken.ts';
import { jobPatience, type Way } from './console/way.ts';
import type { Words } from './console/words.ts';

for (const look of looks) {
  test.describe(look.language, () => {
    test.use(look);

    test('a load test from the first look to the last one deleted', async ({ application, way, words }) => {
      const { page } = application;
      const gallery = await Gallery.open(page, look, 'load-test');
      await way.button('loads.nav').click();
      await way.isAt('loads');
      await gallery.take('nothing-open');
      await way.goTo('welcome');
      const file = await application.place('tidy');
      await way.open(file);
      await way.goOn('verified');
      const untouched = await digestOf(application, file);
      await way.button('loads.start').click();
      await way.isAt('loads');
      await gallery.take('start');
      await addScenario(way, words, gallery);
      await measureShortly(way, words);
      await expect(page.getByText(words('loads.live.throughput'))).toBeVisible(jobPatience);
      await page.reload();
      await way.button('loads.nav').click();
      await expect(chart(page, words('loads.bars.title'))).toBeVisible(jobPatience);
      await gallery.take('result');
      const [complete] = await keptBy(application);
      expect(complete).toMatchObject({ outcome: 'complete', leftover: [] });
      await readPoints(page, words);
      await takeEverything(page, way, words, `${look.language}-${look.theme}/load-test`);
      await chart(page, words('loads.bars.title')).getByText(words('loads.view.table')).click();
      await expect(page.getByRole('table', { name: words('loads.bars.title') })).toBeVisible();
      await gallery.take('result-table');
      const shown = await medianInTable(page, words);
      const conditions = page.getByRole('button', { name: words('loads.conditions.title') });
      await conditions.click();
      // The sample has a UNIQUE over the columns of one of the four, and no more.
      const indexes = page.getByText(/idx_attendance_student_date_period.+sqlite_autoindex_attendance_1/);
      await expect(indexes).toContainText('idx_attendance_date_class');
      await page.getByText(words('loads.conditions.settings')).scrollIntoViewIfNeeded();
      await gallery.take('conditions');

      await way.button('loads.again').click();
      await expect(way.button('loads.kept.compare')).toBeHidden();
      await chooseCrowd(page, words);
      await way.button('loads.start').click();
      await expect(page.getByText(words('loads.live.throughput'))).toBeVisible(jobPatience);
      await gallery.take('measuring');
      const asked = Date.now();
      await way.button('loads.live.cancel').click();
      await expect(page.getByText(words('loads.sentence.cancelled'))).toBeVisible();
      const [cancelled] = await keptBy(application);
      expect(cancelled).toMatchObject({ outcome: 'cancelled', leftover: [] });
      // A second where nothing else runs; here the other language's load is on the same two cores.
      expect(endOf(cancelled) - asked).toBeLessThan(3000);

      await leaveUnreadable(application);
      await way.button('loads.again').click();
      const kept = page.getByRole('region', { name: words('loads.kept.title') });
      for (const place of [0, 1]) await kept.getByRole('checkbox').nth(place).check();
      await kept.scrollIntoViewIfNeeded();
      await gallery.take('kept');
      await way.button('loads.kept.compare').click();
      await way.isAt('loads.side');
      const pair = page.getByRole('row').filter({ hasText: words('loads.scenario.daily-report') });
      await expect(pair.getByRole('cell').filter({ hasText: shown })).toHaveCount(1);
      // The one had two rounds, the other as many as are usual.
      const [measured = ''] = words('loads.side.differs', { what: words('loads.side.way.rounds') }).split(
        '{{',
      );
      await expect(page.getByRole('listitem').filter({ hasText: measured })).toHaveCount(1);
      await gallery.take('side-by-side');

      await way.button('loads.again').click();
      await removeUnreadable(page, way, words);
      await removeNewest(page, way, words, gallery);
      await expect(kept.getByRole('checkbox')).toHaveCount(0);
      expect((await keptBy(application)).map(({ id }) => id)).toEqual([complete?.id]);
      expect(await digestOf(application, file)).toEqual(untouched);
    });
  });
}

/** Of all that a school has: its old file, and its tables on the server. Copies for the test are none of it. */
async function digestOf(application: Application, file: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: await application.embedded('url') });
  await client.connect();
  try {
    const { rows: schemas } = await client.query('SELECT nspname FROM pg_namespace ORDER BY nspname');
    const old = createHash('sha256').update(await readFile(file));
    return [old.digest('hex'), schemas, await schemaDigest(client, 'public')];
  } finally {
    await client.end();
  }
}

/** The reports that lie in the folder of load tests, newest first. */
async function keptBy({ data }: Application): Promise<LoadReport[]> {
  const folder = join(data, 'loads');
  const reports = await Promise.all(
    (await readdir(folder)).map(async (name) =>
      LoadReport.parse(JSON.parse(await readFile(join(folder, name, 'load-test.json'), 'utf8'))),
    ),
  );
  return reports.toSorted((one, other) => other.startedAt.localeCompare(one.startedAt));
}

function endOf(report: LoadReport | undefined): number {
  return report === undefined ? Number.NaN : Date.parse(report.startedAt) + report.ms;
}

/** One that the file refuses first, and is accepted once it is put right. */
async function addScenario(way: Way, words: Words, gallery: Gallery): Promise<void> {
  const { page } = way;
  await way.button('loads.own.add').click();
  await page.getByLabel(words('loads.own.screen')).fill('Late today');
  await page.getByLabel(words('loads.own.sqlite')).fill('SELECT count(*) FROM attendence');
  await way.button('loads.own.try').click();
  await expect(page.getByRole('alert')).toContainText('attendence', jobPatience);
  await gallery.take('own');
  const right = "SELECT count(*) FROM attendance WHERE status = 'late'";
  await page.getByLabel(words('loads.own.sqlite')).fill(right);
  await way.button('loads.own.try').click();
  await expect(page.getByRole('dialog')).toBeHidden(jobPatience);
}

/** What is read, what is written and what was added, by one person and by five. */
async function measureShortly(way: Way, words: Words): Promise<void> {
  const { page } = way;
  await page.getByRole('button', { name: words('loads.options.title') }).click();
  await expect(page.getByRole('checkbox', { name: 'Late today' })).toBeChecked();
  for (const scenario of [
    'class-period',
    'student-detail',
    'class-roster',
    'dashboard-counts',
    'distinct-periods',
    'remark-updates',
  ])
    await page.getByRole('checkbox', { name: words(`loads.scenario.${scenario}`) }).uncheck();
  await page.getByText(people(words, 1), { exact: true }).click();
  await page.getByText(people(words, 5), { exact: true }).click();
  await page.getByRole('textbox', { name: words('loads.options.rounds') }).fill('2');
  await way.button('loads.start').click();
  await expect(page.getByRole('progressbar', { name: words('loads.live.overall') })).toBeVisible();
}

async function chooseCrowd(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: words('loads.options.title') }).click();
  await page.getByText(people(words, 5), { exact: true }).click();
}

function people(words: Words, count: number): string {
  const form = new Intl.PluralRules(words('language.locale')).select(count);
  const number = new Intl.NumberFormat(words('language.locale')).format(count);
  return words(`loads.usersAtOnce_${form}`, { 'count, number': number });
}

function chart(page: Page, title: string) {
  return page.getByRole('region', { name: title });
}

/** Each chart tells its numbers to the keyboard and to the mouse. */
async function readPoints(page: Page, words: Words): Promise<void> {
  for (const name of ['bars', 'curves', 'users']) {
    const drawn = chart(page, words(`loads.${name}.title`));
    const tip = drawn.locator('.recharts-tooltip-wrapper');
    const tellsAll = async () => {
      for (const engine of ['sqlite', 'postgres', 'postgres indexed'])
        await expect(tip).toContainText(
          new RegExp(`${escaped(words(`loads.engine.${engine}`))}: .*\\p{Nd}`, 'u'),
        );
    };
    await drawn.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await tellsAll();
    await drawn.getByRole('application').blur();
    await expect(tip).toBeHidden();
    await drawn.getByRole('application').hover();
    await tellsAll();
    await page.mouse.move(0, 0);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[()]/g, '\\$&');
}

/** The first chart in each way that is offered, and the whole report. */
async function takeEverything(page: Page, way: Way, words: Words, folder: string): Promise<void> {
  const title = words('loads.bars.title');
  const take = (as: string) =>
    takeAlong(page, folder, async () => {
      await page.getByRole('button', { name: words('loads.take', { title }) }).click();
      await page.getByRole('menuitem', { name: words(`loads.as.${as}`) }).click();
    });
  const svg = await draw(page, await take('svg'), 'image/svg+xml');
  expect(svg.texts).toEqual(expect.arrayContaining([title, words('loads.scenario.daily-report')]));
  expect(svg.texts.join(' ')).toMatch(/PostgreSQL \d.+SQLite \d/);
  expect(Math.min(...svg.engines)).toBeGreaterThan(100);
  const png = await draw(page, await take('png'), 'image/png');
  expect([png.width, png.height]).toEqual([svg.width * 2, svg.height * 2]);
  expect(Math.min(...png.engines)).toBeGreaterThan(400);

  const report = LoadReport.parse(
    JSON.parse((await takeAlong(page, folder, () => way.button('loads.as.all').click())).toString()),
  );
  const medianOf = (scenario: string, engine: string) =>
    report.measurements.find((one) => one.users === 1 && one.scenario === scenario && one.engine === engine)
      ?.p50?.mean;
  const engines = ['sqlite', 'postgres', 'postgres indexed'] as const;
  const medians = report.scenarios.map(({ scenario: { name } }) =>
    engines.map((engine) => medianOf(name, engine)),
  );
  expect(medians).toHaveLength(3);
  const [mark, ...lines] = (await take('csv')).toString().split(/\r\n|(?<=^\u{feff})/u);
  expect(mark).toBe('\u{feff}');
  const [head, ...rows] = lines.filter((line) => line !== '').map((line) => line.split(','));
  expect(head).toHaveLength(4);
  expect(rows.map((row) => row.slice(-3).map(Number))).toEqual(medians);
  const objects: Record<string, unknown>[] = JSON.parse((await take('json')).toString());
  expect(objects.map((row) => engines.map((engine) => row[words(`loads.engine.${engine}`)]))).toEqual(
    medians,
  );
}

/** Of the daily report with five people, as it is shown for PostgreSQL with its indexes. */
async function medianInTable(page: Page, words: Words): Promise<string> {
  const bars = chart(page, words('loads.bars.title'));
  await bars.getByRole('combobox').selectOption('5');
  const row = bars.getByRole('row').filter({ hasText: words('loads.scenario.daily-report') });
  return (await row.getByRole('cell').allTextContents()).at(-1) ?? '';
}

/** What an older version may have kept. */
async function leaveUnreadable({ data }: Application): Promise<void> {
  const folder = join(data, 'loads', '2025-06-01T06-30-05-abc123');
  await mkdir(folder);
  await writeFile(join(folder, 'load-test.json'), '{"version":0}');
}

/** It is said to be there, last of all, and goes as others do. */
async function removeUnreadable(page: Page, way: Way, words: Words): Promise<void> {
  const said = page.getByText(words('loads.kept.unreadable'));
  await expect(said).toBeVisible();
  const [before = ''] = words('loads.kept.remove').split('{{moment}}');
  await page.getByRole('button', { name: before }).last().click();
  await way.button('loads.kept.question.yes').click();
  await expect(said).toBeHidden();
}

async function removeNewest(page: Page, way: Way, words: Words, gallery: Gallery): Promise<void> {
  const [before = ''] = words('loads.kept.remove').split('{{moment}}');
  const bins = page.getByRole('button', { name: before });
  await bins.first().click();
  await gallery.take('remove');
  await way.button('loads.kept.question.no').click();
  await expect(bins).toHaveCount(2);
  await bins.first().click();
  await way.button('loads.kept.question.yes').click();
  await expect(bins).toHaveCount(1);
}
