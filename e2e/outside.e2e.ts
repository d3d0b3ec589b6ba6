import { links } from '../shared/console/channels.ts';
import { expect, test } from './console/fixtures.ts';

test('a page of the network opens outside of the console', async ({ application, way, words }) => {
  test.skip(application.door === 'desktop', 'There the system opens it, as security.test.ts sees.');
  const { page } = application;
  await page
    .context()
    .route('https://www.postgresql.org/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<script>document.title = String(opener)</script>' }),
    );
  await way.isAt('welcome');
  await way.button('help.nav').click();
  const opening = page.waitForEvent('popup');
  await page.getByRole('link', { name: words('help.outside.documentation') }).click();
  const outside = await opening;
  await outside.waitForURL(links['postgresql.org']);
  // It learns neither where it was opened from, nor how to get back there.
  await expect(outside).toHaveTitle('null');
  expect(await outside.evaluate(() => document.referrer)).toBe('');
  await way.isAt('help');
});
