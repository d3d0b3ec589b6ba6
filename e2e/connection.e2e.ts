import { expect, test } from './console/fixtures.ts';
import { jobPatience, type Way } from './console/way.ts';
import type { Words } from './console/words.ts';

/** What is said of a check, under the title that fits how it came out. */
function line(way: Way, words: Words, check: string) {
  return way.page.getByRole('listitem').filter({ hasText: words(`target.check.${check}`) });
}

test('a wrong password is said where it is found, and put right', async ({ application, way, words }) => {
  const { page } = application;
  await application.embedded('start');
  const address = new URL(await application.embedded('url'));
  await way.open(await application.place('tidy'));
  await way.fillIn(address, 'not the password');
  await expect(
    page.getByText(words('target.password.notKept')).or(page.getByText(words('target.password.kept'))),
  ).toBeVisible();
  await expect(
    line(way, words, 'reachable.passed').getByRole('img', { name: words('target.outcome.passed') }),
  ).toBeVisible();
  const login = line(way, words, 'logged in.failed');
  await expect(login.getByRole('img', { name: words('target.outcome.failed') })).toBeVisible();
  await expect(login).toContainText(words('errors.password-rejected.todo'));
  await expect(way.button('target.next')).toBeHidden();
  // It comes before the list, and nobody asked to keep what doesn't work.
  await expect(way.heading('target.checks.notReady', 2)).toBeVisible();
  await expect(way.heading('target.saved.title', 2)).toBeHidden();
  await expect(page.getByText(words('target.checks.notKept'))).toBeVisible();
  await login.getByRole('button', { name: words('words.moreHelp') }).click();
  await expect(page.getByRole('button', { name: words('help.topic.password.title') })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
  await way.goTo('target');

  await page
    .getByLabel(words('target.field.password'), { exact: true })
    .fill(decodeURIComponent(address.password));
  await way.button('target.checkIt').click();
  await expect(way.button('target.next')).toBeVisible(jobPatience);
  await expect(page.getByText(words('target.checks.allGood'))).toBeVisible();
  // What was saved is in the console, and in the window no more.
  await expect(page.getByLabel(words('target.field.password'), { exact: true })).toHaveValue('');

  const more = page.getByRole('button', { name: words('target.saved.more', { name: 'The server room' }) });
  await more.click();
  await page.getByRole('menuitem', { name: words('target.saved.rename') }).click();
  await page.getByRole('dialog').getByLabel(words('target.field.name')).fill('The cellar');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('target.saved.rename') })
    .click();
  await page.getByRole('button', { name: words('target.saved.more', { name: 'The cellar' }) }).click();
  await page.getByRole('menuitem', { name: words('target.saved.remove') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('target.saved.remove') })
    .click();
  await expect(page.getByText('The cellar')).toBeHidden();
});

test('a server that was stopped is told from one that refuses', async ({ application, way, words }) => {
  await application.embedded('start');
  const address = new URL(await application.embedded('url'));
  await application.embedded('stop');
  await way.open(await application.place('tidy'));
  await way.fillIn(address);
  const reachable = line(way, words, 'reachable.failed');
  await expect(reachable.getByRole('img', { name: words('target.outcome.failed') })).toBeVisible();
  await expect(reachable).toContainText(words('errors.connection-refused.todo'));
  await expect(line(way, words, 'logged in.open')).toContainText(words('target.notReached'));
  await way.button('target.checks.keep').click();
  await expect(way.heading('target.saved.title', 2)).toBeVisible();
  await expect(way.button('target.checks.keep')).toBeHidden();
});

test('an address is pasted, and what is wrong with it is said', async ({ application, way, words }) => {
  const { page } = application;
  await application.embedded('start');
  const address = await application.embedded('url');
  await way.open(await application.place('tidy'));
  await way.button('source.next').click();
  await way.radio('target.server.title').click();
  await way.tab('target.way.address').click();
  await page.getByLabel(words('target.address')).fill('mysql://nowhere');
  await way.button('target.checkIt').click();
  await expect(page.getByRole('alert')).toContainText(words('errors.url-invalid.todo'));
  await page
    .getByLabel(words('target.address'))
    .fill(address.replace('postgresql://', 'postgresql+asyncpg://'));
  await way.button('target.checkIt').click();
  await expect(way.button('target.next')).toBeVisible(jobPatience);
  await expect(page.getByLabel(words('target.address'))).toHaveValue('');

  await page.getByLabel(words('target.address')).fill('mysql://nowhere');
  await way.button('target.checkIt').click();
  await expect(page.getByRole('alert')).toContainText(words('errors.url-invalid.todo'));
  await expect(way.heading('target.checks.allGood', 2)).toBeHidden();
  await expect(way.button('target.next')).toBeHidden();
});
