import { type BrowserWindow, dialog } from 'electron';
import type { NativeWords } from '../../shared/console/words.ts';
import type { Console } from '../console/console.ts';

/** Asks once whether what runs is to be stopped. The answer that loses nothing is the one at hand. */
export function askBeforeClosing(window: BrowserWindow, console: Console, words: () => NativeWords): void {
  let agreed = false;
  let asking = false;
  window.on('close', (event) => {
    if (agreed || !console.busy()) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    const { closeQuestion, closeDetail, closeAnyway, keepOpen } = words();
    const question = {
      type: 'question' as const,
      message: closeQuestion,
      detail: closeDetail,
      buttons: [keepOpen, closeAnyway],
      defaultId: 0,
      cancelId: 0,
    };
    void dialog.showMessageBox(window, question).then(({ response }) => {
      asking = false;
      agreed = response === 1;
      if (agreed) window.close();
    });
  });
}
