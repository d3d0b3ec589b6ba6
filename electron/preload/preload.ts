import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { ipcNames } from '../../shared/console/ipc.ts';
import type { Bridge, IpcAnswer } from '../../shared/console/wire.ts';

/**
 * All that a page of the desktop application has besides what a browser gives it. What goes through is checked on
 * both sides of it; here it only passes.
 */
const bridge: Bridge = {
  ask: async (channel, request) => {
    const answer: IpcAnswer = await ipcRenderer.invoke(ipcNames.ask, { channel, request });
    // An error of the main process would lose its code on the way, so that it comes as a value.
    if (answer.kind === 'error') throw answer.error;
    return answer.answer;
  },
  listen: (heard) => {
    const pass = (_: unknown, event: unknown) => heard(event);
    ipcRenderer.on(ipcNames.event, pass);
    return () => ipcRenderer.off(ipcNames.event, pass);
  },
  pathOf: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('rollcall', bridge);
