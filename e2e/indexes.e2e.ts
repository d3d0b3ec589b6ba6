import { expect, test } from './console/fixtures.ts';
import { Gallery } from './console/gallery.ts';

for (const [language, theme] of [
  ['en', 'light'],
  ['ar', 'dark'],
] as const) {
  test.describe(`${language}, ${theme}`, () => {
    test.use({ language, theme });

    test('indexes are looked at, dropped and created', async ({ application, way, words }) => {
      const { page } = application;
      const gallery = await Gallery.open(page, `${language}-${theme}`, 'indexes');
      await application.migrate('tidy');
      await way.button('indexes.nav').click();
      await way.isAt('indexes');
      await gallery.take('no-server');
      await page.getByRole('combobox', { name: words('choice.label') }).click();
      await page.getByRole('option', { name: words('target.practice.title') }).click();
      const roster = page.getByRole('region', { name: 'idx_student_class' });
      await expect(roster).toContainText(words('indexes.state.there'));
      await gallery.take('list');

      await roster.getByRole('button').click();
      await page.getByRole('menuitem', { name: words('indexes.do.drop') }).click();
      await expect(page.getByRole('dialog')).toContainText(words('report.screen.idx_student_class'));
      await gallery.take('drop');
      await way.button('indexes.drop.yes').click();
      await expect(roster).toContainText(words('indexes.state.missing'));
      await gallery.take('missing');
      await roster.getByRole('button').click();
      await expect(roster).toContainText(words('indexes.state.there'));
      await expect(page.getByRole('status')).toContainText('idx_student_class');

      const key = page.getByRole('row').filter({ hasText: 'attendance_pkey' });
      await key.getByRole('button').click();
      await page.getByRole('menuitem', { name: words('indexes.do.drop') }).click();
      await expect(page.getByRole('dialog')).toContainText('attendance_pkey');
      await gallery.take('constraint');
    });
  });
}
