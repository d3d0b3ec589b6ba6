import { expect, test } from './console/fixtures.ts';

test.use({ language: 'ar' });

test('the whole way in Arabic, from right to left', async ({ application, way, words }) => {
  const { page } = application;
  await way.isAt('welcome');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  const nav = await page.getByRole('navigation').first().boundingBox();
  const main = await way.heading('welcome.title').boundingBox();
  expect(nav?.x ?? 0).toBeGreaterThan(main?.x ?? 0);

  await way.open(await application.place('dirty'));
  await way.practise();
  await way.check();
  // No sentence of the engine's own English is left; the samples are the school's own words.
  const found = page.locator('main p').filter({ hasText: /\b(?:the|has|have|which|becomes)\b/i });
  await expect(found).toHaveCount(0);
  await way.plan();
  await way.move();
  await way.proof('verified with quarantine');
  await expect(page.getByText('٠').first()).toBeVisible();

  await way.button('settings.nav').click();
  await page.getByRole('combobox', { name: words('settings.language') }).click();
  await page.getByRole('option', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});
