import type { BrowserWindow } from 'electron';
import { Notification, powerSaveBlocker } from 'electron';
import type { NativeWords } from '../../shared/console/words.ts';
import type { Host } from '../console/host.ts';

/** Progress in the taskbar or dock, a computer that stays awake meanwhile, and a notice at the end. */
export function systemProgress(
  windowOf: () => BrowserWindow | undefined,
  words: () => NativeWords,
): Pick<Host, 'showProgress' | 'notify'> {
  let blocker: number | undefined;
  return {
    showProgress: (fraction) => {
      // Below zero takes the bar away.
      windowOf()?.setProgressBar(fraction ?? -1);
      if (fraction !== undefined) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
      else if (blocker !== undefined) {
        powerSaveBlocker.stop(blocker);
        blocker = undefined;
      }
    },
    notify: (outcome) => {
      const { arrived, arrivedDetail, failed, failedDetail } = words();
      if (!Notification.isSupported()) return;
      const [title, body] = outcome === 'arrived' ? [arrived, arrivedDetail] : [failed, failedDetail];
      const notice = new Notification({ title, body });
      notice.on('click', () => windowOf()?.show());
      notice.show();
    },
  };
}
