import { afterEach, expect, test, vi } from 'vitest';
import { takeNewerPage } from './newer-page.ts';

afterEach(() => void vi.unstubAllGlobals());

test('a page whose files are gone is loaded anew, and not again and again', () => {
  const reload = vi.fn();
  const page = Object.assign(new EventTarget(), { location: { reload } });
  const now = vi.fn(() => 60_000);
  vi.stubGlobal('performance', { now });
  takeNewerPage(page);
  page.dispatchEvent(new Event('vite:preloadError'));
  expect(reload).toHaveBeenCalledOnce();
  now.mockReturnValue(900);
  page.dispatchEvent(new Event('vite:preloadError'));
  expect(reload).toHaveBeenCalledOnce();
});
