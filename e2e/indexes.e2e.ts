import { expect, test } from './console/fixtures.ts';
import { Gallery, looks } from './console/gallery.ts';

for (const look of looks) {
  test.describe(look.language, () => {
    test.use(look);

    test('a database without tables says so', async ({ application, way, words }) => {
      const { page } = application;
      const gallery = await Gallery.open(page, look, 'indexes');
      await application.embedded('start');
      await way.button('indexes.nav').click();
      await way.isAt('indexes');
      await page.getByRole('combobox', { name: words('choice.label') }).click();
      await page.getByRole('option', { name: words('target.practice.title') }).click();
      await expect(page.getByText(words('indexes.noTables.none'))).toBeVisible();
      await gallery.take('no-tables');
    });

    test('indexes are looked at, dropped and created', async ({ application, way, words }) => {
      const { page } = application;
      const gallery = await Gallery.open(page, look, 'indexes');
      await application.migrate('tidy');
      await way.button('indexes.nav').click();
      await way.isAt('indexes');
      await gallery.take('no-server');
      await page.getByRole('combobox', { name: words('choice.label') }).click();
      await page.getByRole('option', { name: words('target.practice.title') }).click();
      const roster = page.getByRole('region', { name: 'idx_student_class' });
      await expect(roster.getByText(words('indexes.state.there'), { exact: true })).toBeVisible();
      await gallery.take('list');
      const actions = page.getByRole('columnheader', { name: words('indexes.column.more') });
      await expect(actions).toBeVisible();
      await expect(actions.getByRole('button')).toHaveCount(0);

      await roster.getByRole('button').click();
      await page.getByRole('menuitem', { name: words('indexes.do.drop') }).click();
      await expect(page.getByRole('dialog')).toContainText(words('report.screen.idx_student_class'));
      await gallery.take('drop');
      await way.button('indexes.drop.yes').click();
      await expect(roster.getByText(words('indexes.state.missing'), { exact: true })).toBeVisible();
      await gallery.take('missing');
      await roster.getByRole('button').click();
      await expect(roster.getByText(words('indexes.state.there'), { exact: true })).toBeVisible();
      await expect(page.getByRole('status')).toContainText('idx_student_class');

      await way.button('indexes.effect.action').click();
      await expect(page.getByText(words('indexes.effect.how'))).toBeVisible({ timeout: 60_000 });
      await roster.getByRole('button', { name: words('indexes.effect.showPlans') }).click();
      await expect(roster.getByText(words('indexes.effect.planWithout'))).toBeVisible();
      await roster.scrollIntoViewIfNeeded();
      await gallery.take('measured');

      const key = page.getByRole('row').filter({ hasText: 'attendance_pkey' });
      await key.getByRole('button').click();
      await page.getByRole('menuitem', { name: words('indexes.do.drop') }).click();
      await expect(page.getByRole('dialog')).toContainText('attendance_pkey');
      await gallery.take('constraint');
      await page.keyboard.press('Escape');

      await way.tab('indexes.tab.advice').click();
      await gallery.take('advice-none');
      await way.button('indexes.advice.action').click();
      // Rollcall's own queries are none of the application's.
      await expect(page.getByText(words('indexes.advice.nothing'))).toBeVisible();
      await gallery.take('advice-nothing');

      await way.tab('indexes.tab.explain').click();
      await way.button('indexes.explain.action').click();
      const plan = page.getByRole('region', { name: words('indexes.explain.plan') });
      await expect(plan).toContainText('idx_attendance_date_class');
      await gallery.take('explain');
      await page.getByRole('combobox', { name: words('indexes.explain.query') }).click();
      await page.getByRole('option', { name: words('indexes.explain.own') }).click();
      const sql = page.getByRole('textbox', { name: words('indexes.explain.sql') });
      await sql.fill('DELETE FROM attendance');
      await way.button('indexes.explain.action').click();
      await expect(page.getByRole('alert')).toContainText('DELETE');
      await sql.fill('SELECT * FROM attendance WHERE remark = $1');
      await way.button('indexes.explain.action').click();
      await expect(plan).toContainText(words('indexes.sentence.not-run'));
      await page.getByRole('textbox', { name: '$1' }).fill('Called home');
      await way.button('indexes.explain.action').click();
      await expect(plan).toContainText(words('indexes.explain.took'));
      await expect(plan).toContainText('Seq Scan on attendance');
      await gallery.take('explain-slow');
      await way.button('indexes.advice.forThis').click();
      const advised = page.getByRole('region', { name: 'idx_attendance_remark' });
      await expect(advised).toBeVisible();
      await gallery.take('advice');
      await advised
        .getByRole('button', { name: words('indexes.do.createNamed', { name: 'idx_attendance_remark' }) })
        .click();
      await expect(advised.getByText(words('indexes.state.there'), { exact: true })).toBeVisible();
      await sql.fill('SELECT status, count(*) FROM attendance GROUP BY status ORDER BY 2');
      await way.button('indexes.explain.action').click();
      await expect(plan).toContainText(words('indexes.explain.slowest'));
      await expect(plan).toContainText('status, count(*)');
      await gallery.take('explain-own');
    });
  });
}
