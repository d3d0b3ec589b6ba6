import { rm } from 'node:fs/promises';
import { expect, test } from './console/fixtures.ts';
import { jobPatience } from './console/way.ts';

test('a move is cancelled in mid-copy, changes nothing, and is made again', async ({
  application,
  line,
  way,
  words,
}) => {
  const { page } = application;
  await way.open(await application.place('large'));
  await way.connect(line.address);
  await way.check();
  await way.plan();
  await way.move();
  await way.isCopying();
  await way.button('move.cancel').click();
  await way.button('move.goOn').click();
  await way.button('move.cancel').click();
  await way.button('move.cancelYes').click();
  await expect(page.getByText(words('move.cancelled'))).toBeVisible(jobPatience);
  await expect(page.getByText(words('move.nothingChanged'))).toBeVisible();
  line.letGo();
  await way.button('move.startAgain').click();
  await way.proof('verified');
});

test('a window that is reloaded in mid-copy goes on drawing', async ({ application, line, way, words }) => {
  const { page } = application;
  await way.open(await application.place('large'));
  await way.connect(line.address);
  await way.check();
  await way.plan();
  await way.move();
  await way.isCopying();
  await page.reload();
  await way.isCopying();
  await expect(page.getByRole('progressbar', { name: words('move.overall') })).not.toHaveAttribute(
    'aria-valuenow',
    '0',
  );
  line.letGo();
  await way.proof('verified');
  await way.goTo('source');
  await way.isAt('source');
  await expect(way.button('source.next')).toBeEnabled();
});

test('tables that are there are replaced only when a person says so', async ({ application, way, words }) => {
  const { page } = application;
  await way.open(await application.place('tidy'));
  await way.goOn('verified');
  await way.goTo('move');
  await way.goTo('plan');
  await way.isAt('plan');
  await way.button('plan.next').click();
  await way.hasMoved();

  await way.goTo('welcome');
  await way.open(await application.place('tidy', 'again.db'));
  await way.button('source.next').click();
  await expect(page.getByText(words('target.check.names free.noted'))).toBeVisible(jobPatience);
  await expect(
    page.getByRole('listitem').filter({ hasText: words('target.check.names free.noted') }),
  ).toContainText('attendance');
  await way.check();
  await way.plan();
  await expect(way.button('plan.next')).toBeDisabled();
  await way.radio('plan.mode.replace.label').check();
  await way.button('plan.next').click();
  await way.button('move.start').click();
  await way.button('move.replace.yes').click();
  await way.proof('verified');
});

test('a failed move says what to do, and goes on from there', async ({ application, way, words }) => {
  const { page } = application;
  const path = await application.place('tidy');
  await way.open(path);
  await way.practise();
  await way.check();
  await way.plan();
  await rm(path);
  await way.move();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(words('errors.source-not-found.todo'), jobPatience);
  await expect(alert).toContainText(words('move.nothingChanged'));
  await alert.getByRole('button', { name: words('move.mendAt', { step: words('welcome.nav') }) }).click();
  await way.isAt('welcome');
});
