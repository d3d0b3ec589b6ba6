import { NativeWords } from '../../shared/console/words.ts';
import { ask } from '../api/console.ts';
import { words } from '../locales/index.ts';

/** Tells the desktop window what to say outside of its page: in its menu, its dialogs and its notices. */
export function sayNativeWords(): void {
  const own = NativeWords.safeParse(words.t('native', { returnObjects: true }));
  // A window that keeps its English ones is no reason to stop.
  if (own.success) ask('words.set', own.data).catch(() => undefined);
}
