import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { ipcNames } from '../../shared/console/ipc.ts';
import { type IpcAnswer, IpcAsk } from '../../shared/console/wire.ts';
import { reportError, rollcallError } from '../../shared/errors/index.ts';
import type { Console } from '../console/console.ts';
import { isOwn } from './origin.ts';

/**
 * Lets the pages of the console talk with it: the only use of `ipcMain` there is. Who asks is checked here, what is
 * asked by the console.
 */
export function answerWindows(console: Console): void {
  ipcMain.handle(ipcNames.ask, async (event, question: unknown): Promise<IpcAnswer> => {
    try {
      requireOwnPage(event);
      const { channel, request } = readAsk(question);
      return { kind: 'answer', answer: await console.ask(channel, request) };
    } catch (error) {
      return { kind: 'error', error: reportError(error) };
    }
  });
}

/** Tells a window what happens, until it is closed. */
export function tellWindow(contents: WebContents, console: Console): void {
  const hush = console.listen((event) => {
    if (!contents.isDestroyed()) contents.send(ipcNames.event, event);
  });
  contents.once('destroyed', hush);
}

/** The main frame of a page of the console: no frame inside it, and no page that took its place. */
function requireOwnPage({ senderFrame }: IpcMainInvokeEvent): void {
  if (senderFrame === null || senderFrame.parent !== null || !isOwn(senderFrame.url)) {
    throw rollcallError('request-invalid', { channel: 'a page that is not the console' });
  }
}

function readAsk(question: unknown): IpcAsk {
  const parsed = IpcAsk.safeParse(question);
  if (!parsed.success) throw rollcallError('request-invalid', { channel: 'unknown' }, parsed.error);
  return parsed.data;
}
