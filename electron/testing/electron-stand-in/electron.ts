import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a bundle asked of Electron, in order: the name of the call and its arguments. */
export const asked: { readonly call: string; readonly args: readonly unknown[] }[] = [];

function record(call: string, ...args: unknown[]): void {
  asked.push({ call, args });
}

type Handler = (...args: never[]) => unknown;

/** A window's page: remembers its listeners and handlers, so that a test can play the events of an attack. */
class StandInContents extends EventEmitter {
  readonly sent: unknown[] = [];
  openHandler: Handler | undefined;

  setWebRTCIPHandlingPolicy(policy: string): void {
    record('setWebRTCIPHandlingPolicy', policy);
  }
  setWindowOpenHandler(handler: Handler): void {
    record('setWindowOpenHandler');
    this.openHandler = handler;
  }
  send(...args: unknown[]): void {
    this.sent.push(args);
  }
  isDestroyed(): boolean {
    return false;
  }
  printToPDF(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array());
  }
}

class StandInApp extends EventEmitter {
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] === '1';

  setPath(name: string, path: string): void {
    record('app.setPath', name, path);
  }
  getPath(name: string): string {
    return join(process.env['STAND_IN_DATA'] ?? tmpdir(), name);
  }
  getName(): string {
    return 'Rollcall';
  }
  getVersion(): string {
    return '0.0.0';
  }
  getAppPath(): string {
    return process.cwd();
  }
  isReady(): boolean {
    return true;
  }
  configureHostResolver(options: unknown): void {
    record('app.configureHostResolver', options);
  }
  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }
  exit(): void {
    record('app.exit');
  }
  enableSandbox(): void {
    record('app.enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    record('app.requestSingleInstanceLock');
    return process.env['STAND_IN_SECOND'] !== '1';
  }
  async whenReady(): Promise<void> {
    record('app.whenReady');
  }
  quit(): void {
    record('app.quit');
  }
  commandLine = {
    appendSwitch: (...args: unknown[]) => record('app.commandLine.appendSwitch', ...args),
  };
}

export const app = new StandInApp();
// A packaged application has its resources beside it.
if (app.isPackaged) Reflect.set(process, 'resourcesPath', tmpdir());

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all;
  }
  readonly webContents = new StandInContents();

  constructor(options: unknown) {
    super();
    record('new BrowserWindow', options);
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    record('loadURL', url);
  }
  isVisible(): boolean {
    return true;
  }
  isMinimized(): boolean {
    return false;
  }
  show(): void {}
  reload(): void {
    record('reload');
  }
  focus(): void {
    record('focus');
  }
  close(): void {
    record('close');
  }
  destroy(): void {}
  setProgressBar(fraction: number): void {
    record('setProgressBar', fraction);
  }
}

/** By what they were set for, for a test to call. */
export const handlers = new Map<string, Handler>();

const keep =
  (name: string) =>
  (...args: unknown[]): void => {
    record(name, ...args.filter((arg) => typeof arg !== 'function'));
    const handler = args.find((arg) => typeof arg === 'function');
    if (typeof handler === 'function')
      handlers.set(name, (...given) => Reflect.apply(handler, undefined, given));
  };

export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setSpellCheckerEnabled: keep('setSpellCheckerEnabled'),
    setSpellCheckerLanguages: keep('setSpellCheckerLanguages'),
    setPermissionRequestHandler: keep('setPermissionRequestHandler'),
    setPermissionCheckHandler: keep('setPermissionCheckHandler'),
    setDevicePermissionHandler: keep('setDevicePermissionHandler'),
    setDisplayMediaRequestHandler: keep('setDisplayMediaRequestHandler'),
    webRequest: { onBeforeRequest: keep('onBeforeRequest') },
  }),
};
export const ipcMain = { handle: keep('ipcMain.handle'), on: keep('ipcMain.on') };
export const protocol = {
  registerSchemesAsPrivileged: keep('registerSchemesAsPrivileged'),
  handle: keep('protocol.handle'),
};
export const shell = { openExternal: async (url: string) => record('openExternal', url) };
export const dialog = {
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showErrorBox: (...args: unknown[]) => record('showErrorBox', ...args),
  showMessageBox: async (...args: unknown[]) => {
    record('showMessageBox', args.at(-1));
    return { response: 0 };
  },
};
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: keep('setMenu'),
};
export const nativeTheme = { shouldUseDarkColors: false };
export const powerSaveBlocker = {
  start: (kind: string) => {
    record('powerSaveBlocker.start', kind);
    return 1;
  },
  stop: (id: number) => record('powerSaveBlocker.stop', id),
};
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    record('notification');
  }
}
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => process.env['STAND_IN_BACKEND'] ?? 'gnome_libsecret',
  encryptStringAsync: async (text: string) => Buffer.from(`sealed ${[...text].reverse().join('')}`),
  decryptStringAsync: async (bytes: Buffer) => ({
    result: [...bytes.toString().slice('sealed '.length)].reverse().join(''),
    shouldReEncrypt: false,
  }),
};
export const crashReporter = { start: keep('crashReporter.start') };
export const ipcRenderer = undefined;
export const contextBridge = undefined;
export const webUtils = undefined;
