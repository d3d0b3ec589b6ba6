import { expect, test } from './console/fixtures.ts';
import { Way } from './console/way.ts';

test('Back and Forward lead through the steps, and stay on the page', async ({ application, way }) => {
  const { page } = application;
  await way.open(await application.place('tidy'));
  await way.button('source.next').click();
  await way.isAt('target');
  await way.button('settings.nav').click();
  await way.isAt('settings');
  await page.goBack();
  await way.isAt('target');
  await page.goBack();
  await way.isAt('source');
  await page.goForward();
  await way.isAt('target');
  await page.reload();
  await way.isAt('target');
  await page.goBack();
  await way.isAt('source');
});

test('a second window goes along with the first', async ({ application, way, words }) => {
  const { page, door } = application;
  test.skip(door === 'desktop', 'The desktop has one window.');
  await way.open(await application.place('tidy'));
  const beside = await page.context().newPage();
  await beside.goto(page.url());
  const follower = new Way(application, words, beside);
  await follower.isAt('source');
  await way.practise();
  await expect(follower.button('target.next')).toBeEnabled();
  await follower.check();
  await way.isAt('check');
  await expect(way.button('check.next')).toBeEnabled();
  await way.plan();
  await follower.isAt('plan');
  // Nothing that one of them was last to say has set the other back.
  await page.reload();
  await way.isAt('plan');
  await expect(way.button('plan.next')).toBeEnabled();
});
