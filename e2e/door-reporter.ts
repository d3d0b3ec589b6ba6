import type { Reporter } from '@playwright/test/reporter';
import { chromiumBinary, electronBinary } from './console/doors.ts';

/** Says through which of its doors the console was tested. */
export default class DoorReporter implements Reporter {
  onEnd(): void {
    const electron = electronBinary();
    const door =
      electron === undefined
        ? `in browser mode with ${chromiumBinary() ?? 'no Chromium'}, since Electron's binary is not here`
        : `in the desktop window with ${electron}`;
    process.stdout.write(`\nThe console was tested ${door}.\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
