import { readFile } from 'node:fs/promises';
import { expect, test } from './console/fixtures.ts';

test('each kind of answer to dirty data arrives in the proof', async ({ application, way, words }) => {
  const { page } = application;
  await way.open(await application.place('dirty'));
  await way.practise();
  await way.check();

  const card = (place: string, sentence: RegExp) =>
    page.getByRole('button', { name: place }).filter({ hasText: sentence }).first();
  const answer = async (place: string, sentence: RegExp, resolution: string) => {
    const control = card(place, sentence);
    if ((await control.getAttribute('aria-expanded')) !== 'true') await control.click();
    const panel = page.locator(`[id="${await control.getAttribute('aria-controls')}"]`);
    await panel.getByRole('radio', { name: words(`resolution.${resolution}.label`) }).check();
    await expect(control).toContainText(words(`resolution.${resolution}.label`));
  };
  await answer('attendance.minutes_late', /fraction/, 'keep as text');
  await answer('student.class_id', /point/, 'drop constraint');
  await expect(page.getByRole('main')).toContainText(/goes aside with them: [\d,]+ rows of .?attendance/);
  await answer('period.ends_at', /no time of day/, 'set null');
  await answer('user.is_active', /yes or no/, 'quarantine');

  await answer('student.name', /invisible/, 'stop');
  await expect(way.button('check.next')).toBeDisabled();
  await page
    .getByRole('button', { name: words('check.bulkRecommended') })
    .first()
    .click();
  await expect(way.button('check.next')).toBeEnabled();
  await answer('attendance.minutes_late', /fraction/, 'keep as text');
  await answer('student.class_id', /point/, 'drop constraint');

  await way.plan();
  const columns = page.getByRole('button', { name: /^attendance/ });
  await columns.click();
  await expect(
    page.getByRole('combobox', { name: words('plan.typeOf', { column: 'minutes_late' }) }),
  ).toHaveValue('text');
  await way.move();
  await way.proof('verified with quarantine');

  await page.getByRole('tab').nth(1).click();
  const grid = page.getByRole('table', { name: /Put aside/ });
  await expect(grid.getByRole('row').nth(1)).toContainText('user');
  const whole = page.getByRole('dialog');
  await grid.getByRole('row').nth(1).getByRole('cell').nth(3).click();
  await expect(whole.getByRole('definition').first()).toContainText('is_active');
  await page.keyboard.press('Escape');
  await expect(whole).toBeHidden();
  await grid.getByRole('button').nth(1).press('Enter');
  await expect(whole.getByRole('rowheader', { name: 'id', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(grid.getByRole('button').nth(1)).toBeFocused();
  if (application.door === 'browser') {
    const saving = page.waitForEvent('download');
    await way.button('proof.saveCsv').click();
    const csv = await readFile(await (await saving).path(), 'utf8');
    expect(csv.split('\n').length).toBeGreaterThan(5);
    expect(csv).toContain('period');
  }
});

test('a type that does not fit says at once what it would do', async ({ application, way, words }) => {
  const { page } = application;
  await way.open(await application.place('tidy'));
  await way.practise();
  await way.check();
  await expect(
    page.getByText(words('check.noQuestions')).or(page.getByText(words('check.nothing'))),
  ).toBeVisible();
  await way.plan();
  await page
    .getByRole('button', { name: /^student/ })
    .first()
    .click();
  const typeOf = (column: string) =>
    page.getByRole('combobox', { name: words('plan.typeOf', { column }), exact: true });
  const row = (column: string) => page.getByRole('row').filter({ has: typeOf(column) });
  await typeOf('name').selectOption('integer');
  // While the first is being looked at.
  await typeOf('gender').selectOption('boolean');
  await expect(row('gender')).toContainText(
    /say something other than yes or no|says something other than yes or no/,
  );
  await expect(row('name')).toContainText(/a text in .name., where a number belongs/);
  await typeOf('name').selectOption('varchar(120)');
  await expect(row('name')).toContainText(words('plan.fits'));
  await expect(typeOf('gender')).toHaveValue('boolean');

  await typeOf('class_id').selectOption('text');
  await expect(row('class_id')).toContainText(words('leftOut.types differ'));
  await typeOf('class_id').selectOption('bigint');
  await expect(row('class_id')).toContainText(words('plan.fits'));
});
