import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { Application } from './console/application.ts';
import { expect, test } from './console/fixtures.ts';
import { Gallery } from './console/gallery.ts';
import { jobPatience, type Way } from './console/way.ts';
import type { Words } from './console/words.ts';

/** Moves a small school and opens the load test, set to be short. */
async function prepare(application: Application, way: Way, words: Words): Promise<void> {
  const { page } = application;
  await way.open(await application.place('tidy'));
  await way.goOn('verified');
  await way.button('loads.start').click();
  await way.isAt('loads');
  await page.getByRole('button', { name: words('loads.options.title') }).click();
  for (const scenario of [
    'student-detail',
    'class-roster',
    'dashboard-counts',
    'distinct-periods',
    'remark-updates',
  ])
    await page.getByRole('checkbox', { name: words(`loads.scenario.${scenario}`) }).uncheck();
  await page.getByText(people(words, 5), { exact: true }).click();
  await page.getByRole('textbox', { name: words('loads.options.rounds') }).fill('2');
}

function people(words: Words, count: number): string {
  const form = new Intl.PluralRules(words('language.locale')).select(count);
  const number = new Intl.NumberFormat(words('language.locale')).format(count);
  return words(`loads.usersAtOnce_${form}`, { 'count, number': number });
}

/** What a chart says of the point that the keyboard is at. */
async function pointByKeyboard(page: Page, title: string): Promise<Locator> {
  const chart = page.getByRole('region', { name: title });
  await chart.getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  return chart.locator('.recharts-tooltip-wrapper');
}

test('one button shows what was gained, and the numbers can be taken along', async ({
  application,
  way,
  words,
}) => {
  const { page } = application;
  await prepare(application, way, words);
  await way.button('loads.own.add').click();
  await page.getByLabel(words('loads.own.screen')).fill('Late today');
  await page.getByLabel(words('loads.own.sqlite')).fill('SELECT count(*) FROM attendence');
  await way.button('loads.own.try').click();
  await expect(page.getByRole('alert')).toContainText('attendence', jobPatience);
  await page
    .getByLabel(words('loads.own.sqlite'))
    .fill("SELECT count(*) FROM attendance WHERE status = 'late'");
  await way.button('loads.own.try').click();
  await expect(page.getByRole('dialog')).toBeHidden(jobPatience);
  await expect(page.getByRole('checkbox', { name: 'Late today' })).toBeChecked();

  await way.button('loads.start').click();
  await expect(page.getByRole('progressbar', { name: words('loads.live.overall') })).toBeVisible();
  await expect(page.getByText(words('loads.live.throughput'))).toBeVisible(jobPatience);
  await page.reload();
  await way.button('loads.nav').click();
  const bars = words('loads.bars.title');
  await expect(page.getByRole('region', { name: bars })).toBeVisible(jobPatience);
  const point = await pointByKeyboard(page, bars);
  await expect(point).toContainText(words('loads.engine.sqlite'));
  await expect(point).toContainText('ms');

  await page.getByRole('button', { name: words('loads.take', { title: bars }) }).click();
  const picture = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: words('loads.as.png') }).click();
  const png = await readFile(await (await picture).path());
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  const numbers = page.waitForEvent('download');
  await way.button('loads.as.json').click();
  const report: unknown = JSON.parse(await readFile(await (await numbers).path(), 'utf8'));
  expect(report).toMatchObject({ outcome: 'complete', leftover: [] });

  await way.button('loads.again').click();
  await expect(page.getByRole('region', { name: words('loads.kept.title') })).toBeVisible();
});

for (const language of ['en', 'ar']) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${language}, ${theme}`, () => {
      test.use({ language, theme });

      test('the load test as it looks', async ({ application, way, words }) => {
        const { page } = application;
        const gallery = await Gallery.open(page, `${language}-${theme}`, 'load-test');
        await way.button('loads.nav').click();
        await way.isAt('loads');
        await gallery.take('nothing-open');
        await way.goTo('welcome');
        await prepare(application, way, words);
        await gallery.take('start');
        await way.button('loads.own.add').click();
        await gallery.take('own');
        await page
          .getByRole('dialog')
          .getByRole('button', { name: words('words.cancel') })
          .click();
        await way.button('loads.start').click();
        await expect(page.getByText(words('loads.live.throughput'))).toBeVisible(jobPatience);
        await gallery.take('measuring');
        await expect(page.getByRole('region', { name: words('loads.bars.title') })).toBeVisible(jobPatience);
        await gallery.take('result');
        await page.getByText(words('loads.view.table'), { exact: true }).first().click();
        await expect(page.getByRole('table', { name: words('loads.bars.title') })).toBeVisible();
        await gallery.take('result-table');
        await way.button('loads.again').click();
        await gallery.take('kept');
      });
    });
  }
}
