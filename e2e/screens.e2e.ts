import { expect, test } from './console/fixtures.ts';
import { Gallery, looks } from './console/gallery.ts';
import { jobPatience, type Way } from './console/way.ts';
import type { Words } from './console/words.ts';

for (const look of looks) {
  test.describe(look.language, () => {
    test.use(look);

    test('every screen', async ({ application, way, words }) => {
      const { page } = application;
      const gallery = await Gallery.open(page, look);
      await way.isAt('welcome');
      await gallery.take('welcome');
      await way.button('history.nav').click();
      await expect(page.getByText(words('history.none'))).toBeVisible();
      await gallery.take('history-empty');
      await way.goTo('welcome');
      const path = await application.place('dirty');
      if (application.door === 'browser') {
        await way.button('welcome.open.action').click();
        await expect(page.getByRole('dialog').getByText('app.db')).toBeVisible();
        await gallery.take('picker');
        await page
          .getByRole('dialog')
          .getByRole('button', { name: words('words.cancel') })
          .click();
        await way.drop('app.db');
        await expect(page.getByText(words('picker.dropped.title'))).toBeVisible();
        await gallery.take('picker-dropped');
        await page
          .getByRole('dialog')
          .getByRole('button', { name: words('words.cancel') })
          .click();
      }
      await way.open(path);
      await expect(page.getByRole('table').last().getByRole('row').nth(3)).toBeVisible();
      await gallery.take('source');
      await way.tab('source.tab.relations').click();
      await gallery.take('relations');
      await way.button('source.next').click();
      await way.isAt('target');
      await gallery.take('target');
      await way.radio('target.server.title').click();
      await gallery.take('target-server');
      await page.getByLabel(words('target.field.host')).fill('127.0.0.1');
      await page.getByLabel(words('target.field.port')).fill('1');
      await way.button('target.checkIt').click();
      await expect(way.button('target.checks.again')).toBeVisible();
      await gallery.take('target-failed');
      await way.radio('target.practice.title').click();
      await way.button('target.practice.start').click();
      await expect(way.button('target.next')).toBeVisible(jobPatience);
      await gallery.take('target-ready');
      await way.check();
      await gallery.take('check');
      await way.plan();
      await gallery.take('plan');
      await way.tab('plan.tab.indexes').click();
      await gallery.take('plan-indexes');
      await page.getByRole('tab').nth(2).click();
      await gallery.take('plan-left-out');
      await way.tab('plan.tab.sql').click();
      await expect(page.getByText('CREATE TABLE').first()).toBeVisible();
      await gallery.take('plan-sql');
      await page.getByRole('button', { name: words('plan.options.title') }).click();
      await expect(page.getByRole('textbox', { name: words('plan.options.schema') })).toBeVisible();
      await gallery.take('plan-options');
      await way.button('plan.next').click();
      await way.isAt('move');
      await gallery.take('move');
      await way.button('move.start').click();
      await way.hasMoved();
      await gallery.take('moved');
      await way.proof('verified with quarantine');
      await gallery.take('proof');
      await page.getByRole('tab').nth(1).click();
      await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
      await gallery.take('proof-aside');
      for (const beside of ['history', 'settings', 'help']) {
        await way.button(`${beside}.nav`).click();
        await way.isAt(beside);
        await gallery.take(beside);
        if (beside === 'history') await lookAtHistory(way, words, gallery);
      }
      await page.getByRole('button', { name: words('help.topic.connection.title') }).click();
      await gallery.take('help-open');
      await page.getByRole('searchbox').fill('qwertz');
      await expect(page.getByText(words('help.nothing'))).toBeVisible();
      await gallery.take('help-nothing');
      if (application.door === 'browser') {
        await application.cutOff();
        await expect(page.getByText(words('shell.lost.title'))).toBeVisible();
        await gallery.take('console-lost');
      }
    });

    test('a move under way', async ({ application, line, way, words }) => {
      const { page } = application;
      const gallery = await Gallery.open(page, look, 'moving');
      await way.open(await application.place('large'));
      await way.connect(line.address);
      await way.check();
      await gallery.take('check-clean');
      await way.plan();
      await way.move();
      await way.isCopying();
      await gallery.take('moving');
      await way.button('move.cancel').click();
      await gallery.take('cancel');
      await way.button('move.cancelYes').click();
      line.letGo();
      await expect(page.getByText(words('move.cancelled'))).toBeVisible();
      await gallery.take('cancelled');
    });
  });
}

async function lookAtHistory(way: Way, words: Words, gallery: Gallery): Promise<void> {
  const { page } = way;
  await page.getByRole('searchbox').fill('qwertz');
  await expect(page.getByText(words('history.nothing'))).toBeVisible();
  await gallery.take('history-nothing');
  await way.button('history.showAll').click();
  await page.getByRole('button', { name: words('history.remove').split('{{moment}}')[0] ?? '' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await gallery.take('history-remove');
  await way.button('history.question.no').click();
}
