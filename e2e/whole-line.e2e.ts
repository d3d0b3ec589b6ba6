import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './console/doors.ts';
import { expect, test } from './console/fixtures.ts';
import { jobPatience } from './console/way.ts';

const settings = `# Attendance
DATABASE_URL=sqlite:///app.db
SECRET_KEY=a=b#c
TIMEZONE=Asia/Qatar
`;

test('from the first screen to a printed report and a written .env', async ({ application, way, words }) => {
  const { page } = application;
  // The browser's own dialog would wait for a person.
  await page.addInitScript(() => {
    window.print = () => console.info('printed');
  });
  await writeFile(join(application.home, '.env'), settings);
  await way.open(await application.place('tidy'));
  await expect(page.getByRole('table', { name: words('source.tables') }).getByRole('row')).toHaveCount(8);
  await way.goOn('verified');
  const compared = page.getByRole('table', { name: words('proof.tab.tables') });
  await expect(compared.getByText(words('proof.same'))).toHaveCount(7);

  await application.answerDialog(join(application.home, '.env'));
  await way.button('env.pick').click();
  if (application.door === 'browser') await way.pick(join(application.home, '.env'));
  const difference = page.getByRole('group', { name: words('env.difference') });
  await expect(difference).toContainText('TIMEZONE=Asia/Qatar');
  await expect(difference).toContainText('postgresql+asyncpg://');
  expect(await readFile(join(application.home, '.env'), 'utf8')).toBe(settings);
  await way.button('env.write').click();
  await expect(page.getByText(words('env.kept').split('{{path}}')[0] ?? '')).toBeVisible();
  const written = (await readFile(join(application.home, '.env'), 'utf8')).split('\n');
  expect(written[1]).toMatch(
    /^DATABASE_URL=postgresql\+asyncpg:\/\/postgres:[^@]+@127\.0\.0\.1:\d+\/att_school/,
  );
  expect(written.toSpliced(1, 1)).toEqual(settings.split('\n').toSpliced(1, 1));

  if (application.door === 'browser') {
    const saving = page.waitForEvent('download');
    await way.button('proof.saveHtml').click();
    const saved = await readFile(await (await saving).path(), 'utf8');
    expect(saved).toContain('<!doctype html>');
    expect(saved).toContain('attendance');
  }

  if (application.door === 'browser') {
    const printing = page.waitForEvent('console', (message) => message.text() === 'printed');
    await way.button('proof.print').click();
    await printing;
  }

  await way.button('history.nav').click();
  await page.getByRole('button', { name: words('outcome.verified') }).click();
  await expect(way.heading('outcome.verified', 2)).toBeVisible();

  await way.button('history.all').click();
  await page.getByRole('searchbox').fill('qwertz');
  await expect(page.getByText(words('history.nothing'))).toBeVisible();
  await page.getByRole('searchbox').fill('APP.db att_school');
  const remove = page.getByRole('button', { name: words('history.remove').split('{{moment}}')[0] ?? '' });
  await remove.click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('history.question.no') })
    .click();
  const runs = join(application.folder, 'data', 'runs');
  expect(await readdir(runs)).toHaveLength(1);
  await remove.click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('history.question.yes') })
    .click();
  await expect(page.getByText(words('history.none'))).toBeVisible();
  expect(await readdir(runs)).toEqual([]);
  await way.goTo('move');
  const line = page.getByRole('list', { name: words('shell.line') });
  await expect(line.getByRole('button').filter({ hasText: words('proof.nav') })).toBeDisabled();
});

test('a file that is dropped on a page is chosen instead, and read where it lies', async ({
  application,
  way,
  words,
}) => {
  test.skip(application.door === 'desktop', 'A window of the desktop is told where a file lies.');
  await way.isAt('welcome');
  const path = await application.place('tidy');
  await way.drop('app.db');
  await expect(application.page.getByText(words('picker.dropped.text'))).toBeVisible();
  await way.pick(path);
  await way.isAt('source');
  await expect(way.button('source.next')).toBeEnabled();
});

test('a sample school needs no file at all', async ({ application, way }) => {
  await way.button('welcome.sample.dirty').click();
  await way.isAt('source');
  await expect(way.button('source.next')).toBeEnabled(jobPatience);
  await way.tab('source.tab.relations').click();
  await expect(application.page.getByRole('img')).toBeVisible();
});

test('any row of a table can be looked at', async ({ application, way, words }) => {
  const { page } = application;
  await way.open(await application.place('large'));
  const grid = page.getByRole('table', { name: words('source.preview', { table: 'attendance' }) });
  await expect(grid.getByRole('row').nth(2)).toContainText('1');
  await page.getByRole('textbox', { name: words('grid.goTo') }).fill('1100000');
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('rowheader', { name: '1,100,000' })).toBeVisible();
  const row = grid.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '1,100,000' }) });
  await expect(row.getByRole('cell').first()).not.toBeEmpty();
  await page.getByRole('textbox', { name: words('grid.goTo') }).fill('۷٠٠٬۰٠1');
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('rowheader', { name: '700,001' })).toBeVisible();
});

test('the first load is small', async ({ application, way }) => {
  await way.isAt('welcome');
  const loaded = await application.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
  );
  const files = loaded.filter((path) => /\.(?:js|css)$/.test(path));
  const folder = join(root, 'dist', 'renderer');
  const sizes = await Promise.all(
    files.map(async (path) => gzipSync(await readFile(join(folder, path))).length),
  );
  expect(files.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
});
