import type { Locator, Page } from '@playwright/test';
import { expect, test } from './console/fixtures.ts';
import { jobPatience } from './console/way.ts';

/** Goes on with Tab until something has the focus, as somebody without a mouse does. */
async function reach(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible(jobPatience);
  await expect(wanted).toBeEnabled(jobPatience);
  for (let pressed = 0; pressed < 150; pressed += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      const outline = await wanted.evaluate((element) => getComputedStyle(element).outlineStyle);
      expect(outline).not.toBe('none');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error('It can not be reached with the Tab key.');
}

test('the whole way without a mouse', async ({ application, way, words }) => {
  const { page } = application;
  const path = await application.place('tidy');
  const press = async (wanted: Locator) => {
    await reach(page, wanted);
    await page.keyboard.press('Enter');
  };
  await way.isAt('welcome');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: words('shell.skip') })).toBeFocused();

  await application.answerDialog(path);
  await press(way.button('welcome.open.action'));
  if (application.door === 'browser')
    await press(page.getByRole('dialog').getByRole('button', { name: /app\.db/ }));
  await way.isAt('source');
  await expect(way.heading('source.title')).toBeFocused();
  await press(way.button('source.next'));
  await expect(way.heading('target.title')).toBeFocused();
  await reach(page, way.radio('target.practice.title').or(way.radio('target.server.title')).first());
  await page.keyboard.press('Space');
  await press(way.button('target.practice.start'));
  await press(way.button('target.next'));
  await expect(way.heading('check.title')).toBeFocused();
  await press(way.button('check.next'));
  await press(way.button('plan.next'));
  await press(way.button('move.start'));
  await press(way.button('move.seeProof'));
  await expect(way.heading('outcome.verified', 2)).toBeVisible();
  await press(way.button('help.nav'));
  await reach(page, page.getByRole('searchbox', { name: words('help.search') }));
  await page.keyboard.type('password');
  await expect(page.getByText(words('help.topic.password.title'))).toBeVisible();
});
